// Due dates: when a session's results must be out, and the count that leads there.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "calendar/zone.hpp"

namespace keste::calendar {

/// "Within N working days after the testing ended": the day on which the session ended does not
/// count, day 1 is the next working day, results are due at `due_time` of day N, city time.
struct DueRule {
  int working_days;                        ///< 0 to 10,000
  std::chrono::minutes due_time{18 * 60};  ///< Since the day's midnight; 24:00 is the next day's.
};

struct DueDate {
  Instant due_at;
  Date due_on;
  bool provisional = false;  ///< A day that was counted or skipped is not yet law.
  std::vector<CountedDay> days;
};

/// The due instant alone, without the explanation: constant time. The error is a sentence (the
/// calendar does not reach so far, or due_time does not exist on that day).
Result<Instant, std::string> due_at(const WorkingCalendar& calendar, const Zone& zone,
                                    LocalTime ended_local, DueRule rule);
/// With the day-by-day count. `DueDate::days` points into `calendar`, which must outlive it.
Result<DueDate, std::string> due_date(const WorkingCalendar& calendar, const Zone& zone,
                                      LocalTime ended_local, DueRule rule);

/// "weekend", "holiday" or "day_off": the words of the contract.
std::string_view to_text(Why why);

}  // namespace keste::calendar
