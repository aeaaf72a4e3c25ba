// WorkingCalendar: which days count, and the due dates that follow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "base/result.hpp"

namespace keste::calendar {

enum class DayKind { working, holiday, day_off };

/// A day that differs from its weekday: a holiday, a day off (moved, or by Labour Code art. 84),
/// or an extra working day. "working" beats the other two, which beat the weekend.
struct SpecialDay {
  Date on;
  DayKind kind;
  LocalizedText name;
  std::string source;
  bool provisional = false;  ///< Not yet law: an estimate, or next year's moved days.
};

/// What a calendar is made of; `days` sorted by date, one entry a date, all within the span.
struct CalendarPlan {
  std::string id;
  std::array<bool, 7> weekend{};  ///< By weekday::c_encoding(): 0 is Sunday.
  Date covers_from;
  Date covers_to;  ///< Inclusive.
  std::vector<SpecialDay> days;
};

enum class Why { weekend, holiday, day_off };

/// One day of a count: it counts as the n-th working day, or it does not and says why.
struct CountedDay {
  Date on;
  std::optional<int> counts;
  std::optional<Why> why;
  const SpecialDay* special = nullptr;  ///< Set when a special day decided; owned by the calendar.
};

/// The calendar ends before the count does. A date is never guessed.
struct BeyondCalendar {
  Date needed_after;  ///< The last day that was asked for or reached.
  Date covers_from;
  Date covers_to;
};

/// Immutable after it is made; any thread. Look-ups are constant time: a table of working-day
/// ordinals by date, and of dates by ordinal.
class WorkingCalendar {
 public:
  explicit WorkingCalendar(CalendarPlan plan);

  const CalendarPlan& plan() const { return plan_; }
  bool covers(Date day) const;
  /// `day` must be covered.
  bool is_working(Date day) const;
  /// The n-th working day after `day`, which itself does not count. n is 0 to 10,000; for 0 the
  /// answer is `day` itself.
  Result<Date, BeyondCalendar> nth_working_day_after(Date day, int n) const;
  /// Working days in (from, to]; negative when `to` is earlier. Both must be covered.
  int working_days_between(Date from, Date to) const;
  /// Each day after `day` up to the n-th working day, with what it counts as.
  Result<std::vector<CountedDay>, BeyondCalendar> explain(Date day, int n) const;
  /// The special day on a date, if any; owned by the calendar.
  const SpecialDay* find_special(Date day) const;

 private:
  CalendarPlan plan_;
  std::int32_t first_ = 0;                  ///< covers_from, in days since 1970-01-01.
  std::vector<std::int32_t> ordinals_;      ///< Working days up to and with each covered day.
  std::vector<std::int32_t> working_days_;  ///< The date of each working day, as days since 1970.
};

}  // namespace keste::calendar
