// Names of states, and finding cities and sessions in a snapshot.
#include "engine/snapshot.hpp"

#include <algorithm>

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

const CitySnapshot* home_of(const Snapshot& snapshot) {
  return snapshot.cities.empty() ? nullptr : snapshot.cities.front().get();
}

const CitySnapshot* find_city_of(const Snapshot& snapshot, std::string_view session) {
  for (const auto& city : snapshot.cities) {
    if (find_session(*city, session) != nullptr) return city.get();
  }
  return nullptr;
}

const SessionSnapshot* find_session(const CitySnapshot& city, std::string_view session) {
  const auto found =
      std::find_if(city.sessions.begin(), city.sessions.end(),
                   [session](const SessionSnapshot& each) { return each.id == session; });
  return found == city.sessions.end() ? nullptr : &*found;
}

int seats_left(const SessionSnapshot& session) {
  return std::max(0, session.seats - session.seats_taken);
}

}  // namespace keste::engine
