// The command line of kested.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace keste::kested {

/// Exit codes; the EX_ names of sysexits.h.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int usage = 64;        ///< EX_USAGE
inline constexpr int unavailable = 69;  ///< EX_UNAVAILABLE: held by another, or no port.
inline constexpr int software = 70;     ///< EX_SOFTWARE: a bug.
inline constexpr int io = 74;           ///< EX_IOERR
inline constexpr int config = 78;       ///< EX_CONFIG
}  // namespace exit_code

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

}  // namespace keste::kested
