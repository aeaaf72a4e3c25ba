// kestectl: the command line as a function, and what its groups of subcommands share.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "kestectl/exit_codes.hpp"

namespace CLI {
class App;
}

namespace keste::kestectl {

/// What every subcommand reads and writes. Outlives the App; the callbacks of the subcommands set
/// `exit`.
struct Shared {
  std::ostream& out;
  std::ostream& err;
  std::size_t width = 0;  ///< Of the terminal; 0 when the output is none.
  std::filesystem::path etc = "/etc/keste";
  std::filesystem::path state = {};   ///< Of the running daemon; empty: where a service has it.
  std::filesystem::path socket = {};  ///< Empty: kested.sock in the state directory.
  std::string format = "table";
  int exit = exit_code::done;
  std::istream* in = nullptr;   ///< Null: there is none.
  bool progress = false;        ///< Somebody watches `err`: it is a terminal.
  std::string language = "en";  ///< Of the daemon's sentences: kk, ru or en.

  bool json() const { return format == "json"; }
};

/// One per group: adds its subcommands, whose callbacks do the work.
void add_check(CLI::App& app, Shared& shared);
void add_timeline(CLI::App& app, Shared& shared);
void add_due(CLI::App& app, Shared& shared);
void add_messages(CLI::App& app, Shared& shared);
void add_status(CLI::App& app, Shared& shared);
void add_queues(CLI::App& app, Shared& shared);
void add_promo(CLI::App& app, Shared& shared);
void add_applications(CLI::App& app, Shared& shared);
void add_session(CLI::App& app, Shared& shared);
void add_campaign(CLI::App& app, Shared& shared);
void add_window(CLI::App& app, Shared& shared);
void add_person(CLI::App& app, Shared& shared);
void add_calls(CLI::App& app, Shared& shared);
void add_city(CLI::App& app, Shared& shared);
void add_receipt(CLI::App& app, Shared& shared);
void add_db(CLI::App& app, Shared& shared);
void add_users(CLI::App& app, Shared& shared);
void add_tokens(CLI::App& app, Shared& shared);
void add_actions(CLI::App& app, Shared& shared);
void add_explain(CLI::App& app, Shared& shared);
void add_tickets(CLI::App& app, Shared& shared);
void add_operations(CLI::App& app, Shared& shared);
void add_complete(CLI::App& app, Shared& shared);

/// All of it, with what the subcommands share. `shared` must outlive the app.
void define(CLI::App& app, Shared& shared);

/// The program as its manual and completions show it.
manual::Command describe_program();

/// Runs one command line (without the program's name) and returns its exit code.
int run(std::vector<std::string> arguments, Shared& shared);

}  // namespace keste::kestectl
