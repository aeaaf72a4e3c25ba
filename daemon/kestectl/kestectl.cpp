// kestectl: options that all subcommands share, and usage errors.
#include "kestectl/kestectl.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <ostream>

#include "config/spelling.hpp"

namespace keste::kestectl {
namespace {

/// What to say of a first word that is no subcommand; CLI11 says that one is required, to somebody
/// who gave one. Empty when there is nothing to say.
std::string wrong_subcommand(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().starts_with('-')) return {};
  const std::string& word = arguments.front();
  std::vector<std::string> names;
  for (const CLI::App* each : app.get_subcommands({})) names.push_back(each->get_name());
  if (std::find(names.begin(), names.end(), word) != names.end()) return {};
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view meant = config::nearest(word, candidates);
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  const std::string guess = meant.empty() ? "" : " (" + std::string(meant) + "?)";
  return "no subcommand '" + word + "'" + guess + ": one of " + all;
}

}  // namespace

int run(std::vector<std::string> arguments, Shared& shared) {
  CLI::App app("Keste's desk: checks its files, shows how a running campaign stands, and runs it.",
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
  add_messages(app, shared);
  add_status(app, shared);
  add_queues(app, shared);
  add_promo(app, shared);
  add_applications(app, shared);
  add_session(app, shared);
  add_window(app, shared);
  add_person(app, shared);
  add_calls(app, shared);
  add_db(app, shared);
  add_users(app, shared);
  add_tokens(app, shared);
  if (const std::string wrong = wrong_subcommand(app, arguments); !wrong.empty()) {
    shared.err << "kestectl: " << wrong << "\n";
    return exit_code::usage;
  }
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
