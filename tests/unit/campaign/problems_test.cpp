// What resolve() refuses: each error at its place in the file, with what would be right.
#include <algorithm>
#include <functional>

#include "campaign/schedule.hpp"

#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

using std::chrono::minutes;
using test::kz_calendar;
using test::pkr_2023;
using Change = std::function<void(Campaign&)>;

/// One thing made wrong in a sound campaign, and what is said of it.
struct Wrong {
  Change change;
  const char* path;
  const char* message;
};

Change session_times(const char* starts, const char* ends) {
  return [=](Campaign& c) {
    c.sessions[1].starts_local = test::local(starts);
    c.sessions[1].ends_local = test::local(ends);
  };
}

void check_all(const std::vector<Wrong>& table) {
  for (const Wrong& wrong : table) {
    Campaign campaign = pkr_2023();
    wrong.change(campaign);
    const Resolution resolved = resolve(campaign, kz_calendar());
    CAPTURE(wrong.path);
    CHECK(resolved.has_errors());
    REQUIRE(resolved.problems.size() == 1);
    CHECK(resolved.problems[0].kind == Problem::Kind::error);
    CHECK(resolved.problems[0].path == wrong.path);
    CHECK(resolved.problems[0].message == wrong.message);
  }
}

TEST_CASE("codes have one form and repeat nowhere", "[campaign][problems]") {
  check_all({
      {[](Campaign& c) { c.id = "PKR 2023"; }, "id",
       "'PKR 2023' is not a code: small letters a to z, digits and '-' only"},
      {[](Campaign& c) { c.sessions[2].id = ""; }, "sessions[2].id",
       "'' is not a code: small letters a to z, digits and '-' only"},
      {[](Campaign& c) { c.cities.push_back(test::city("Oral_2", "Asia/Oral", "capital")); },
       "cities[3].code", "'Oral_2' is not a code: small letters a to z, digits and '-' only"},
      {[](Campaign& c) { c.cities.push_back(c.cities[1]); }, "cities[3].code",
       "'almaty' is taken by cities[1]; each needs its own code"},
      {[](Campaign& c) { c.sessions.push_back(c.sessions[0]); }, "sessions[3].id",
       "'astana-0920' is taken by sessions[0]; each needs its own id"},
  });
}

TEST_CASE("references must lead somewhere", "[campaign][problems]") {
  check_all({
      {[](Campaign& c) { c.cities.push_back(test::city("aktau", "Asia/Aqtau", "west")); },
       "cities[3].rule", "unknown rule 'west'; known are capital, regional"},
      {[](Campaign& c) { c.sessions[1].city = "almata"; }, "sessions[1].city",
       "unknown city 'almata'; known are astana, almaty, oral"},
  });
}

TEST_CASE("spans run forwards", "[campaign][problems]") {
  check_all({
      {[](Campaign& c) { c.testing_to = test::date("2023-08-31"); }, "testing.to",
       "2023-08-31 is before testing.from (2023-09-01); the same day or a later one"},
      {[](Campaign& c) {
         c.outer_deadline = test::date("2023-08-31");
         c.sessions.clear();
       },
       "outer_deadline", "2023-08-31 is before the testing begins (2023-09-01); a later date"},
      {[](Campaign& c) { c.rules[0].window.to = test::date("2023-08-31"); },
       "rules.capital.window.to",
       "2023-08-31 is before the window's first day (2023-09-01); the same day or a later one"},
      {[](Campaign& c) {
         c.rules[0].window.to = c.rules[0].window.from;
         c.rules[0].window.closes_at = minutes(0);
       },
       "rules.capital.window.closes_at",
       "the window would close as it opens; a time after 00:00, or a later last day"},
      {session_times("2023-09-15T12:30", "2023-09-15T12:30"), "sessions[1].ends",
       "2023-09-15T12:30 is not after the start (2023-09-15T12:30); a later end"},
      {session_times("2023-09-15T12:30", "2023-09-14T13:30"), "sessions[1].ends",
       "2023-09-14T13:30 is not after the start (2023-09-15T12:30); a later end"},
  });
}

TEST_CASE("sessions lie within the testing span", "[campaign][problems]") {
  check_all({
      {session_times("2023-08-31T22:00", "2023-09-01T01:00"), "sessions[1].starts",
       "2023-08-31T22:00 is outside the testing span 2023-09-01 to 2023-09-22; a day within it, "
       "or a wider span"},
      {[](Campaign& c) {
         c.sessions[0].starts_local = test::local("2023-09-22T22:00");
         c.sessions[0].ends_local = test::local("2023-09-23T00:01");
       },
       "sessions[0].ends",
       "2023-09-23T00:01 is after the testing span 2023-09-01 to 2023-09-22; an end within it, or "
       "a wider span"},
  });
}

