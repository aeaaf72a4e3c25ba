// Due dates: the worked values of September 2023 and their edges.
#include "calendar/due_date.hpp"

#include <catch2/catch.hpp>

#include "support/calendars.hpp"

namespace keste::calendar {
namespace {

using test::date;
using test::instant;
using test::kz_calendar;
using test::local;
using test::zone;

TEST_CASE("results are due after two or seven working days", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const Zone almaty = zone("Asia/Almaty");
  struct Row {
    const char* ended;
    const char* in_two;
    const char* in_seven;
  };
  const std::vector<Row> rows = {
      {"2023-09-15T12:30", "2023-09-19", "2023-09-26"},
      {"2023-09-15T00:00", "2023-09-19", "2023-09-26"},
      {"2023-09-15T23:59:59", "2023-09-19", "2023-09-26"},
      {"2023-09-16T12:30", "2023-09-19", "2023-09-26"},
      {"2023-09-17T12:30", "2023-09-19", "2023-09-26"},
      {"2023-09-18T12:30", "2023-09-20", "2023-09-27"},
      {"2023-09-20T12:30", "2023-09-22", "2023-09-29"},
      {"2023-09-21T12:30", "2023-09-25", "2023-10-02"},
      {"2023-09-22T12:30", "2023-09-26", "2023-10-03"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.ended);
    const LocalTime ended = local(row.ended);
    CHECK(almaty.format(due_at(kz, almaty, ended, DueRule{2}).value()) ==
          row.in_two + std::string("T18:00:00+06:00"));
    CHECK(almaty.format(due_at(kz, almaty, ended, DueRule{7}).value()) ==
          row.in_seven + std::string("T18:00:00+06:00"));
  }
}

TEST_CASE("the explanation leads to the due date", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const Zone almaty = zone("Asia/Almaty");
  const DueDate due = due_date(kz, almaty, local("2023-09-15T12:30"), DueRule{7}).value();
  CHECK(almaty.format(due.due_at) == "2023-09-26T18:00:00+06:00");
  CHECK(due.due_on == date("2023-09-26"));
  CHECK_FALSE(due.provisional);
  REQUIRE(due.days.size() == 11);
  CHECK(due.days.front().on == date("2023-09-16"));
  CHECK(due.days.front().why == Why::weekend);
  CHECK(due.days[2].counts == 1);
  CHECK(due.days.back().counts == 7);
}

TEST_CASE("the due time is the city's own", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const LocalTime ended = local("2023-09-20T12:30");
  const auto at = [&](const char* name, std::chrono::minutes time) {
    return due_at(kz, zone(name), ended, DueRule{7, time}).value();
  };
  using std::chrono::hours;
  CHECK(at("Asia/Almaty", hours(18)) == instant("2023-09-29T18:00:00+06:00"));
  CHECK(at("Asia/Oral", hours(18)) == instant("2023-09-29T18:00:00+05:00"));
  CHECK(at("Asia/Almaty", hours(0)) == instant("2023-09-29T00:00:00+06:00"));
  CHECK(at("Asia/Almaty", hours(24)) == instant("2023-09-30T00:00:00+06:00"));
}

TEST_CASE("with no working days to wait the results are due the same day", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const DueDate due =
      due_date(kz, zone("Asia/Almaty"), local("2023-09-16T12:30"), DueRule{0}).value();
  CHECK(due.due_at == instant("2023-09-16T18:00:00+06:00"));
  CHECK(due.due_on == date("2023-09-16"));
  CHECK(due.days.empty());
}

TEST_CASE("a due date over days that are not yet law is provisional", "[calendar][due_date]") {
  CalendarPlan plan = test::kz_plan();
  for (SpecialDay& day : plan.days) {
    day.provisional = day.on == date("2023-07-06") || day.on == date("2023-07-01");
  }
  const WorkingCalendar kz(plan);
  const Zone almaty = zone("Asia/Almaty");
  const auto is_provisional = [&](const char* ended, int n) {
    return due_date(kz, almaty, local(ended), DueRule{n}).value().provisional;
  };
  CHECK(is_provisional("2023-07-05T12:00", 1));
  CHECK_FALSE(is_provisional("2023-07-04T12:00", 1));
  CHECK(is_provisional("2023-06-30T12:00", 1));
  CHECK_FALSE(is_provisional("2023-07-01T12:00", 1));
  CHECK(is_provisional("2023-07-01T12:00", 0));
  CHECK_FALSE(is_provisional("2023-07-06T12:00", 2));
}

TEST_CASE("a due date beyond the calendar is an error", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const Zone almaty = zone("Asia/Almaty");
  const auto late = due_at(kz, almaty, local("2024-12-27T12:30"), DueRule{7});
  REQUIRE_FALSE(late);
  CHECK(late.error() ==
        "the calendar kz covers 2023-01-01 to 2024-12-31 and does not hold 7 working days after "
        "2024-12-27; a longer calendar, or another date");
  CHECK(due_date(kz, almaty, local("2024-12-27T12:30"), DueRule{7}).error() == late.error());
  CHECK_FALSE(due_at(kz, almaty, local("2022-12-31T12:30"), DueRule{0}));
}

TEST_CASE("a due time that comes twice is an error", "[calendar][due_date]") {
  const WorkingCalendar kz = kz_calendar();
  const Zone almaty = zone("Asia/Almaty");
  const LocalTime ended = local("2024-02-28T12:30");
  const std::chrono::minutes half_past_eleven(23 * 60 + 30);
  const auto twice = due_at(kz, almaty, ended, DueRule{1, half_past_eleven});
  REQUIRE_FALSE(twice);
  CHECK_THAT(twice.error(), Catch::StartsWith("2024-02-29T23:30 comes twice in Asia/Almaty"));
  CHECK(due_date(kz, almaty, ended, DueRule{1, half_past_eleven}).error() == twice.error());
  CHECK(due_at(kz, almaty, ended, DueRule{1, std::chrono::hours(24)}).value() ==
        instant("2024-02-29T19:00:00Z"));
}

TEST_CASE("why a day does not count has the words of the contract", "[calendar][due_date]") {
  CHECK(to_text(Why::weekend) == "weekend");
  CHECK(to_text(Why::holiday) == "holiday");
  CHECK(to_text(Why::day_off) == "day_off");
}

}  // namespace
}  // namespace keste::calendar
