// Read model to snapshot, city by city.
#include "engine/publish.hpp"

namespace keste::engine {
namespace {

std::int64_t count_of(const SessionModel& session, Count count) {
  return session.row.counts[static_cast<std::size_t>(count)];
}

SessionSnapshot show(const SessionModel& session) {
  SessionSnapshot shown;
  shown.id = session.row.code;
  shown.starts_at = session.row.starts_at;
  shown.ends_at = session.row.ends_at;
  shown.due_at = session.row.due_at;
  shown.due_provisional = session.row.due_provisional;
  shown.state = session.state;
  shown.seats = session.row.seats;
  shown.seats_taken = session.row.seats_taken;
  shown.applications = {session.row.seats_taken, count_of(session, Count::withdrawn)};
  shown.notifications = {count_of(session, Count::pending), count_of(session, Count::claimed),
                         count_of(session, Count::sent),    count_of(session, Count::failed),
                         count_of(session, Count::dropped), count_of(session, Count::ambiguous)};
  return shown;
}

void add(NotificationCounts& sum, const NotificationCounts& more) {
  sum.pending += more.pending;
  sum.claimed += more.claimed;
  sum.sent += more.sent;
  sum.failed += more.failed;
  sum.dropped += more.dropped;
  sum.ambiguous += more.ambiguous;
}

CitySnapshot show(const CityModel& city, std::uint64_t version) {
  CitySnapshot shown{.code = city.city->code,
                     .name = city.city->name,
                     .zone = city.city->zone,
                     .window = city.window,
                     .opens_at = city.opens_at,
                     .closes_at = city.closes_at,
                     .sessions = {},
                     .next = city.next,
                     .applications = {},
                     .notifications = {},
                     .version = version};
  return shown;
}

}  // namespace

std::shared_ptr<const Snapshot> make_snapshot(State& state, const Snapshot* before) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->version = before == nullptr ? 1 : before->version + 1;
  snapshot->taken_at = state.now.at;
  snapshot->campaign = state.settings.campaign.id;
  snapshot->title = state.settings.campaign.title;
  snapshot->figures = state.figures;
  snapshot->figures.agenda_pending = state.model.open_agenda();
  std::vector<std::shared_ptr<CitySnapshot>> made(state.model.cities().size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    CityModel& city = state.model.cities()[i];
    if (before != nullptr && !city.changed) continue;
    city.changed = false;
    made[i] = std::make_shared<CitySnapshot>(show(city, snapshot->version));
  }
  for (const SessionModel& session : state.model.sessions()) {
    if (!made[session.city]) continue;
    CitySnapshot& city = *made[session.city];
    city.sessions.push_back(show(session));
    city.applications.seated += city.sessions.back().applications.seated;
    city.applications.withdrawn += city.sessions.back().applications.withdrawn;
    add(city.notifications, city.sessions.back().notifications);
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (made[i]) {
      snapshot->cities.push_back(std::move(made[i]));
    } else {
      snapshot->cities.push_back(before->cities[i]);
    }
  }
  return snapshot;
}

}  // namespace keste::engine
