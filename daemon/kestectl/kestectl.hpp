// kestectl: the command line as a function, and what its groups of subcommands share.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace keste::kestectl {

/// Exit codes; the EX_ names of sysexits.h where there is one.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int unknown = 1;       ///< Asked for something that is not there.
inline constexpr int usage = 64;        ///< EX_USAGE
inline constexpr int broken = 65;       ///< EX_DATAERR: not whole, or refused.
inline constexpr int no_input = 66;     ///< EX_NOINPUT: a file could not be read.
inline constexpr int unavailable = 69;  ///< EX_UNAVAILABLE: no daemon answers.
inline constexpr int output = 74;       ///< EX_IOERR: the answer could not be written.
inline constexpr int config = 78;       ///< EX_CONFIG
}  // namespace exit_code

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
  std::istream* in = nullptr;  ///< Null: there is none.
  bool progress = false;       ///< Somebody watches `err`: it is a terminal.

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
void add_window(CLI::App& app, Shared& shared);
void add_person(CLI::App& app, Shared& shared);
void add_calls(CLI::App& app, Shared& shared);
void add_db(CLI::App& app, Shared& shared);
void add_users(CLI::App& app, Shared& shared);
void add_tokens(CLI::App& app, Shared& shared);

/// Runs one command line (without the program's name) and returns its exit code.
int run(std::vector<std::string> arguments, Shared& shared);

}  // namespace keste::kestectl
