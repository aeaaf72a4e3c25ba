// Laws of working days, over calendars with random special days.
#include <set>

#include "calendar/due_date.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "support/calendars.hpp"

namespace keste::calendar {
namespace {

using std::chrono::days;

constexpr int calendar_days = 1500;
constexpr int start_days = 400;
constexpr int longest = 150;

template <class Law>
bool holds(const std::string& name, Law law) {
  return rc::check(name, std::move(law));
}

/// About four years; up to 300 special days of any kind, weekends that keep a working day.
WorkingCalendar random_calendar() {
  CalendarPlan plan = test::plain_plan("2023-01-01", "2023-01-01");
  plan.covers_to = plan.covers_from + days(calendar_days);
  for (bool& is_off : plan.weekend) is_off = *rc::gen::inRange(0, 3) == 0;
  plan.weekend[2] = false;
  const auto offsets = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, calendar_days));
  for (const int offset : offsets) {
    SpecialDay special;
    special.on = plan.covers_from + days(offset);
    special.kind = *rc::gen::element(DayKind::working, DayKind::holiday, DayKind::day_off);
    special.provisional = *rc::gen::inRange(0, 4) == 0;
    plan.days.push_back(special);
  }
  return WorkingCalendar(plan);
}

Date random_day(const WorkingCalendar& calendar) {
  return calendar.plan().covers_from + days(*rc::gen::inRange(0, start_days));
}

int random_count() { return *rc::gen::inRange(0, longest / 2); }

/// A walk, day by day: what the tables must agree with.
std::optional<Date> walked(const WorkingCalendar& calendar, Date day, int n) {
  const CalendarPlan& plan = calendar.plan();
  for (int counted = 0; counted < n;) {
    day += days(1);
    if (day > plan.covers_to) return std::nullopt;
    bool works = !plan.weekend[std::chrono::weekday(day).c_encoding()];
    for (const SpecialDay& special : plan.days) {
      if (special.on == day) works = special.kind == DayKind::working;
    }
    counted += works ? 1 : 0;
  }
  return day;
}

TEST_CASE("the tables agree with a walk", "[calendar][property]") {
  CHECK(holds("nth == walk", [] {
    const WorkingCalendar calendar = random_calendar();
    const Date day = calendar.plan().covers_from + days(*rc::gen::inRange(0, calendar_days + 1));
    const int n = random_count();
    const auto found = calendar.nth_working_day_after(day, n);
    const auto expected = walked(calendar, day, n);
    RC_ASSERT(bool(found) == expected.has_value());
    if (found) RC_ASSERT(found.value() == *expected);
  }));
}

TEST_CASE("a due date is a working day with n working days before it", "[calendar][property]") {
  CHECK(holds("due is working", [] {
    const WorkingCalendar calendar = random_calendar();
    const Date day = random_day(calendar);
    const int n = random_count() + 1;
    const auto due = calendar.nth_working_day_after(day, n);
    RC_PRE(bool(due));
    RC_ASSERT(calendar.is_working(due.value()));
    RC_ASSERT(calendar.working_days_between(day, due.value()) == n);
    RC_ASSERT(calendar.working_days_between(due.value(), day) == -n);
  }));
}

TEST_CASE("adding n and then m is adding n+m", "[calendar][property]") {
  CHECK(holds("n then m", [] {
    const WorkingCalendar calendar = random_calendar();
    const Date day = random_day(calendar);
    const int n = random_count();
    const int m = random_count();
    const auto whole = calendar.nth_working_day_after(day, n + m);
    RC_PRE(bool(whole));
    const Date first = calendar.nth_working_day_after(day, n).value();
    RC_ASSERT(calendar.nth_working_day_after(first, m).value() == whole.value());
  }));
}

TEST_CASE("a later start or a longer term is never due earlier", "[calendar][property]") {
  CHECK(holds("monotone", [] {
    const WorkingCalendar calendar = random_calendar();
    const Date day = random_day(calendar);
    const Date later = day + days(*rc::gen::inRange(0, 30));
    const int n = random_count();
    const auto late = calendar.nth_working_day_after(later, n + 1);
    RC_PRE(bool(late));
    const auto due = calendar.nth_working_day_after(day, n);
    const auto next = calendar.nth_working_day_after(day, n + 1);
    RC_ASSERT(due.value() < next.value());
    RC_ASSERT(next.value() <= late.value());
  }));
}

TEST_CASE("the explanation agrees with the answer", "[calendar][property]") {
  CHECK(holds("explain == nth", [] {
    const WorkingCalendar calendar = random_calendar();
    const Date day = random_day(calendar);
    const int n = random_count();
    const auto due = calendar.nth_working_day_after(day, n);
    const auto explained = calendar.explain(day, n);
    RC_ASSERT(bool(due) == bool(explained));
    RC_PRE(bool(due));
    Date on = day;
    int counted = 0;
    for (const CountedDay& entry : explained.value()) {
      on += days(1);
      RC_ASSERT(entry.on == on);
      RC_ASSERT(entry.counts.has_value() != entry.why.has_value());
      RC_ASSERT(entry.counts.has_value() == calendar.is_working(on));
      if (entry.counts) RC_ASSERT(*entry.counts == ++counted);
    }
    RC_ASSERT(on == due.value());
    RC_ASSERT(counted == n);
  }));
}

TEST_CASE("both forms of the due date agree", "[calendar][property]") {
  const Zone almaty = test::zone("Asia/Almaty");
  CHECK(holds("due_at == due_date", [&almaty] {
    const WorkingCalendar calendar = random_calendar();
    const LocalTime ended =
        LocalTime(random_day(calendar)) + std::chrono::seconds(*rc::gen::inRange(0, 86'400));
    const DueRule rule{random_count(), std::chrono::minutes(*rc::gen::inRange(0, 24 * 60 + 1))};
    const auto quick = due_at(calendar, almaty, ended, rule);
    const auto whole = due_date(calendar, almaty, ended, rule);
    RC_ASSERT(bool(quick) == bool(whole));
    if (!quick) RC_ASSERT(quick.error() == whole.error());
    RC_PRE(bool(quick));
    RC_ASSERT(quick.value() == whole.value().due_at);
    RC_ASSERT(almaty.to_local(quick.value()) == LocalTime(whole.value().due_on) + rule.due_time);
  }));
}

}  // namespace
}  // namespace keste::calendar
