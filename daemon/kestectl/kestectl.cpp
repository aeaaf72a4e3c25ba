// kestectl: options that all subcommands share, and usage errors.
#include "kestectl/kestectl.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <ostream>

namespace keste::kestectl {

int run(std::vector<std::string> arguments, Shared& shared) {
  CLI::App app("Asks Keste: checks its files, and shows how a running campaign stands.",
               "kestectl");
  app.set_version_flag("--version", "kestectl " KESTE_VERSION);
  app.require_subcommand(1);
  // Subcommands inherit this, so that the shared options may stand behind them too.
  app.fallthrough();
  app.add_option("--etc", shared.etc, "The directory that holds kested.yaml")
      ->capture_default_str();
  app.add_option("--format", shared.format, "How to print: table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  add_check(app, shared);
  add_timeline(app, shared);
  add_due(app, shared);
  add_status(app, shared);
  add_queues(app, shared);
  try {
    std::reverse(arguments.begin(), arguments.end());  // As CLI11 wants a vector.
    app.parse(arguments);
  } catch (const CLI::ParseError& stop) {
    const bool asked = app.exit(stop, shared.out, shared.err) == 0;
    return asked ? exit_code::done : exit_code::usage;
  }
  shared.out.flush();
  return shared.out ? shared.exit : exit_code::output;
}

}  // namespace keste::kestectl
