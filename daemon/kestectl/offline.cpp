// Offline: loading the files as the daemon would.
#include "kestectl/offline.hpp"

#include <boost/json.hpp>
#include <ostream>

#include "dispatch/message_check.hpp"

namespace keste::kestectl {
namespace {

namespace json = boost::json;
using config::Diagnostic;

json::array list(const std::vector<Diagnostic>& diagnostics, Diagnostic::Kind kind) {
  json::array list;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.kind != kind) continue;
    list.push_back(json::object{{"file", diagnostic.file},
                                {"line", diagnostic.line},
                                {"column", diagnostic.column},
                                {"message", diagnostic.message}});
  }
  return list;
}

}  // namespace

json::object to_json(const config::Loaded& loaded) {
  return {{"ok", !loaded.has_errors()},
          {"errors", list(loaded.diagnostics, Diagnostic::Kind::error)},
          {"warnings", list(loaded.diagnostics, Diagnostic::Kind::warning)}};
}

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
