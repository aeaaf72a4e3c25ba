// Names of states, and finding a city in a snapshot.
#include "engine/snapshot.hpp"

namespace keste::engine {

std::string_view to_text(WindowState state) {
  switch (state) {
    case WindowState::not_open:
      return "not_open";
    case WindowState::open:
      return "open";
    case WindowState::closed:
      return "closed";
  }
  return "closed";
}

std::string_view to_text(SessionState state) {
  switch (state) {
    case SessionState::planned:
      return "planned";
    case SessionState::started:
      return "started";
    case SessionState::ended:
      return "ended";
    case SessionState::due:
      return "due";
    case SessionState::cancelled:
      return "cancelled";
  }
  return "cancelled";
}

NotificationCounts& NotificationCounts::operator+=(const NotificationCounts& more) {
  pending += more.pending;
  claimed += more.claimed;
  sent += more.sent;
  failed += more.failed;
  dropped += more.dropped;
  ambiguous += more.ambiguous;
  return *this;
}

ApplicationCounts& ApplicationCounts::operator+=(const ApplicationCounts& more) {
  seated += more.seated;
  waitlisted += more.waitlisted;
  accepted += more.accepted;
  withdrawn += more.withdrawn;
  unplaced += more.unplaced;
  absent += more.absent;
  resulted += more.resulted;
  return *this;
}

const CitySnapshot* Snapshot::find_city(std::string_view code) const {
  for (const auto& city : cities) {
    if (city->code == code) return city.get();
  }
  return nullptr;
}

}  // namespace keste::engine
