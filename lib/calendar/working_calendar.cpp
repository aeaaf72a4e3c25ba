// Working days: tables made once, so that a due date is two loads.
#include "calendar/working_calendar.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace keste::calendar {
namespace {

constexpr int longest_count = 10'000;

std::int32_t number_of(Date day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}
Date date_of(std::int32_t number) { return Date(std::chrono::days(number)); }

void check_plan(const CalendarPlan& plan) {
  CHECK(plan.covers_from <= plan.covers_to);
  const SpecialDay* last = nullptr;
  for (const SpecialDay& day : plan.days) {
    CHECK(plan.covers_from <= day.on && day.on <= plan.covers_to);
    CHECK(last == nullptr || last->on < day.on);
    last = &day;
  }
}

bool is_weekend(const CalendarPlan& plan, Date day) {
  return plan.weekend[std::chrono::weekday(day).c_encoding()];
}

}  // namespace

WorkingCalendar::WorkingCalendar(CalendarPlan plan) : plan_(std::move(plan)) {
  check_plan(plan_);
  first_ = number_of(plan_.covers_from);
  const auto count = static_cast<std::size_t>(number_of(plan_.covers_to) - first_) + 1;
  ordinals_.reserve(count);
  working_days_.reserve(count);
  auto special = plan_.days.begin();
  for (Date day = plan_.covers_from; day <= plan_.covers_to; day += std::chrono::days(1)) {
    bool works = !is_weekend(plan_, day);
    if (special != plan_.days.end() && special->on == day) {
      works = special->kind == DayKind::working;
      ++special;
    }
    if (works) working_days_.push_back(number_of(day));
    ordinals_.push_back(static_cast<std::int32_t>(working_days_.size()));
  }
}

bool WorkingCalendar::covers(Date day) const {
  return plan_.covers_from <= day && day <= plan_.covers_to;
}

bool WorkingCalendar::is_working(Date day) const {
  CHECK(covers(day));
  const auto at = static_cast<std::size_t>(number_of(day) - first_);
  return ordinals_[at] != (at == 0 ? 0 : ordinals_[at - 1]);
}

Result<Date, BeyondCalendar> WorkingCalendar::nth_working_day_after(Date day, int n) const {
  CHECK(n >= 0 && n <= longest_count);
  if (!covers(day)) return failed(BeyondCalendar{day, plan_.covers_from, plan_.covers_to});
  if (n == 0) return day;
  const auto at = static_cast<std::size_t>(number_of(day) - first_);
  const auto ordinal = static_cast<std::size_t>(ordinals_[at] + n - 1);
  if (ordinal >= working_days_.size()) {
    return failed(BeyondCalendar{plan_.covers_to, plan_.covers_from, plan_.covers_to});
  }
  return date_of(working_days_[ordinal]);
}

int WorkingCalendar::working_days_between(Date from, Date to) const {
  CHECK(covers(from) && covers(to));
  return ordinals_[static_cast<std::size_t>(number_of(to) - first_)] -
         ordinals_[static_cast<std::size_t>(number_of(from) - first_)];
}

Result<std::vector<CountedDay>, BeyondCalendar> WorkingCalendar::explain(Date day, int n) const {
  const auto last = nth_working_day_after(day, n);
  if (!last) return failed(last.error());
  std::vector<CountedDay> days;
  days.reserve(static_cast<std::size_t>((last.value() - day).count()));
  int counted = 0;
  for (Date on = day + std::chrono::days(1); on <= last.value(); on += std::chrono::days(1)) {
    CountedDay entry{on, std::nullopt, std::nullopt, find_special(on)};
    if (is_working(on)) {
      entry.counts = ++counted;
    } else if (entry.special == nullptr) {
      entry.why = Why::weekend;
    } else {
      entry.why = entry.special->kind == DayKind::holiday ? Why::holiday : Why::day_off;
    }
    days.push_back(entry);
  }
  return days;
}

const SpecialDay* WorkingCalendar::find_special(Date day) const {
  const auto found =
      std::lower_bound(plan_.days.begin(), plan_.days.end(), day,
                       [](const SpecialDay& special, Date on) { return special.on < on; });
  return found != plan_.days.end() && found->on == day ? &*found : nullptr;
}

}  // namespace keste::calendar
