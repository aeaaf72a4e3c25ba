// What most entries have in common, and those that only change a state.
#include "engine/fire.hpp"

#include "base/check.hpp"
#include "engine/seating.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

using store::AgendaEntry;

void move_session(State& state, SessionModel& session, SessionState from, SessionState to) {
  if (!store::mark_session(state.database, session.row.id, to_text(from), to_text(to))) return;
  session.state = to;
  state.model.cities[session.city].changed = true;
}

int end_waiting(State& state, const SessionModel* session, const CityModel& city, int limit) {
  std::optional<store::SessionId> wish;
  if (session != nullptr) wish = session->row.id;
  const auto waiting = store::list_waiting(state.database, city.city->code, wish, limit);
  for (const auto id : waiting) {
    const auto row = store::find_application(state.database, id);
    CHECK(row.has_value());
    end_application(state, *row, "unplaced");
    state.notify({row->id, row->tally, "waitlist_ended", {}, 0});
    state.audit("agenda", "waitlist_ended", "application " + std::to_string(id.value),
                city.city->code);
  }
  return static_cast<int>(waiting.size());
}

}  // namespace

int end_waitlist(State& state, const SessionModel& session, int limit) {
  const CityModel& city = state.model.cities[session.city];
  int told = end_waiting(state, &session, city, limit);
  if (told < limit && !may_wait(state, city, nullptr)) {
    told += end_waiting(state, nullptr, city, limit - told);
  }
  return told;
}

void finish(State& state, const AgendaEntry& entry, const Ending& ending) {
  const auto lateness = state.now.at - entry.at;
  const bool late = lateness > state.settings.late_after;
  CHECK(store::mark_agenda_done(state.database, entry.id, state.now.at, late));
  const bool of_session = !entry.session.empty();
  const std::string subject = of_session           ? "session " + entry.session
                              : entry.city.empty() ? "campaign " + state.settings.campaign.id
                                                   : "city " + entry.city;
  state.audit("agenda", ending.action, subject, late ? "late" : "");
  ++state.figures.agenda_fired;
  if (late) ++state.figures.agenda_late;
  state.figures.agenda_lateness_us = lateness.count();
  state.agenda_changed = true;
  if (state.rehearsing) return;
  state.log.info(ending.action, ending.sentence,
                 {{"city", entry.city},
                  {"session", entry.session},
                  {"entry_at", format_utc(entry.at)},
                  {"late", late ? "yes" : "no"}});
}

SessionModel& load_session(State& state, const AgendaEntry& entry) {
  SessionModel* session = state.model.find_session(entry.session);
  CHECK(session != nullptr);
  return *session;
}

void pause_at(State& state, const AgendaEntry& entry, std::int64_t reached) {
  store::mark_agenda_reached(state.database, entry.id, reached);
}

int fire_window_opens(State& state, const AgendaEntry& entry) {
  CityModel* city = state.model.find_city(entry.city);
  CHECK(city != nullptr);
  if (store::mark_window_open(state.database, state.campaign, entry.city)) {
    city->window = WindowState::open;
    city->changed = true;
  }
  finish(state, entry, {"window_opened", "A city's application window has opened."});
  return 0;
}

int fire_window_closes(State& state, const AgendaEntry& entry) {
  CityModel* city = state.model.find_city(entry.city);
  CHECK(city != nullptr);
  int written = 0;
  if (store::mark_window_closed(state.database, state.campaign, entry.city)) {
    city->window = WindowState::closed;
    city->closed_recorded = state.now.steady;
    city->changed = true;
    if (!city->city->branch.email.empty()) {
      state.notify({{}, state.model.tallies[city->tally].row.id, "window_closed", {}, 0});
      written = 1;
    }
  }
  finish(state, entry, {"window_closed", "A city's application window has closed."});
  return written;
}

int fire_waitlist_ends(State& state, const AgendaEntry& entry) {
  const int limit = state.settings.fan_out_chunk;
  const int written = end_waitlist(state, load_session(state, entry), limit);
  if (written == limit) {
    pause_at(state, entry, 0);
  } else {
    finish(state, entry, {"waitlist_ended", "The seats of a session are given out no more."});
  }
  return written;
}

int fire_session_starts(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  move_session(state, session, SessionState::planned, SessionState::started);
  if (!session.started_recorded) session.started_recorded = state.now.steady;
  // Only a clock that was set back can have let anybody wait beyond the waitlist's end.
  const int limit = state.settings.fan_out_chunk;
  const int written = end_waitlist(state, session, limit);
  if (written == limit) {
    pause_at(state, entry, 0);
  } else {
    finish(state, entry, {"session_started", "A session has started."});
  }
  return written;
}

int fire_session_ends(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  move_session(state, session, SessionState::started, SessionState::ended);
  finish(state, entry, {"session_ended", "A session has ended."});
  return 0;
}

}  // namespace keste::engine
