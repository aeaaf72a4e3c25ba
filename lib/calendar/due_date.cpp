// Due dates: working days, then a time of day in the city's zone.
#include "calendar/due_date.hpp"

#include <algorithm>

namespace keste::calendar {
namespace {

std::string beyond(const WorkingCalendar& calendar, Date day, int working_days) {
  const CalendarPlan& plan = calendar.plan();
  return "the calendar " + plan.id + " covers " + format_date(plan.covers_from) + " to " +
         format_date(plan.covers_to) + " and does not hold " + std::to_string(working_days) +
         " working days after " + format_date(day) + "; a longer calendar, or another date";
}

Result<Instant, std::string> instant_on(const Zone& zone, Date due_on,
                                        std::chrono::minutes due_time) {
  const LocalTime local = LocalTime(due_on) + due_time;
  const auto at = zone.to_instant(local);
  if (!at) return failed(describe(at.error(), local, zone));
  return at.value();
}

}  // namespace

Result<Instant, std::string> due_at(const WorkingCalendar& calendar, const Zone& zone,
                                    LocalTime ended_local, DueRule rule) {
  const Date ended_on = std::chrono::floor<std::chrono::days>(ended_local);
  const auto due_on = calendar.nth_working_day_after(ended_on, rule.working_days);
  if (!due_on) return failed(beyond(calendar, ended_on, rule.working_days));
  return instant_on(zone, due_on.value(), rule.due_time);
}

Result<DueDate, std::string> due_date(const WorkingCalendar& calendar, const Zone& zone,
                                      LocalTime ended_local, DueRule rule) {
  const Date ended_on = std::chrono::floor<std::chrono::days>(ended_local);
  auto days = calendar.explain(ended_on, rule.working_days);
  if (!days) return failed(beyond(calendar, ended_on, rule.working_days));
  DueDate due;
  due.days = std::move(days).value();
  due.due_on = due.days.empty() ? ended_on : due.days.back().on;
  const auto at = instant_on(zone, due.due_on, rule.due_time);
  if (!at) return failed(at.error());
  due.due_at = at.value();
  // With no working days to count, the day of the end is itself the due day.
  const SpecialDay* last = calendar.find_special(due.due_on);
  due.provisional = (last != nullptr && last->provisional) ||
                    std::any_of(due.days.begin(), due.days.end(), [](const CountedDay& day) {
                      return day.special != nullptr && day.special->provisional;
                    });
  return due;
}

std::string_view to_text(Why why) {
  switch (why) {
    case Why::weekend:
      return "weekend";
    case Why::holiday:
      return "holiday";
    case Why::day_off:
      return "day_off";
  }
  return "weekend";
}

}  // namespace keste::calendar
