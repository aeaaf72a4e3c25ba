// Schedule: a campaign's windows and sessions as instants, checked, in time order.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "calendar/due_date.hpp"
#include "calendar/working_calendar.hpp"
#include "campaign/campaign.hpp"

namespace keste::campaign {

/// Something wrong or doubtful in a campaign, and where: a path into the file such as
/// "sessions[3].ends" or "rules.capital.window", which the reader turns into file:line:column.
struct Problem {
  enum class Kind { error, warning };
  Kind kind = Kind::error;
  std::string path;
  std::string message;  ///< What is wrong, and what would be right.
};

struct CityWindow {
  std::string city;
  Instant opens_at;
  Instant closes_at;  ///< The first instant that is too late.
};

struct SessionTimes {
  std::string session;
  std::string city;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  bool due_provisional = false;
  int seats = 0;
};

/// When an online test takes applications.
struct TestWindow {
  std::string test;
  Instant opens_at;
  Instant closes_at;  ///< The first instant that is too late.
};

/// In the campaign's own order.
struct Schedule {
  std::vector<CityWindow> windows;
  std::vector<SessionTimes> sessions;
  std::vector<TestWindow> tests;
};

struct Resolution {
  Schedule schedule;  ///< Whole only when no problem is an error.
  std::vector<Problem> problems;
  bool has_errors() const;
};

/// Checks what the parts say of one another (known rule and city, dates in order, session inside
/// the testing span and after its start, seats, ids that repeat, civil times that do not exist or
/// come twice, due dates that the calendar reaches) and works out the instants.
Resolution resolve(const Campaign& campaign, const calendar::WorkingCalendar& calendar);

/// The rule by which a city's results are due. The city must be one of the campaign's.
calendar::DueRule due_rule_of(const Campaign& campaign, std::string_view city);

enum class MomentKind { window_opens, window_closes, session_starts, session_ends, results_due };
std::string_view to_text(MomentKind kind);

/// A moment that matters. `session` is empty for windows.
struct Moment {
  Instant at;
  MomentKind kind;
  std::string city;
  std::string session;
};

/// All moments in time order, then by city code, then by kind as listed above, then by session.
std::vector<Moment> timeline(const Schedule& schedule);

}  // namespace keste::campaign
