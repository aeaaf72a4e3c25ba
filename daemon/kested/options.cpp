// Reading kested's command line.
#include "kested/options.hpp"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>

#include "manual/help.hpp"

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

namespace {

/// What is read into: the options, and texts that become instants.
struct Draft {
  Options options;
  std::string clock_start;
  std::string clock_origin;
};

void define(CLI::App& app, Draft& draft, std::size_t width) {
  manual::use_help_text(app, width);
  app.set_help_flag("-h,--help", "What it does and takes");
  app.set_version_flag("--version", "kested " KESTE_VERSION, "The version");
  app.add_option("--etc", draft.options.etc, "Where kested.yaml and its folders are")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--state", draft.options.state,
                 "Where the database and the socket live; without it the first of "
                 "$STATE_DIRECTORY, else /var/lib/keste")
      ->type_name("DIR");
  app.add_option("--clock-start", draft.clock_start,
                 "Run on a virtual clock from this instant: 2023-08-31T12:00:00+06:00")
      ->type_name("INSTANT");
  app.add_option("--clock-rate", draft.options.clock_rate,
                 "Seconds of the virtual clock in one real second, 0.001 to 10000000")
      ->type_name("NUMBER")
      ->check(CLI::Range(0.001, 10'000'000.0, "RATE"))
      ->needs("--clock-start");
  app.add_option("--clock-origin", draft.clock_origin,
                 "When the virtual clock stood at its start, by the real one: for several daemons")
      ->type_name("INSTANT")
      ->needs("--clock-start");
  app.add_flag("--verbose", draft.options.verbose, "Log debug events too");
}

constexpr const char* purpose = "Run a testing campaign: windows, seats, due dates, notifications";

}  // namespace

manual::Command describe_program() {
  Draft draft;
  CLI::App app(purpose, "kested");
  define(app, draft, 0);
  return manual::describe(app);
}

ReadOptions read_options(int argc, const char* const* argv) {
  Draft draft;
  Options& options = draft.options;
  options.state = default_state();
  CLI::App app(purpose, "kested");
  define(app, draft, 0);
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
  const bool read = read_instant("--clock-start", draft.clock_start, options.clock_start) &&
                    read_instant("--clock-origin", draft.clock_origin, options.clock_origin);
  if (!read) return {std::nullopt, exit_code::usage};
  return {options, exit_code::done};
}

}  // namespace keste::kested
