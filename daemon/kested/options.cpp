// Reading kested's command line.
#include "kested/options.hpp"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>

namespace keste::kested {
namespace {

std::filesystem::path default_state() {
  const char* directory = std::getenv("STATE_DIRECTORY");
  // systemd gives a list; the first is ours.
  const std::string given = directory == nullptr ? "" : directory;
  return given.empty() ? "/var/lib/keste" : given.substr(0, given.find(':'));
}

/// False when `text` is something, but no instant; that has been said then.
bool read_instant(const char* option, const std::string& text, std::optional<Instant>& instant) {
  if (text.empty()) return true;
  instant = parse_instant(text);
  if (instant) return true;
  std::cerr << option << ": '" << text
            << "' is no instant; write it like 2023-08-31T12:00:00+06:00\n";
  return false;
}

}  // namespace

std::unique_ptr<Clock> Options::make_clock() const {
  if (clock_start) return std::make_unique<VirtualClock>(*clock_start, clock_rate, clock_origin);
  return std::make_unique<RealClock>();
}

ReadOptions read_options(int argc, const char* const* argv) {
  Options options;
  options.state = default_state();
  std::string clock_start;
  std::string clock_origin;
  CLI::App app{"kested runs a testing campaign: windows, seats, due dates, notifications."};
  app.set_version_flag("--version", "kested " KESTE_VERSION);
  app.add_option("--etc", options.etc, "Where kested.yaml and its folders are")
      ->capture_default_str();
  app.add_option("--state", options.state,
                 "Where the database and the socket live ($STATE_DIRECTORY)")
      ->capture_default_str();
  app.add_option("--clock-start", clock_start,
                 "Run on a virtual clock from this instant: 2023-08-31T12:00:00+06:00");
  app.add_option("--clock-rate", options.clock_rate,
                 "Seconds of the virtual clock in one real second")
      ->check(CLI::Range(0.001, 10'000'000.0))
      ->needs("--clock-start");
  app.add_option("--clock-origin", clock_origin,
                 "When the virtual clock stood at its start, by the real one: for several daemons")
      ->needs("--clock-start");
  app.add_flag("--verbose", options.verbose, "Log debug events too");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return {std::nullopt, code == 0 ? exit_code::done : exit_code::usage};
  }
  if (!std::isfinite(options.clock_rate)) {
    std::cerr << "--clock-rate: a number from 0.001 to 10000000\n";
    return {std::nullopt, exit_code::usage};
  }
  const bool read = read_instant("--clock-start", clock_start, options.clock_start) &&
                    read_instant("--clock-origin", clock_origin, options.clock_origin);
  if (!read) return {std::nullopt, exit_code::usage};
  return {options, exit_code::done};
}

}  // namespace keste::kested
