// Offline: loading the files as the daemon would.
#include "kestectl/offline.hpp"
#include "dispatch/message_check.hpp"

#include <ostream>

namespace keste::kestectl {

void print(std::ostream& out, const std::vector<config::Diagnostic>& diagnostics) {
  for (const config::Diagnostic& diagnostic : diagnostics) out << diagnostic.text() << "\n";
}

std::shared_ptr<const config::Configuration> load_or_complain(Shared& shared) {
  const config::Loaded loaded = dispatch::load_configuration(shared.etc);
  if (!loaded.has_errors()) return loaded.configuration;
  print(shared.err, loaded.diagnostics);
  shared.exit = exit_code::config;
  return nullptr;
}

const config::Configuration::Season* find_or_complain(const config::Configuration& configuration,
                                                      const std::string& id, Shared& shared) {
  if (id.empty()) return &configuration.served();
  const config::Configuration::Season* season = configuration.find_season(id);
  if (season != nullptr) return season;
  shared.err << "no campaign has the id '" << id << "'; known:";
  for (const auto& [known, unused] : configuration.seasons) shared.err << " " << known;
  shared.err << "\n";
  shared.exit = exit_code::unknown;
  return nullptr;
}

}  // namespace keste::kestectl
