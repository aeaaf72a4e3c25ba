// When an SMS may go, and what an SMS says.
#include "dispatch/sms_rule.hpp"

#include <catch2/catch.hpp>

#include "dispatch/sms_composer.hpp"
#include "season_fixture.hpp"

namespace keste::dispatch {
namespace {

config::SmsSettings night_settings() {
  config::SmsSettings sms;
  sms.quiet.from = std::chrono::hours(21);
  sms.quiet.to = std::chrono::hours(9);
  sms.per_number_per_hour = 2;
  return sms;
}

engine::Notification make_sms_notification(const std::string& kind = "session_reminder") {
  engine::Notification notification = make_notification(kind, Language::ru);
  notification.channel = "sms";
  notification.phone = "+77011234567";
  return notification;
}

TEST_CASE("an SMS waits for the end of the city's night", "[dispatch][sms_rule]") {
  SmsRule rule(night_settings(), make_season());
  engine::Notification astana = make_sms_notification();
  engine::Notification aqtau = make_sms_notification();
  aqtau.city = "aqtau";
  engine::Notification online = make_sms_notification();
  online.city = "";
  const Instant evening = instant("2023-09-19T21:30:00+06:00");
  CHECK(rule.find_hold(astana, evening) == instant("2023-09-20T09:00:00+06:00"));
  CHECK(rule.find_hold(online, evening) == instant("2023-09-20T09:00:00+06:00"));
  CHECK_FALSE(rule.find_hold(aqtau, evening));
  CHECK_FALSE(rule.find_hold(astana, instant("2023-09-20T09:00:00+06:00")));
}

TEST_CASE("an urgent kind breaks the night only when the morning is too late",
          "[dispatch][sms_rule]") {
  SmsRule rule(night_settings(), make_season());
  const engine::Notification cancelled = make_sms_notification("session_cancelled");
  // The session is on the 20th at 10:00.
  CHECK_FALSE(rule.find_hold(cancelled, instant("2023-09-19T23:00:00+06:00")));
  CHECK(rule.find_hold(cancelled, instant("2023-09-18T23:00:00+06:00")) ==
        instant("2023-09-19T09:00:00+06:00"));
  CHECK(rule.find_hold(make_sms_notification(), instant("2023-09-19T23:00:00+06:00")));
}

TEST_CASE("a number that had its share waits, by night until both are over",
          "[dispatch][sms_rule]") {
  SmsRule rule(night_settings(), make_season());
  const engine::Notification sms = make_sms_notification();
  const Instant noon = instant("2023-09-19T12:00:00+06:00");
  rule.note_sent(sms, noon);
  rule.note_sent(sms, noon);
  CHECK(rule.find_hold(sms, noon) == noon + std::chrono::hours(1));
  rule.note_released(sms.phone);
  CHECK_FALSE(rule.find_hold(sms, noon));
  const Instant late = instant("2023-09-19T20:30:00+06:00");
  rule.note_sent(sms, late);
  rule.note_sent(sms, late);
  CHECK(rule.find_hold(sms, late) == late + std::chrono::hours(1));
  CHECK(rule.find_hold(sms, late + std::chrono::minutes(31)) ==
        instant("2023-09-20T09:00:00+06:00"));
}

std::map<Language, config::MessagePatterns> make_sms_patterns() {
  auto patterns = make_patterns();
  for (auto& [language, kinds] : patterns) {
    for (auto& [kind, pattern] : kinds) pattern.sms = "{name}: {city}";
  }
  return patterns;
}

struct Bench {
  ManualClock clock{instant("2023-09-05T08:00:01Z")};
  Composer facts{make_composer_settings(), make_season(), Messages(make_sms_patterns()), clock};
};

TEST_CASE("an SMS has a number, a text and a stable id", "[dispatch][sms_composer]") {
  Bench bench;
  SmsComposer composer(bench.facts, "KESTE", 2);
  const auto sms = composer.compose(make_sms_notification());
  REQUIRE(bool(sms));
  CHECK(sms.value().recipient == "+77011234567");
  CHECK(sms.value().sender == "KESTE");
  CHECK(sms.value().message_id == "7");
  CHECK_THAT(sms.value().content, Catch::Matchers::Contains("Әсел"));
}

TEST_CASE("an SMS needs no mail address", "[dispatch][sms_composer]") {
  Bench bench;
  SmsComposer composer(bench.facts, "", 2);
  engine::Notification notification = make_sms_notification();
  notification.email = "not an address";
  CHECK(bool(composer.compose(notification)));
}

TEST_CASE("an SMS that is too long, or to nobody, is not sent", "[dispatch][sms_composer]") {
  Bench bench;
  SmsComposer composer(bench.facts, "", 1);
  engine::Notification longest = make_sms_notification();
  longest.given_name = std::string(200, 'x');
  CHECK(composer.compose(longest).error() == "the SMS takes 4 parts, and sms.max_parts is 1");
  for (const char* phone :
       {"", "77011234567", "+7701", "+7701123456a", "+", "+77011234567890123"}) {
    CAPTURE(phone);
    engine::Notification notification = make_sms_notification();
    notification.phone = phone;
    CHECK(composer.compose(notification).error() ==
          "the applicant's phone number cannot be written to");
  }
}

}  // namespace
}  // namespace keste::dispatch
