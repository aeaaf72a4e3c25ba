// Read model to snapshot, city by city.
#include "engine/publish.hpp"

namespace keste::engine {
namespace {

ApplicationCounts count_applications(const TallyModel& tally) {
  ApplicationCounts counts;
  counts.seated = tally.row.seats_taken;
  counts.waitlisted = tally.count(Count::waitlisted);
  counts.accepted = tally.count(Count::accepted);
  counts.withdrawn = tally.count(Count::withdrawn);
  counts.unplaced = tally.count(Count::unplaced);
  counts.absent = tally.count(Count::absent);
  counts.resulted = tally.count(Count::resulted);
  return counts;
}

NotificationCounts count_notifications(const TallyModel& tally) {
  return {tally.count(Count::pending), tally.count(Count::claimed), tally.count(Count::sent),
          tally.count(Count::failed),  tally.count(Count::dropped), tally.count(Count::ambiguous)};
}

SessionSnapshot show(const SessionModel& session, const TallyModel& tally) {
  SessionSnapshot shown;
  shown.id = session.row.code;
  shown.starts_at = session.row.starts_at;
  shown.ends_at = session.row.ends_at;
  shown.finished_at = session.row.finished_at;
  shown.due_at = session.row.due_at;
  shown.due_provisional = session.row.due_provisional;
  shown.state = session.state;
  shown.seats = session.row.seats;
  shown.seats_taken = tally.row.seats_taken;
  shown.venue = session.row.venue;
  shown.address = session.row.address;
  shown.applications = count_applications(tally);
  shown.notifications = count_notifications(tally);
  return shown;
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
                     .version = version,
                     .window_version = city.window_version};
  return shown;
}

std::vector<TestSnapshot> show_tests(ReadModel& model) {
  std::vector<TestSnapshot> tests;
  for (const TestModel& test : model.tests) {
    const TallyModel& tally = model.tallies[test.tally];
    tests.push_back({test.window.test, test.window.opens_at, test.window.closes_at,
                     count_applications(tally), count_notifications(tally), test.window_version});
  }
  model.tests_changed = false;
  return tests;
}

}  // namespace

std::shared_ptr<const Snapshot> make_snapshot(State& state, const Snapshot* before) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->version = before == nullptr ? 1 : before->version + 1;
  snapshot->taken_at = state.now.at;
  snapshot->campaign = state.settings.campaign.id;
  snapshot->title = state.settings.campaign.title;
  snapshot->figures = state.figures;
  snapshot->receipt_keys = state.receipt_keys;
  snapshot->figures.agenda_pending = state.model.open_agenda;
  snapshot->access = state.access;
  snapshot->change_until_before = state.rules().change_until_before;
  ReadModel& model = state.model;
  snapshot->tests = before == nullptr || model.tests_changed ? show_tests(model) : before->tests;
  std::vector<std::shared_ptr<CitySnapshot>> made(model.cities.size());
  for (Index i = 0; i < made.size(); ++i) {
    CityModel& city = model.cities[i];
    if (before != nullptr && !city.changed) continue;
    city.changed = false;
    made[i] = std::make_shared<CitySnapshot>(show(city, snapshot->version));
    for (const Index session : city.sessions) {
      const SessionModel& shown = model.sessions[session];
      made[i]->sessions.push_back(show(shown, model.tally_of(shown)));
    }
  }
  for (const TallyModel& tally : model.tallies) {
    if (tally.city == nowhere || !made[tally.city]) continue;
    made[tally.city]->applications += count_applications(tally);
    made[tally.city]->notifications += count_notifications(tally);
  }
  for (Index i = 0; i < made.size(); ++i) {
    if (made[i]) {
      snapshot->cities.push_back(std::move(made[i]));
    } else {
      snapshot->cities.push_back(before->cities[i]);
    }
  }
  return snapshot;
}

}  // namespace keste::engine
