// The season, texts and people of the dispatch tests.
#include "season_fixture.hpp"

#include "base/check.hpp"

namespace keste::dispatch {
namespace {

calendar::Zone load_zone(std::string_view name) {
  auto zone = calendar::Zone::load(name);
  CHECK(bool(zone));
  return std::move(zone).value();
}

campaign::City make_city(std::string code, LocalizedText name, std::string_view zone) {
  campaign::City city{std::move(code), std::move(name), load_zone(zone), "capital", {}};
  city.branch.name = {"Академия филиалы", "Филиал Академии", "The Academy's branch"};
  city.branch.address = {"Абай даңғылы, 33", "пр. Абая, 33", "33 Abai Avenue"};
  return city;
}

campaign::Session make_session(std::string id, std::string city) {
  campaign::Session session;
  session.id = std::move(id);
  session.city = std::move(city);
  session.seats = 60;
  return session;
}

}  // namespace

Instant instant(std::string_view rfc3339) {
  const auto parsed = parse_instant(rfc3339);
  CHECK(parsed.has_value());
  return *parsed;
}

Composer::Season make_season() {
  auto season = std::make_shared<config::Configuration::Season>();
  campaign::Campaign& campaign = season->campaign;
  campaign.id = "pkr-2023";
  campaign.title = {"Жастар резерві", "Молодёжный резерв", "Youth Reserve"};
  campaign.pass_level = "B1";
  campaign::Test online{"QRT", "online", "", "https://qrt.example.kz"};
  online.steps = {"1. Кіру\n", "1. Войти\n", "1. Sign in\n2. Enter  the code\n"};
  campaign.tests = {online, {"QAZTEST", "mobile", "https://results.example.kz/auth", ""}};
  campaign.testing_from = Date(std::chrono::year(2023) / 9 / 1);
  campaign.testing_to = Date(std::chrono::year(2023) / 9 / 22);
  campaign::Rule rule;
  rule.id = "capital";
  rule.results_within_working_days = 2;
  campaign.rules = {rule};
  campaign.cities.push_back(make_city("astana", {"Астана", "Астана", "Astana"}, "Asia/Almaty"));
  campaign.cities.push_back(make_city("aqtau", {"Ақтау", "Актау", "Aqtau"}, "Asia/Aqtau"));
  campaign.sessions = {make_session("astana-0920-1", "astana"),
                       make_session("aqtau-0912-1", "aqtau")};
  campaign.sessions[1].venue.name = {"Мектеп, №2", "Школа № 2", "School No. 2"};
  season->schedule.windows = {
      {"astana", instant("2023-09-01T00:00:00+06:00"), instant("2023-09-23T00:00:00+06:00")},
      {"aqtau", instant("2023-09-01T00:00:00+05:00"), instant("2023-09-18T00:00:00+05:00")}};
  return season;
}

std::map<Language, config::MessagePatterns> make_patterns() {
  const std::string all =
      "{name}|{given_name}|{campaign}|{application}|{city}|{session}|{venue}|"
      "{has_address, select, yes {{address}} other {-}}|{starts_date}|{starts_time}|{ends_time}|"
      "{utc}|{received_date}|{received_time}|{due_date}|{due_time}|"
      "{working_days, plural, one {# day} few {# days} many {# days} other {# days}}|"
      "{results_url}|{ticket_url}|{closes_date}|{pass_level}|{test}|{attempt}|{test_url}|{steps}|"
      "{has_session, select, yes {s} other {-}}|{due_moved}|{has_before, select, yes {"
      "{before_city}, {before_session}, {before_venue}, {before_date}, {before_time}, "
      "{before_due_date}, "
      "{before_due_time}} other {-}}|{has_answer, select, yes {{answer_date}, {answer_time}} "
      "other {-}}|{outcome}|{document, select, certificate {{level}} other {-}}|"
      "{has_document_number, select, yes {{document_number}} other {-}}|{result_status}|"
      "{extra_minutes, plural, =0 {-} other {#}}|{accepted}|{seated}|{waitlisted}|{withdrawn}|"
      "{missing}\n";
  std::map<Language, config::MessagePatterns> patterns;
  for (const Language language : languages) {
    for (const auto kind : message_kinds) {
      patterns[language][std::string(kind)] = {"{campaign}: {given_name}, {starts_date}", all};
    }
    patterns[language]["session_reminder"].sms = "{city}: {starts_date}, {starts_time}";
  }
  return patterns;
}

ComposerSettings make_composer_settings() {
  ComposerSettings settings;
  settings.from = "Кесте <keste@example.kz>";
  settings.public_url = "https://keste.example.kz/";
  return settings;
}

engine::Notification make_notification(std::string kind, Language language) {
  engine::Notification notification;
  notification.id = {7};
  notification.kind = std::move(kind);
  notification.language = language;
  notification.queued_at = instant("2023-09-05T08:00:00Z");
  notification.application = {42};
  notification.ticket = "t1cket";
  notification.surname = "Қасымова";
  notification.given_name = "Әсел";
  notification.email = "asel@example.kz";
  notification.received_at = instant("2023-09-05T13:59:59.9+06:00");
  notification.city = "astana";
  notification.session = "astana-0920-1";
  notification.starts_at = instant("2023-09-20T10:00:00+06:00");
  notification.ends_at = instant("2023-09-20T12:30:00+06:00");
  notification.due_at = instant("2023-09-22T18:00:00+06:00");
  return notification;
}

}  // namespace keste::dispatch
