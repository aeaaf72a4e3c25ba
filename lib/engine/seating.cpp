// Seats and waitlists, as they change within a turn.
#include "engine/seating.hpp"

#include <algorithm>

#include "admission/deadline.hpp"
#include "admission/waitlist.hpp"
#include "base/check.hpp"
#include "engine/attempts.hpp"

namespace keste::engine {
namespace {

/// A record that was made before the request came in counts against it; one made after does not,
/// because the instant of receipt decides.
bool recorded_before(bool recorded, std::optional<Steady> recorded_at, Steady received) {
  return recorded && (!recorded_at || *recorded_at <= received);
}

std::string subject_of(store::ApplicationId id) {
  return "application " + std::to_string(id.value);
}

/// The number that the calendar entry has, and must not fall below.
int sequence_of(State& state, const store::ApplicationRow& row) {
  return row.session ? row.sequence + state.model.session(*row.session).row.sequence : row.sequence;
}

/// One more than before where an entry is in somebody's calendar, less what the session adds.
int next_sequence(State& state, const store::ApplicationRow& row, const SessionModel* to) {
  const int risen = sequence_of(state, row) + (row.told ? 1 : 0);
  return risen - (to == nullptr ? 0 : to->row.sequence);
}

void leave_place(State& state, const store::ApplicationRow& row) {
  TallyModel& tally = state.model.tally(row.tally);
  if (row.state == "seated") {
    state.model.add_seat(tally, -1);
  } else if (row.state == "waitlisted") {
    state.model.add(tally, Count::waitlisted, -1);
  } else {
    state.model.add(tally, Count::accepted, -1);
  }
}

admission::SessionSeats seats_of(State& state, const SessionModel& session) {
  const int free = session.row.seats - state.model.tally_of(session).row.seats_taken;
  return {session.row.code, session.row.starts_at, cut_off_of(state, session), free,
          session.state == SessionState::planned};
}

/// Those who wait for the seats that are free: no more of each wish than could be seated.
std::vector<admission::Waiting> list_line(State& state, const CityModel& city,
                                          const std::vector<admission::SessionSeats>& seats) {
  std::vector<admission::Waiting> line;
  int free = 0;
  const auto add = [&](const SessionModel* session, int limit) {
    std::optional<store::SessionId> wish;
    if (session != nullptr) wish = session->row.id;
    for (const auto id : store::list_waiting(state.database, city.city->code, wish, limit)) {
      line.push_back({id.value, session == nullptr ? "" : session->row.code});
    }
  };
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (seats[i].free <= 0 || !seats[i].is_held || state.now.at >= seats[i].cut_off_at) continue;
    free += seats[i].free;
    const SessionModel& session = state.model.sessions[city.sessions[i]];
    if (state.model.tally_of(session).count(Count::waitlisted) > 0) add(&session, seats[i].free);
  }
  if (free > 0 && state.model.tallies[city.tally].count(Count::waitlisted) > 0) add(nullptr, free);
  std::sort(line.begin(), line.end(),
            [](const auto& a, const auto& b) { return a.application < b.application; });
  return line;
}

}  // namespace

Instant cut_off_of(const State& state, const SessionModel& session) {
  return admission::cut_off_of(session.row.starts_at, state.rules().change_until_before);
}

admission::SessionFacts facts_of(State& state, const SessionModel& session, Receipt receipt) {
  admission::SessionFacts facts;
  facts.city = session.row.city;
  facts.starts_at = session.row.starts_at;
  facts.cancelled = session.state == SessionState::cancelled;
  facts.started = recorded_before(session.state != SessionState::planned && !facts.cancelled,
                                  session.started_recorded, receipt.steady);
  // Its applicants have been told of their results; one more would never be.
  if (session.state == SessionState::due || session.row.finished_at) facts.started = true;
  facts.seats = session.row.seats;
  const TallyModel& tally = state.model.tally_of(session);
  facts.seats_taken = tally.row.seats_taken;
  // From the cut-off on a free seat is nobody's who waits.
  const TallyModel& any = state.model.tallies[state.model.cities[session.city].tally];
  facts.has_waiting = state.now.at < cut_off_of(state, session) &&
                      (tally.count(Count::waitlisted) > 0 || any.count(Count::waitlisted) > 0);
  return facts;
}

SessionModel* find_open_session(State& state, CityModel& city, Receipt receipt) {
  for (const Index index : city.sessions) {
    SessionModel& session = state.model.sessions[index];
    const auto facts = facts_of(state, session, receipt);
    if (admission::decide_session(receipt.at, city.city->code, &facts)) continue;
    if (admission::has_open_seat(facts)) return &session;
  }
  return nullptr;
}

bool may_wait(State& state, const CityModel& city, const SessionModel* session) {
  if (!state.rules().waitlist) return false;
  const auto holds = [&state](const SessionModel& one) {
    return one.state == SessionState::planned && state.now.at < cut_off_of(state, one);
  };
  if (session != nullptr) return holds(*session);
  return std::any_of(city.sessions.begin(), city.sessions.end(),
                     [&](Index index) { return holds(state.model.sessions[index]); });
}

void seat_waiting(State& state, CityModel& city) {
  std::vector<admission::SessionSeats> seats;
  for (const Index index : city.sessions) {
    seats.push_back(seats_of(state, state.model.sessions[index]));
  }
  const auto line = list_line(state, city, seats);
  if (line.empty()) return;
  for (const auto& seating : admission::plan_seating(seats, line, state.now.at)) {
    const auto row =
        store::find_application(state.database, store::ApplicationId{seating.application});
    CHECK(row && row->state == "waitlisted");
    SessionModel* session = state.model.find_session(seating.session);
    take_seat(state, *row, *session);
    state.notify({row->id, state.model.tally_of(*session).row.id, "seat_allotted", {}, 0});
    state.audit("waitlist", "seat_allotted", subject_of(row->id), session->row.code);
  }
}

void take_seat(State& state, const store::ApplicationRow& row, SessionModel& to) {
  const int sequence = next_sequence(state, row, &to);
  leave_place(state, row);
  TallyModel& tally = state.model.tally_of(to);
  CHECK(store::mark_seated(state.database, {row.id, to.row.id, tally.row.id, sequence}));
  state.model.add_seat(tally, 1);
  if (row.id.value <= state.rostered) {
    store::insert_into_roster(state.database, to.row.id, row.id.value);
  }
}

void wait_for(State& state, const store::ApplicationRow& row, const SessionModel* session) {
  const TallyModel& from = state.model.tally(row.tally);
  CHECK(from.city != nowhere);
  std::optional<store::SessionId> wish;
  if (session != nullptr) wish = session->row.id;
  TallyModel& to =
      state.model
          .tallies[session == nullptr ? state.model.cities[from.city].tally : session->tally];
  const int sequence = next_sequence(state, row, session);
  leave_place(state, row);
  CHECK(store::mark_waitlisted(state.database, {row.id, wish, to.row.id, sequence}));
  state.model.add(to, Count::waitlisted, 1);
}

void end_application(State& state, const store::ApplicationRow& row, std::string_view as) {
  // Who is unplaced has no session any more, and their calendar is told so.
  if (as == "unplaced") {
    store::set_sequence(state.database, row.id, next_sequence(state, row, nullptr));
  }
  leave_place(state, row);
  CHECK(store::mark_ended(state.database, row.id, as, state.now.at));
  state.model.add(state.model.tally(row.tally),
                  as == "withdrawn" ? Count::withdrawn : Count::unplaced, 1);
  free_code(state, row);
}

}  // namespace keste::engine
