// kestectl check: every file of etc, read as the daemon reads it.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <ostream>

#include "dispatch/message_check.hpp"
#include "kestectl/offline.hpp"

namespace keste::kestectl {
namespace {

void print_summary(const config::Configuration& configuration, std::ostream& out) {
  for (const auto& [id, season] : configuration.seasons) {
    const bool served = &season == &configuration.served();
    out << "campaign " << id << ": " << season.campaign.cities.size() << " cities, "
        << season.campaign.sessions.size() << " sessions, calendar " << season.campaign.calendar
        << (served ? "" : " (not served)") << "\n";
  }
  out << "all files are sound\n";
}

void check(Shared& shared) {
  const config::Loaded loaded = dispatch::load_configuration(shared.etc);
  if (loaded.has_errors()) {
    shared.exit = exit_code::config;
    print(shared.err, loaded.diagnostics);
  }
  if (shared.json()) {
    shared.out << boost::json::serialize(to_json(loaded)) << "\n";
  } else if (!loaded.has_errors()) {
    print(shared.out, loaded.diagnostics);
    print_summary(*loaded.configuration, shared.out);
  }
}

}  // namespace

void add_check(CLI::App& app, Shared& shared) {
  CLI::App* command =
      app.add_subcommand("check", "Check every file of etc; 0 when sound, 78 with the errors");
  command->callback([&shared] { check(shared); });
}

}  // namespace keste::kestectl
