// A cancelled session's people: reseated in their city, waitlisted, or free to go.
#include <algorithm>

#include "admission/waitlist.hpp"
#include "base/check.hpp"
#include "engine/fire.hpp"
#include "engine/seating.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

using store::AgendaEntry;

std::string subject_of(store::ApplicationId id) {
  return "application " + std::to_string(id.value);
}

std::vector<admission::SessionSeats> list_seats(State& state, const CityModel& city) {
  std::vector<admission::SessionSeats> seats;
  for (const Index index : city.sessions) {
    const SessionModel& session = state.model.sessions[index];
    const auto facts = facts_of(state, session, {state.now.at, state.now.steady});
    // Whoever waits for a seat has waited longer for it.
    const int free = facts.has_waiting ? 0 : facts.seats - facts.seats_taken;
    seats.push_back({session.row.code, session.row.starts_at, cut_off_of(state, session), free,
                     session.state == SessionState::planned});
  }
  return seats;
}

void reseat(State& state, const admission::Reseating& plan) {
  const auto row = store::find_application(state.database, store::ApplicationId{plan.application});
  CHECK(row && row->state == "seated");
  std::string_view action = "reseated";
  if (plan.outcome == admission::Reseat::seated) {
    SessionModel& to = *state.model.find_session(plan.session);
    take_seat(state, *row, to);
    // Silence until then means that the seat is kept.
    store::set_answer_by(state.database, row->id,
                         std::min(state.now.at + state.rules().answer_within, to.row.starts_at));
  } else if (plan.outcome == admission::Reseat::waitlisted && state.rules().waitlist) {
    wait_for(state, *row, nullptr);
    action = "waitlisted";
  } else {
    end_application(state, *row, "unplaced");
    action = "unplaced";
  }
  const auto now = store::find_application(state.database, row->id);
  // Who never heard of the seat that is lost hears of the waitlist's end instead.
  const bool unheard = action == "unplaced" && !row->told;
  state.notify({row->id, now->tally, unheard ? "waitlist_ended" : "session_cancelled", {}, 0});
  state.audit("agenda", action, subject_of(row->id), plan.session);
}

/// Who waited for the session waits for any, where there still is one.
int move_waiting(State& state, const SessionModel& session, int limit) {
  const CityModel& city = state.model.cities[session.city];
  const auto waiting = store::list_waiting(state.database, city.city->code, session.row.id, limit);
  const bool more = may_wait(state, city, nullptr);
  for (const auto id : waiting) {
    const auto row = store::find_application(state.database, id);
    if (more) {
      wait_for(state, *row, nullptr);
    } else {
      end_application(state, *row, "unplaced");
    }
    const TallyModel& any = state.model.tallies[city.tally];
    state.notify(
        {id, more ? any.row.id : row->tally, more ? "waitlisted" : "waitlist_ended", {}, 0});
    state.audit("agenda", more ? "waitlisted" : "unplaced", subject_of(id), city.city->code);
  }
  return static_cast<int>(waiting.size());
}

}  // namespace

int fire_session_cancelled(State& state, const AgendaEntry& entry) {
  const SessionModel& session = load_session(state, entry);
  CityModel& city = state.model.cities[session.city];
  state.complete_roster();
  const int limit = state.settings.fan_out_chunk;
  const auto seated = store::list_seated(state.database, session.row.id,
                                         store::ApplicationId{entry.reached}, limit);
  std::vector<admission::Waiting> line;
  for (const auto id : seated) line.push_back({id.value, ""});
  const auto plans =
      admission::plan_reseating(list_seats(state, city), line, session.row.starts_at, state.now.at);
  for (const auto& plan : plans) reseat(state, plan);
  int written = static_cast<int>(seated.size());
  if (written == limit) {
    pause_at(state, entry, seated.back().value);
    return written;
  }
  const int moved = move_waiting(state, session, limit);
  written += moved;
  if (moved == limit) {
    pause_at(state, entry, entry.reached);
    return written;
  }
  // With the city's last session, nobody waits for any of them either.
  const int ended = end_waitlist(state, session, limit);
  written += ended;
  if (ended == limit) {
    pause_at(state, entry, entry.reached);
    return written;
  }
  seat_waiting(state, city);
  finish(state, entry,
         {"session_cancelled", "A session was cancelled; its applicants have another place."});
  return written;
}

}  // namespace keste::engine
