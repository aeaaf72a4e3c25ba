// The working calendar: weekends, holidays, moved days, and where it ends.
#include "calendar/working_calendar.hpp"

#include <catch2/catch.hpp>

#include "support/calendars.hpp"

namespace keste::calendar {
namespace {

using test::date;
using test::kz_calendar;

TEST_CASE("a special day beats the weekend and working beats all", "[calendar][working_day]") {
  const WorkingCalendar kz = kz_calendar();
  struct Row {
    const char* day;
    bool works;
  };
  const std::vector<Row> rows = {
      {"2023-01-01", false}, {"2023-01-03", false}, {"2023-01-04", true},  {"2023-07-01", true},
      {"2023-07-06", false}, {"2023-07-07", false}, {"2023-07-08", false}, {"2023-09-15", true},
      {"2023-09-16", false}, {"2023-09-17", false}, {"2023-12-18", false}, {"2024-05-04", true},
      {"2024-06-17", true},  {"2024-02-29", true},  {"2024-12-31", true}};
  for (const Row& row : rows) {
    CAPTURE(row.day);
    CHECK(kz.is_working(date(row.day)) == row.works);
  }
}

TEST_CASE("the years have the published numbers of working days", "[calendar][working_day]") {
  const WorkingCalendar kz = kz_calendar();
  CHECK(kz.working_days_between(date("2023-01-01"), date("2023-12-31")) == 246);
  CHECK(kz.working_days_between(date("2023-12-31"), date("2024-12-31")) == 249);
  CHECK(kz.working_days_between(date("2024-12-31"), date("2023-12-31")) == -249);
  CHECK(kz.working_days_between(date("2023-09-15"), date("2023-09-15")) == 0);
}

TEST_CASE("the n-th working day after a day skips what does not count", "[calendar][working_day]") {
  const WorkingCalendar kz = kz_calendar();
  struct Row {
    const char* after;
    int n;
    const char* expected;
  };
  const std::vector<Row> rows = {
      {"2023-09-15", 0, "2023-09-15"}, {"2023-09-16", 0, "2023-09-16"},
      {"2023-09-15", 1, "2023-09-18"}, {"2023-06-30", 1, "2023-07-01"},
      {"2023-07-05", 1, "2023-07-10"}, {"2022-12-31", 1, ""},
      {"2023-01-01", 1, "2023-01-04"}, {"2023-12-29", 1, "2024-01-03"},
      {"2024-02-28", 1, "2024-02-29"}, {"2024-02-29", 1, "2024-03-01"},
      {"2024-12-30", 1, "2024-12-31"}, {"2024-12-30", 2, ""},
      {"2024-12-31", 0, "2024-12-31"}, {"2024-12-31", 1, ""},
      {"2025-01-01", 0, ""},           {"2023-01-01", 495, "2024-12-31"},
      {"2023-01-01", 496, ""},         {"2023-01-01", 10'000, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.after, row.n);
    const auto found = kz.nth_working_day_after(date(row.after), row.n);
    CHECK((found ? format_date(found.value()) : "") == row.expected);
  }
}

TEST_CASE("a count beyond the calendar says what it covers", "[calendar][working_day]") {
  const WorkingCalendar kz = kz_calendar();
  const auto late = kz.nth_working_day_after(date("2024-12-30"), 2);
  REQUIRE_FALSE(late);
  CHECK(late.error().needed_after == date("2024-12-31"));
  CHECK(late.error().covers_from == date("2023-01-01"));
  CHECK(late.error().covers_to == date("2024-12-31"));
  const auto early = kz.nth_working_day_after(date("2022-12-31"), 1);
  REQUIRE_FALSE(early);
  CHECK(early.error().needed_after == date("2022-12-31"));
  CHECK_FALSE(kz.explain(date("2024-12-30"), 2));
}

TEST_CASE("the explanation names each day and what decided it", "[calendar][explain]") {
  const WorkingCalendar kz = kz_calendar();
  const auto days = kz.explain(date("2023-06-30"), 5).value();
  struct Row {
    const char* on;
    std::optional<int> counts;
    std::optional<Why> why;
    bool is_special;
  };
  const std::vector<Row> rows = {
      {"2023-07-01", 1, std::nullopt, true},
      {"2023-07-02", std::nullopt, Why::weekend, false},
      {"2023-07-03", 2, std::nullopt, false},
      {"2023-07-04", 3, std::nullopt, false},
      {"2023-07-05", 4, std::nullopt, false},
      {"2023-07-06", std::nullopt, Why::holiday, true},
      {"2023-07-07", std::nullopt, Why::day_off, true},
      {"2023-07-08", std::nullopt, Why::weekend, false},
      {"2023-07-09", std::nullopt, Why::weekend, false},
      {"2023-07-10", 5, std::nullopt, false},
  };
  REQUIRE(days.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(rows[i].on);
    CHECK(days[i].on == date(rows[i].on));
    CHECK(days[i].counts == rows[i].counts);
    CHECK(days[i].why == rows[i].why);
    CHECK((days[i].special != nullptr) == rows[i].is_special);
  }
  CHECK(days[5].special->name.en == "Capital Day");
  CHECK(kz.explain(date("2023-06-30"), 0).value().empty());
}

TEST_CASE("a holiday on a weekend is called a holiday", "[calendar][explain]") {
  const auto days = kz_calendar().explain(date("2023-12-15"), 1).value();
  REQUIRE(days.size() == 4);
  CHECK(days[0].why == Why::holiday);
  CHECK(days[1].why == Why::weekend);
  CHECK(days[2].why == Why::day_off);
}

TEST_CASE("only a special day is found", "[calendar][working_day]") {
  const WorkingCalendar kz = kz_calendar();
  CHECK(kz.find_special(date("2023-09-16")) == nullptr);
  CHECK(kz.find_special(date("2030-01-01")) == nullptr);
  REQUIRE(kz.find_special(date("2024-12-16")) != nullptr);
  CHECK(kz.find_special(date("2024-12-16"))->kind == DayKind::holiday);
}

TEST_CASE("a calendar of one day and one in which nobody works", "[calendar][working_day]") {
  const WorkingCalendar one(test::plain_plan("2023-09-15", "2023-09-15"));
  CHECK(one.is_working(date("2023-09-15")));
  CHECK_FALSE(one.nth_working_day_after(date("2023-09-15"), 1));
  CalendarPlan idle = test::plain_plan("2023-01-01", "2023-12-31");
  idle.weekend.fill(true);
  const WorkingCalendar never{idle};
  CHECK_FALSE(never.nth_working_day_after(date("2023-01-01"), 1));
  CHECK(never.working_days_between(date("2023-01-01"), date("2023-12-31")) == 0);
}

}  // namespace
}  // namespace keste::calendar
