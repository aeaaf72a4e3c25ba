// The timeline: a schedule's moments, sorted.
#include <algorithm>
#include <tuple>

#include "base/check.hpp"
#include "campaign/schedule.hpp"

namespace keste::campaign {

std::string_view to_text(MomentKind kind) {
  switch (kind) {
    case MomentKind::window_opens:
      return "window_opens";
    case MomentKind::window_closes:
      return "window_closes";
    case MomentKind::session_starts:
      return "session_starts";
    case MomentKind::session_ends:
      return "session_ends";
    case MomentKind::results_due:
      return "results_due";
  }
  CHECK(false);
}

std::vector<Moment> timeline(const Schedule& schedule) {
  std::vector<Moment> moments;
  moments.reserve(schedule.windows.size() * 2 + schedule.sessions.size() * 3);
  for (const CityWindow& window : schedule.windows) {
    moments.push_back(Moment{window.opens_at, MomentKind::window_opens, window.city, {}});
    moments.push_back(Moment{window.closes_at, MomentKind::window_closes, window.city, {}});
  }
  for (const SessionTimes& times : schedule.sessions) {
    const auto add = [&](Instant at, MomentKind kind) {
      moments.push_back(Moment{at, kind, times.city, times.session});
    };
    add(times.starts_at, MomentKind::session_starts);
    add(times.ends_at, MomentKind::session_ends);
    add(times.due_at, MomentKind::results_due);
  }
  std::sort(moments.begin(), moments.end(), [](const Moment& left, const Moment& right) {
    return std::tie(left.at, left.city, left.kind, left.session) <
           std::tie(right.at, right.city, right.kind, right.session);
  });
  return moments;
}

}  // namespace keste::campaign