TEST_CASE("numbers keep within their bounds", "[campaign][problems]") {
  check_all({
      {[](Campaign& c) { c.sessions[0].seats = 0; }, "sessions[0].seats",
       "0 seats; from 1 to 100000"},
      {[](Campaign& c) { c.sessions[0].seats = 100'001; }, "sessions[0].seats",
       "100001 seats; from 1 to 100000"},
      {[](Campaign& c) { c.rules[1].results_within_working_days = -1; },
       "rules.regional.results_within_working_days", "-1 working days; from 0 to 366"},
      {[](Campaign& c) { c.rules[1].results_within_working_days = 367; },
       "rules.regional.results_within_working_days", "367 working days; from 0 to 366"},
      {[](Campaign& c) { c.rules[1].due_time = minutes(1441); }, "rules.regional.due_time",
       "not a time of day; from 00:00 to 24:00"},
      {[](Campaign& c) { c.rules[1].window.closes_at = minutes(-1); },
       "rules.regional.window.closes_at", "not a time of day; from 00:00 to 24:00"},
  });
}

/// The season moved to the night in which Kazakhstan's clocks went back.
Campaign leap_season() {
  Campaign campaign = pkr_2023();
  campaign.testing_from = test::date("2024-02-01");
  campaign.testing_to = test::date("2024-03-22");
  campaign.outer_deadline.reset();
  campaign.sessions.clear();
  for (Rule& each : campaign.rules) {
    each.window.from = test::date("2024-02-01");
    each.window.to = test::date("2024-02-29");
  }
  return campaign;
}

TEST_CASE("a civil time that comes twice is an error with both readings",
          "[campaign][problems][fold]") {
  Campaign campaign = leap_season();
  CHECK(resolve(campaign, kz_calendar()).problems.empty());
  campaign.sessions = {test::session("a", "almaty", "2024-02-29T22:00", "2024-02-29T23:30"),
                       test::session("b", "almaty", "2024-02-29T23:00", "2024-03-01T00:00")};
  campaign.rules[1].window.closes_at = minutes(23 * 60 + 30);
  const Resolution resolved = resolve(campaign, kz_calendar());
  const std::string both =
      "2024-02-29T23:30 comes twice in Asia/Almaty: 2024-02-29T23:30:00+06:00 and "
      "2024-02-29T23:30:00+05:00; choose another time";
  REQUIRE(resolved.problems.size() == 3);
  CHECK(resolved.problems[0].path == "rules.regional.window.closes_at");
  CHECK(resolved.problems[0].message == both);
  CHECK(resolved.problems[1].path == "sessions[0].ends");
  CHECK(resolved.problems[1].message == both);
  CHECK(resolved.problems[2].path == "sessions[1].starts");
}

TEST_CASE("a window that opens or closes in a gap is an error", "[campaign][problems][gap]") {
  Campaign campaign = pkr_2023();
  campaign.sessions.clear();
  // Havana's clocks jump from 00:00 to 01:00 on 12 March 2023.
  campaign.cities = {test::city("a", "America/Havana", "capital"),
                     test::city("b", "America/Havana", "capital"),
                     test::city("c", "America/Havana", "regional")};
  campaign.rules[0].window = Window{test::date("2023-03-12"), test::date("2023-03-20")};
  campaign.rules[1].window = Window{test::date("2023-03-01"), test::date("2023-03-11")};
  const Resolution resolved = resolve(campaign, kz_calendar());
  REQUIRE(resolved.problems.size() == 2);
  CHECK(resolved.problems[0].path == "rules.capital.window.from");
  CHECK_THAT(resolved.problems[0].message,
             Catch::StartsWith("2023-03-12T00:00 does not exist in America/Havana"));
  CHECK(resolved.problems[1].path == "rules.regional.window.to");
  CHECK(resolved.schedule.windows.empty());
}

TEST_CASE("a due date that the calendar does not reach is an error", "[campaign][problems]") {
  Campaign campaign = leap_season();
  campaign.testing_to = test::date("2024-12-31");
  campaign.sessions = {test::session("a", "almaty", "2024-12-27T10:00", "2024-12-27T12:00")};
  const Resolution resolved = resolve(campaign, kz_calendar());
  REQUIRE(resolved.problems.size() == 1);
  CHECK(resolved.problems[0].path == "sessions[0].ends");
  CHECK(resolved.problems[0].message ==
        "no due date for session 'a': the calendar kz covers 2023-01-01 to 2024-12-31 and does "
        "not hold 7 working days after 2024-12-27; a longer calendar, or another date");
}

TEST_CASE("results cannot be due before the session ends", "[campaign][problems]") {
  Campaign campaign = leap_season();
  campaign.rules[1].results_within_working_days = 0;
  campaign.sessions = {test::session("a", "almaty", "2024-02-28T18:00", "2024-02-28T19:30")};
  const Resolution resolved = resolve(campaign, kz_calendar());
  REQUIRE(resolved.problems.size() == 1);
  CHECK(resolved.problems[0].path == "sessions[0].ends");
  CHECK_THAT(resolved.problems[0].message, Catch::Contains("before it ends"));
}

TEST_CASE("all errors are found at once", "[campaign][problems]") {
  Campaign campaign = pkr_2023();
  campaign.id = "";
  campaign.rules[0].due_time = minutes(-1);
  campaign.cities.push_back(test::city("aktau", "Asia/Aqtau", "west"));
  campaign.sessions[0].city = "nowhere";
  campaign.sessions[1].seats = 0;
  std::vector<std::string> paths;
  for (const Problem& problem : resolve(campaign, kz_calendar()).problems) {
    paths.push_back(problem.path);
  }
  CHECK(paths == std::vector<std::string>{"id", "rules.capital.due_time", "cities[3].rule",
                                          "sessions[0].city", "sessions[1].seats"});
}

}  // namespace
}  // namespace keste::campaign
