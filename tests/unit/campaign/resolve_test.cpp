// Resolving a sound campaign: windows, sessions and due dates as instants; warnings.
#include "campaign/schedule.hpp"

#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

using test::instant;
using test::kz_calendar;
using test::pkr_2023;

TEST_CASE("a sound campaign becomes instants without a word", "[campaign][resolve]") {
  const Resolution resolved = resolve(pkr_2023(), kz_calendar());
  CHECK(resolved.problems.empty());
  CHECK_FALSE(resolved.has_errors());
  REQUIRE(resolved.schedule.windows.size() == 3);
  const CityWindow& astana = resolved.schedule.windows[0];
  CHECK(astana.city == "astana");
  CHECK(astana.opens_at == instant("2023-09-01T00:00:00+06:00"));
  CHECK(astana.closes_at == instant("2023-09-23T00:00:00+06:00"));
  CHECK(resolved.schedule.windows[2].closes_at == instant("2023-09-18T00:00:00+05:00"));
  REQUIRE(resolved.schedule.sessions.size() == 3);
  const SessionTimes& oral = resolved.schedule.sessions[2];
  CHECK(oral.session == "oral-0920");
  CHECK(oral.city == "oral");
  CHECK(oral.starts_at == instant("2023-09-20T10:00:00+05:00"));
  CHECK(oral.ends_at == instant("2023-09-20T12:30:00+05:00"));
  CHECK(oral.due_at == instant("2023-09-29T18:00:00+05:00"));
  CHECK_FALSE(oral.due_provisional);
  CHECK(oral.seats == 60);
}

TEST_CASE("closes_at narrows the last day of a window", "[campaign][resolve]") {
  Campaign campaign = pkr_2023();
  campaign.rules[1].window.closes_at = std::chrono::hours(18);
  const Resolution resolved = resolve(campaign, kz_calendar());
  CHECK(resolved.problems.empty());
  CHECK(resolved.schedule.windows[1].closes_at == instant("2023-09-17T18:00:00+06:00"));
  CHECK(resolved.schedule.windows[0].closes_at == instant("2023-09-23T00:00:00+06:00"));
}

TEST_CASE("a window of one day and sessions at its edges are sound", "[campaign][resolve]") {
  Campaign campaign = pkr_2023();
  campaign.rules[1].window.to = campaign.rules[1].window.from;
  campaign.sessions = {
      test::session("first", "astana", "2023-09-01T00:00", "2023-09-01T00:01"),
      test::session("last", "astana", "2023-09-22T21:00", "2023-09-23T00:00"),
  };
  CHECK(resolve(campaign, kz_calendar()).problems.empty());
}

TEST_CASE("the due time of the rule is kept to", "[campaign][resolve]") {
  Campaign campaign = pkr_2023();
  campaign.rules[0].due_time = std::chrono::hours(24);
  campaign.rules[0].results_within_working_days = 0;
  const Resolution resolved = resolve(campaign, kz_calendar());
  CHECK(resolved.problems.empty());
  CHECK(resolved.schedule.sessions[0].due_at == instant("2023-09-21T00:00:00+06:00"));
}

TEST_CASE("a due date over provisional days says so", "[campaign][resolve]") {
  calendar::CalendarPlan plan = test::kz_plan();
  calendar::SpecialDay unsure =
      test::special("2023-09-21", calendar::DayKind::day_off, "Perhaps a day off");
  unsure.provisional = true;
  const auto after = std::find_if(plan.days.begin(), plan.days.end(),
                                  [&](const auto& day) { return day.on > unsure.on; });
  plan.days.insert(after, unsure);
  const Resolution resolved = resolve(pkr_2023(), calendar::WorkingCalendar(plan));
  CHECK_FALSE(resolved.has_errors());
  CHECK(resolved.schedule.sessions[0].due_provisional);
  CHECK(resolved.schedule.sessions[0].due_at == instant("2023-09-25T18:00:00+06:00"));
}

TEST_CASE("a session on a day off is a warning that names the day", "[campaign][resolve]") {
  struct Row {
    const char* day;
    const char* message;
  };
  const std::vector<Row> rows = {
      {"2023-08-30",
       "session 's' is on 2023-08-30, which is not a working day (a holiday, Constitution Day); "
       "the next working day is 2023-08-31"},
      {"2023-07-07",
       "session 's' is on 2023-07-07, which is not a working day (a day off, Moved from 1 July); "
       "the next working day is 2023-07-10"},
      {"2023-07-08",
       "session 's' is on 2023-07-08, which is not a working day (a Saturday); the next working "
       "day is 2023-07-10"},
      {"2023-07-01", ""},
  };
  for (const Row& row : rows) {
    Campaign campaign = pkr_2023();
    campaign.testing_from = test::date("2023-07-01");
    const std::string day = row.day;
    campaign.sessions = {test::session("s", "astana", day + "T10:00", day + "T12:30")};
    const Resolution resolved = resolve(campaign, kz_calendar());
    CAPTURE(row.day);
    CHECK_FALSE(resolved.has_errors());
    CHECK(resolved.schedule.sessions.size() == 1);
    if (std::string(row.message).empty()) {
      CHECK(resolved.problems.empty());
      continue;
    }
    REQUIRE(resolved.problems.size() == 1);
    CHECK(resolved.problems[0].kind == Problem::Kind::warning);
    CHECK(resolved.problems[0].path == "sessions[0].starts");
    CHECK(resolved.problems[0].message == row.message);
  }
}

TEST_CASE("results due after the outer deadline are a warning", "[campaign][resolve]") {
  Campaign campaign = pkr_2023();
  campaign.sessions = {test::session("late", "almaty", "2023-09-21T10:00", "2023-09-21T12:30")};
  const Resolution resolved = resolve(campaign, kz_calendar());
  CHECK_FALSE(resolved.has_errors());
  REQUIRE(resolved.problems.size() == 1);
  CHECK(resolved.problems[0].kind == Problem::Kind::warning);
  CHECK(resolved.problems[0].path == "sessions[0].ends");
  CHECK(resolved.problems[0].message ==
        "the results of session 'late' are due on 2023-10-02, after the outer deadline "
        "2023-09-30; in time is an end by 2023-09-20");
  campaign.outer_deadline = test::date("2023-09-02");
  CHECK_THAT(resolve(campaign, kz_calendar()).problems.at(0).message,
             Catch::EndsWith("; no day of the testing span is early enough"));
  campaign.outer_deadline.reset();
  CHECK(resolve(campaign, kz_calendar()).problems.empty());
}

TEST_CASE("parts are found by code or not at all", "[campaign]") {
  const Campaign campaign = pkr_2023();
  REQUIRE(campaign.find_city("oral") != nullptr);
  CHECK(campaign.find_city("oral")->zone.name() == "Asia/Oral");
  CHECK(campaign.find_city("Oral") == nullptr);
  REQUIRE(campaign.find_rule("capital") != nullptr);
  CHECK(campaign.find_rule("capital")->results_within_working_days == 2);
  CHECK(campaign.find_rule("") == nullptr);
  CHECK(campaign.find_test("QAZTEST")->mode == "mobile");
  CHECK(campaign.find_test("QRT") == nullptr);
}

}  // namespace
}  // namespace keste::campaign
