// The command line of kested.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "manual/command.hpp"
#include "manual/roff.hpp"

namespace keste::kested {

/// Exit codes; the EX_ names of sysexits.h.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int usage = 64;
inline constexpr int unavailable = 69;
inline constexpr int software = 70;
inline constexpr int io = 74;
inline constexpr int config = 78;
}  // namespace exit_code

/// The table that the manual shows.
inline constexpr std::array<manual::ExitCode, 6> exit_codes{{
    {exit_code::done, "", "Stopped as it was told to."},
    {exit_code::usage, "EX_USAGE", "The command line is wrong."},
    {exit_code::unavailable, "EX_UNAVAILABLE",
     "Another daemon holds the database, or the port is taken."},
    {exit_code::software, "EX_SOFTWARE", "A bug."},
    {exit_code::io, "EX_IOERR", "The database, the disk or the network failed at the start."},
    {exit_code::config, "EX_CONFIG",
     "The files have errors, all of which were named, or the settings do not go together."},
}};

struct Options {
  std::filesystem::path etc = "/etc/keste";
  std::filesystem::path state;  ///< $STATE_DIRECTORY, else /var/lib/keste, unless given.
  std::optional<Instant> clock_start;
  double clock_rate = 1;
  std::optional<Instant> clock_origin;  ///< When the virtual clock stood at its start.
  bool verbose = false;

  bool is_virtual() const { return clock_start.has_value(); }
  std::unique_ptr<Clock> make_clock() const;
};

/// Either options, or an exit code with everything said already (help, version, wrong usage).
struct ReadOptions {
  std::optional<Options> options;
  int exit = exit_code::done;
};
ReadOptions read_options(int argc, const char* const* argv);

/// The program as its manual shows it.
manual::Command describe_program();

}  // namespace keste::kested
