// What the parts of the daemon take from a configuration, and what a reload leaves to a restart.
#include "kested/reload.hpp"

#include <algorithm>

namespace keste::kested {

SharedSeason served_season(const SharedConfiguration& configuration) {
  return {configuration, &configuration->served()};
}

engine::EngineSettings make_engine_settings(const config::Configuration::Season& season,
                                            double clock_rate) {
  engine::EngineSettings settings;
  settings.campaign = season.campaign;
  settings.schedule = season.schedule;
  const std::chrono::duration<double, std::micro> late_after =
      settings.late_after * std::max(clock_rate, 1.0);
  settings.late_after = std::chrono::microseconds(static_cast<std::int64_t>(late_after.count()));
  return settings;
}

std::vector<std::string> list_restart_needs(const config::Settings& old,
                                            const config::Settings& wanted) {
  std::vector<std::string> needs;
  const auto compare = [&needs](bool same, const char* what) {
    if (!same) needs.push_back(std::string(what) + " changes with a restart only");
  };
  compare(old.http.host == wanted.http.host && old.http.port == wanted.http.port, "http.listen");
  compare(old.http.public_url == wanted.http.public_url, "http.public_url");
  compare(old.store_url == wanted.store_url, "store.url");
  const config::Settings::Mail& a = old.mail;
  const config::Settings::Mail& b = wanted.mail;
  compare(a.scheme == b.scheme && a.host == b.host && a.port == b.port && a.user == b.user &&
              a.password == b.password && a.tls == b.tls && a.ca_file == b.ca_file &&
              a.maildir == b.maildir && a.from == b.from && a.reply_to == b.reply_to &&
              a.connections == b.connections && a.per_second == b.per_second,
          "mail");
  return needs;
}

void log_diagnostics(Log& log, const config::Loaded& loaded) {
  for (const config::Diagnostic& diagnostic : loaded.diagnostics) {
    if (diagnostic.kind == config::Diagnostic::Kind::error) {
      log.error("configuration_error", diagnostic.text());
    } else {
      log.warning("configuration_warning", diagnostic.text());
    }
  }
}

}  // namespace keste::kested
