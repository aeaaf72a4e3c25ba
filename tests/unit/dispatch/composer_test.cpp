// Whole mails from notifications.
#include "dispatch/composer.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include "base/fault.hpp"

namespace keste::dispatch {
namespace {

using Catch::Matchers::Contains;

/// Patterns whose texts are ASCII where the values are, so that mails can be read here.
std::map<Language, config::MessagePatterns> plain_patterns(const std::string& text) {
  auto patterns = make_patterns();
  for (auto& [language, kinds] : patterns) {
    for (auto& [kind, pattern] : kinds) pattern = {"{city}", text};
  }
  return patterns;
}

struct Bench {
  explicit Bench(const std::string& text)
      : clock(instant("2023-09-05T08:00:01Z")),
        composer(make_composer_settings(), make_season(), Messages(plain_patterns(text)), clock) {}

  std::string content(const engine::Notification& notification) {
    auto mail = composer.compose(notification);
    REQUIRE(bool(mail));
    return mail.value().content;
  }

  ManualClock clock;
  Composer composer;
};

TEST_CASE("a mail carries its envelope and headers", "[dispatch][composer]") {
  Bench bench("hello");
  const auto result = bench.composer.compose(make_notification("results_due", Language::en));
  REQUIRE(bool(result));
  const Mail& mail = result.value();
  CHECK(mail.sender == "keste@example.kz");
  CHECK(mail.recipient == "asel@example.kz");
  CHECK(mail.message_id == "<keste.pkr-2023.7@example.kz>");
  CHECK_FALSE(mail.needs_utf8);
  CHECK_THAT(mail.content, Contains("Date: Tue, 05 Sep 2023 14:00:01 +0600\r\n"));
  CHECK_THAT(mail.content, Contains("Message-ID: <keste.pkr-2023.7@example.kz>\r\n"));
  CHECK_THAT(mail.content, Contains("Keste-Kind: results_due\r\nKeste-Application: 42\r\n"));
  CHECK_THAT(mail.content, Contains("Content-Language: en\r\n"));
  CHECK_THAT(mail.content, Contains("Auto-Submitted: auto-generated\r\n"));
  CHECK(mail.content.find("multipart") == std::string::npos);
}

TEST_CASE("every argument has its value", "[dispatch][composer]") {
  struct Row {
    const char* argument;
    const char* value;
  };
  for (const Row& row : {Row{"campaign", "Youth Reserve"},
                         Row{"application", "42"},
                         Row{"city", "Astana"},
                         Row{"session", "astana-0920-1"},
                         Row{"venue", "The Academy''s branch"},
                         Row{"address", "33 Abai Avenue"},
                         Row{"has_address", "yes"},
                         Row{"starts_date", "Wednesday, September 20, 2023"},
                         Row{"starts_time", "10:00"},
                         Row{"ends_time", "12:30"},
                         Row{"utc", "UTC+6"},
                         Row{"received_date", "Tuesday, September 5, 2023"},
                         Row{"received_time", "13:59"},
                         Row{"due_date", "Friday, September 22, 2023"},
                         Row{"due_time", "18:00"},
                         Row{"working_days", "2"},
                         Row{"results_url", "https://results.example.kz/auth"},
                         Row{"ticket_url", "https://keste.example.kz/a/t1cket"},
                         Row{"closes_date", "Friday, September 22, 2023"},
                         Row{"pass_level", "B1"}}) {
    // Compared by ICU itself, so that no encoding stands between.
    CAPTURE(row.argument);
    Bench bench("[{" + std::string(row.argument) + "}]");
    std::string value = row.value;
    if (const auto quote = value.find("''"); quote != std::string::npos) value.erase(quote, 1);
    CHECK_THAT(bench.content(make_notification("session_reminder", Language::en)),
               Contains("\r\n\r\n[" + value + "]\r\n"));
  }
}

TEST_CASE("a session in another zone has its own times and venue", "[dispatch][composer]") {
  auto notification = make_notification("session_reminder", Language::en);
  notification.city = "aqtau";
  notification.session = "aqtau-0912-1";
  CHECK_THAT(Bench("[{starts_time} {utc} {closes_date}]").content(notification),
             Contains("[09:00 UTC+5 Sunday, September 17, 2023]"));
  CHECK_THAT(Bench("[{venue} {has_address}{address}]").content(notification),
             Contains("[School No. 2 no]"));
}

TEST_CASE("a window that closes before midnight is named with its hour", "[dispatch][composer]") {
  auto season = std::make_shared<config::Configuration::Season>(*make_season());
  for (auto& window : season->schedule.windows) window.closes_at -= std::chrono::hours(6);
  Bench bench("[{closes_date}]");
  bench.composer.use(season, Messages(plain_patterns("[{closes_date}]")));
  CHECK_THAT(bench.content(make_notification("session_reminder", Language::en)),
             Contains("[Friday, September 22, 2023, 18:00]"));
}

TEST_CASE("a session that is no longer in the file is at the branch", "[dispatch][composer]") {
  auto notification = make_notification("session_reminder", Language::en);
  notification.session = "gone-1";
  CHECK_THAT(Bench("[{session} {address}]").content(notification),
             Contains("[gone-1 33 Abai Avenue]"));
}

TEST_CASE("two people of one session get each their own values", "[dispatch][composer]") {
  Bench bench("[{given_name} {application} {ticket_url}]");
  auto first = make_notification("session_reminder", Language::en);
  first.given_name = "Asel";
  auto second = first;
  second.given_name = "Bolat\r\nBcc: x";
  second.application = {43};
  second.ticket = "other";
  CHECK_THAT(bench.content(first), Contains("[Asel 42 https://keste.example.kz/a/t1cket]"));
  CHECK_THAT(bench.content(second), Contains("[Bolat Bcc: x 43 https://keste.example.kz/a/other]"));
  second.starts_at += std::chrono::hours(1);
  CHECK_THAT(Bench("[{starts_time}]").content(second), Contains("[11:00]"));
}

TEST_CASE("a moved session changes the texts at once", "[dispatch][composer]") {
  Bench bench("[{starts_time}]");
  auto notification = make_notification("session_reminder", Language::en);
  CHECK_THAT(bench.content(notification), Contains("[10:00]"));
  notification.starts_at += std::chrono::hours(1);
  CHECK_THAT(bench.content(notification), Contains("[11:00]"));
}

TEST_CASE("the first mail carries the session for calendars", "[dispatch][composer]") {
  const std::string mail =
      Bench("hello").content(make_notification("application_received", Language::en));
  CHECK_THAT(mail, Contains("boundary=\"=_keste.pkr-2023.7\""));
  CHECK_THAT(mail, Contains("UID:keste.pkr-2023.application.42@example.kz\r\n"));
  CHECK_THAT(mail, Contains("DTSTART:20230920T040000Z\r\nDTEND:20230920T063000Z\r\n"));
  CHECK_THAT(mail, Contains("SUMMARY:Youth Reserve\\, Astana\r\n"));
  CHECK_THAT(mail, Contains("TRIGGER:-PT1440M\r\n"));
}

TEST_CASE("a branch is written to without an application and a name", "[dispatch][composer]") {
  auto notification = make_notification("window_closed", Language::kk);
  notification.application = {};
  notification.ticket = notification.surname = notification.given_name = "";
  notification.session.clear();
  notification.starts_at = notification.ends_at = notification.due_at = {};
  notification.email = "astana@keste.example.kz";
  notification.figures = {143, 120, 17, 6, 0};
  Bench bench("[{accepted} {seated} {waitlisted} {withdrawn} {missing}|{name}{ticket_url}]");
  const std::string mail = bench.content(notification);
  CHECK_THAT(mail, Contains("To: astana@keste.example.kz\r\n"));
  CHECK_THAT(mail, Contains("Keste-Kind: window_closed\r\n"));
  CHECK_THAT(mail, !Contains("Keste-Application"));
  CHECK_THAT(mail, Contains("[143 120 17 6 0|]"));
}

TEST_CASE("an SMS is one line, and there is none for every kind", "[dispatch][composer]") {
  const ManualClock clock(instant("2023-09-05T08:00:01Z"));
  Composer composer(make_composer_settings(), make_season(), Messages(make_patterns()), clock);
  auto notification = make_notification("session_reminder", Language::en);
  notification.email.clear();
  const auto sms = composer.compose_sms(notification);
  REQUIRE(bool(sms));
  CHECK(sms.value() == "Astana: Wednesday, September 20, 2023, 10:00");
  const auto none = composer.compose_sms(make_notification("results_due", Language::en));
  REQUIRE_FALSE(bool(none));
  CHECK_THAT(none.error(), Contains("no SMS for the kind results_due"));
}

TEST_CASE("an address beyond ASCII asks for SMTPUTF8", "[dispatch][composer]") {
  auto notification = make_notification("results_due", Language::kk);
  notification.email = "әсел@example.kz";
  const auto mail = Bench("hello").composer.compose(notification);
  REQUIRE(bool(mail));
  CHECK(mail.value().needs_utf8);
  CHECK_THAT(mail.value().content, Contains("<әсел@example.kz>"));
}

TEST_CASE("what cannot be written says why without personal data", "[dispatch][composer]") {
  Bench bench("hello");
  const auto reason = [&](auto change) {
    auto notification = make_notification("results_due", Language::kk);
    change(notification);
    const auto mail = bench.composer.compose(notification);
    REQUIRE_FALSE(bool(mail));
    return mail.error();
  };
  CHECK_THAT(reason([](auto& n) { n.kind = "party"; }), Contains("no text for the kind party"));
  CHECK_THAT(reason([](auto& n) { n.city = "atlantis"; }), Contains("no city atlantis"));
  CHECK_THAT(reason([](auto& n) { n.email = "a@b\r\nDATA"; }), !Contains("DATA"));
  CHECK_THAT(reason([](auto& n) { n.ticket = "../x\r\n"; }), Contains("ticket"));
}

TEST_CASE("a sender that is no address is refused at start", "[dispatch][composer]") {
  const ManualClock clock(instant("2023-09-05T08:00:00Z"));
  auto settings = make_composer_settings();
  settings.from = "Keste";
  CHECK_THROWS_AS(Composer(settings, make_season(), Messages(make_patterns()), clock), Fault);
}

}  // namespace
}  // namespace keste::dispatch
