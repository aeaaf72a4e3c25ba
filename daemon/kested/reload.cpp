// What the parts of the daemon take from a configuration, and what a reload leaves to a restart.
#include "kested/reload.hpp"

#include <algorithm>
#include <map>

#include "campaign/difference.hpp"
#include "dispatch/sms_rule.hpp"

namespace keste::kested {

SharedSeason served_season(const SharedConfiguration& configuration) {
  return {configuration, &configuration->served()};
}

std::string digest_of(const config::Configuration& configuration) {
  return engine::digest_of(configuration.served().campaign);
}

namespace {

/// The quiet hours of the campaign's cities, for plans.
auto make_sms_hold(const config::SmsSettings& sms, const campaign::Campaign& campaign) {
  std::map<std::string, calendar::Zone, std::less<>> zones;
  for (const campaign::City& city : campaign.cities) zones.emplace(city.code, city.zone);
  return [rule = dispatch::QuietRule{sms.quiet, sms.urgent},
          zones](const engine::SmsMoment& moment) -> std::optional<Instant> {
    const auto zone = zones.find(moment.city);
    if (zone == zones.end()) return std::nullopt;
    return dispatch::find_quiet_hold(rule, zone->second, moment);
  };
}

}  // namespace

engine::EngineSettings make_engine_settings(const config::Configuration& configuration,
                                            double clock_rate, const std::string& follows) {
  const config::Configuration::Season& season = configuration.served();
  engine::EngineSettings settings;
  settings.campaign = season.campaign;
  settings.schedule = season.schedule;
  settings.calendar = season.calendar;
  settings.hold = std::chrono::minutes(configuration.settings.desk.hold_minutes);
  settings.source = {season.text, digest_of(configuration), follows};
  if (configuration.settings.sms) {
    settings.channels.emplace_back("sms");
    settings.find_sms_hold = make_sms_hold(*configuration.settings.sms, season.campaign);
  }
  if (configuration.settings.webhook) {
    settings.channels.emplace_back("webhook");
    settings.webhook_kinds = configuration.settings.webhook->kinds;
  }
  const std::chrono::duration<double, std::micro> late_after =
      settings.late_after * std::max(clock_rate, 1.0);
  settings.late_after = std::chrono::microseconds(static_cast<std::int64_t>(late_after.count()));
  return settings;
}

namespace {

const campaign::Session* find_session(const campaign::Campaign& campaign, const std::string& id) {
  const auto found =
      std::find_if(campaign.sessions.begin(), campaign.sessions.end(),
                   [&id](const campaign::Session& session) { return session.id == id; });
  return found == campaign.sessions.end() ? nullptr : &*found;
}

/// Why a session with applicants would no longer be what they were told; empty when it is.
std::string find_break(const campaign::Campaign& old, const campaign::Campaign& wanted,
                       const std::string& id) {
  const campaign::Session* before = find_session(old, id);
  const campaign::Session* after = find_session(wanted, id);
  if (before == nullptr) return {};
  if (after == nullptr) return "session " + id + " has applicants and is gone from the file";
  if (campaign::is_same_building(campaign::place_of(old, *before),
                                 campaign::place_of(wanted, *after)))
    return {};
  return "session " + id + " has applicants who were told another venue";
}

}  // namespace

std::vector<std::string> list_broken_promises(const config::Configuration::Season& old,
                                              const config::Configuration::Season& wanted,
                                              const engine::Snapshot& snapshot) {
  std::vector<std::string> broken;
  for (const auto& city : snapshot.cities) {
    const campaign::City* after = wanted.campaign.find_city(city->code);
    if (after != nullptr && after->zone.name() != city->zone.name()) {
      broken.push_back("city " + city->code + " has another zone: " + after->zone.name() +
                       " instead of " + city->zone.name());
    }
    for (const engine::SessionSnapshot& session : city->sessions) {
      if (session.seats_taken == 0) continue;
      std::string sentence = find_break(old.campaign, wanted.campaign, session.id);
      if (!sentence.empty()) broken.push_back(std::move(sentence));
    }
  }
  return broken;
}

std::vector<std::string> list_restart_needs(const config::Settings& old,
                                            const config::Settings& wanted) {
  std::vector<std::string> needs;
  const auto compare = [&needs](bool same, const char* what) {
    if (!same) needs.push_back(std::string(what) + " changes with a restart only");
  };
  compare(old.http.listen == wanted.http.listen, "http.listen");
  compare(old.http.tls == wanted.http.tls, "http.tls");
  compare(old.http.plain_beyond_loopback == wanted.http.plain_beyond_loopback,
          "http.plain_beyond_loopback");
  compare(old.http.trusted_proxies == wanted.http.trusted_proxies, "http.trusted_proxies");
  compare(old.http.public_url == wanted.http.public_url, "http.public_url");
  compare(old.access.idle_minutes == wanted.access.idle_minutes &&
              old.access.sign_in_minutes == wanted.access.sign_in_minutes,
          "access");
  compare(old.store_url == wanted.store_url, "store.url");
  const config::Settings::Mail& a = old.mail;
  const config::Settings::Mail& b = wanted.mail;
  compare(a.scheme == b.scheme && a.host == b.host && a.port == b.port && a.user == b.user &&
              a.password == b.password && a.tls == b.tls && a.ca_file == b.ca_file &&
              a.maildir == b.maildir && a.from == b.from && a.reply_to == b.reply_to &&
              a.connections == b.connections && a.per_second == b.per_second,
          "mail");
  compare(old.sms == wanted.sms, "sms");
  compare(old.webhook == wanted.webhook, "webhook");
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
