// kestectl: options that all subcommands share, and usage errors.
#include "kestectl/kestectl.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <ostream>
#include <sstream>

#include "kestectl/complaint.hpp"
#include "manual/help.hpp"

namespace keste::kestectl {
namespace {

constexpr const char* name = "kestectl";
constexpr const char* purpose =
    "Keste's desk: checks its files, shows how a running campaign stands, and runs it";

/// One a line, in the order in which help and manual show them.
constexpr std::array groups{
    add_check,         //
    add_timeline,      //
    add_due,           //
    add_messages,      //
    add_status,        //
    add_queues,        //
    add_promo,         //
    add_applications,  //
    add_tickets,       //
    add_session,       //
    add_window,        //
    add_person,        //
    add_calls,         //
    add_city,          //
    add_campaign,      //
    add_receipt,       //
    add_actions,       //
    add_explain,       //
    add_users,         //
    add_tokens,        //
    add_operations,    //
    add_db,            //
    add_complete,      //
};

/// True when the words ask for help or the version rather than for something to be done.
bool asks_for_help(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--help" || word == "-h" || word == "--version";
  });
}

}  // namespace

void define(CLI::App& app, Shared& shared) {
  manual::use_help_text(app, shared.width);
  app.set_help_flag("-h,--help", "What it does and takes");
  app.set_version_flag("--version", "kestectl " KESTE_VERSION, "The version");
  app.require_subcommand(1);
  // Subcommands inherit this, so that the shared options may stand behind them too.
  app.fallthrough();
  app.add_option("--etc", shared.etc, "The directory that holds kested.yaml")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--format", shared.format, "How to print")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  for (const auto add : groups) add(app, shared);
}

manual::Command describe_program() {
  std::ostringstream nowhere;
  Shared shared{nowhere, nowhere};
  CLI::App app(purpose, name);
  define(app, shared);
  return manual::describe(app);
}

int run(std::vector<std::string> arguments, Shared& shared) {
  CLI::App app(purpose, name);
  define(app, shared);
  const manual::Command program = manual::describe(app);
  const manual::Reached reached = manual::reach(program, arguments);
  const bool hidden = !arguments.empty() && arguments.front() == "complete";
  if (!hidden && !reached.stranger.empty()) {
    shared.err << complain_of_stranger(reached) << "\n";
    return exit_code::usage;
  }
  if (!hidden && reached.place.command().is_group() && !asks_for_help(arguments)) {
    shared.err << manual::short_help(reached.place, shared.width);
    return exit_code::usage;
  }
  std::vector<std::string> words(arguments.rbegin(), arguments.rend());  // As CLI11 wants a vector.
  try {
    app.parse(words);
  } catch (const CLI::Success& asked) {
    app.exit(asked, shared.out, shared.err);
    return exit_code::done;
  } catch (const CLI::ParseError& stop) {
    shared.err << complain_of_usage(reached.place, stop, arguments) << "\n";
    return exit_code::usage;
  }
  shared.out.flush();
  return shared.out ? shared.exit : exit_code::output;
}

}  // namespace keste::kestectl
