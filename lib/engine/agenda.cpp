// Firing: each kind of entry is one function.
#include "engine/agenda.hpp"

#include <array>

#include "base/check.hpp"
#include "store/agenda.hpp"

namespace keste::engine {
namespace {

using store::AgendaEntry;

/// The order of entries at one instant. Closing comes before starting, so that a window that ends
/// as a session starts is closed first.
int rank_of(std::string_view kind) {
  constexpr std::array<std::string_view, 6> order{"window_opens",   "window_closes",
                                                  "session_starts", "session_ends",
                                                  "results_due",    "session_reminder"};
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] == kind) return static_cast<int>(i);
  }
  CHECK(!"a kind of agenda entry");
  return 0;
}

void write(State& state, std::string_view kind, const std::string& city, const std::string& session,
           Instant at) {
  AgendaEntry entry;
  entry.kind = kind;
  entry.rank = rank_of(kind);
  entry.city = city;
  entry.session = session;
  entry.at = at;
  store::upsert_agenda(state.database, state.campaign, entry);
  state.agenda_changed = true;
}

void finish(State& state, const AgendaEntry& entry, std::string_view action,
            std::string_view sentence) {
  const auto lateness = state.now.at - entry.at;
  const bool late = lateness > state.settings.late_after;
  CHECK(store::mark_agenda_done(state.database, entry.id, state.now.at, late));
  const bool of_session = !entry.session.empty();
  const std::string subject = of_session ? "session " + entry.session : "city " + entry.city;
  state.audit("agenda", action, subject, late ? "late" : "");
  ++state.figures.agenda_fired;
  if (late) ++state.figures.agenda_late;
  state.figures.agenda_lateness_us = lateness.count();
  state.agenda_changed = true;
  state.log.info(action, sentence,
                 {{"city", entry.city},
                  {"session", entry.session},
                  {"entry_at", format_utc(entry.at)},
                  {"late", late ? "yes" : "no"}});
}

void fire_window_opens(State& state, const AgendaEntry& entry) {
  CityModel* city = state.model.find_city(entry.city);
  CHECK(city != nullptr);
  if (store::mark_window_open(state.database, state.campaign, entry.city)) {
    city->window = WindowState::open;
    city->changed = true;
  }
  finish(state, entry, "window_opened", "A city's application window has opened.");
}

void fire_window_closes(State& state, const AgendaEntry& entry) {
  CityModel* city = state.model.find_city(entry.city);
  CHECK(city != nullptr);
  if (store::mark_window_closed(state.database, state.campaign, entry.city)) {
    city->window = WindowState::closed;
    city->closed_recorded = state.now.steady;
    city->changed = true;
  }
  finish(state, entry, "window_closed", "A city's application window has closed.");
}

SessionModel& load_session(State& state, const AgendaEntry& entry) {
  SessionModel* session = state.model.find_session(entry.session);
  CHECK(session != nullptr);
  return *session;
}

void move_session(State& state, SessionModel& session, SessionState from, SessionState to) {
  if (!store::mark_session(state.database, session.row.id, to_text(from), to_text(to))) return;
  session.state = to;
  state.model.cities()[session.city].changed = true;
}

void fire_session_starts(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  move_session(state, session, SessionState::planned, SessionState::started);
  session.started_recorded = state.now.steady;
  finish(state, entry, "session_started", "A session has started.");
}

void fire_session_ends(State& state, const AgendaEntry& entry) {
  move_session(state, load_session(state, entry), SessionState::started, SessionState::ended);
  finish(state, entry, "session_ended", "A session has ended.");
}

struct FanOut {
  int written = 0;
  bool finished = false;
};

/// Writes the next chunk of a fan-out.
FanOut fan_out(State& state, const AgendaEntry& entry, SessionModel& session) {
  FanOut result;
  state.complete_roster();
  const int limit = state.settings.fan_out_chunk;
  const auto chunk = store::find_chunk(state.database, session.row.id, entry.reached, limit);
  if (chunk.count > 0) {
    result.written =
        store::insert_chunk(state.database, session.row.id, entry.kind, state.now.at, chunk);
    state.model.add(session, Count::pending, result.written);
  }
  result.finished = chunk.count < limit;
  if (!result.finished) store::mark_agenda_reached(state.database, entry.id, chunk.last);
  return result;
}

int fire_reminder(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  const bool useful =
      session.state == SessionState::planned && state.now.at < session.row.starts_at;
  if (!useful) {
    finish(state, entry, "session_reminder_skipped",
           "A reminder was left out because its session had started.");
    return 0;
  }
  const FanOut result = fan_out(state, entry, session);
  if (result.finished) {
    finish(state, entry, "session_reminder_queued", "Reminders of a session are in the outbox.");
  }
  return result.written;
}

int fire_results_due(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  if (session.state == SessionState::ended) {
    move_session(state, session, SessionState::ended, SessionState::due);
  }
  const FanOut result = fan_out(state, entry, session);
  if (result.finished) {
    finish(state, entry, "results_due", "A session's results are due; its applicants are told.");
  }
  return result.written;
}

/// How many notifications it wrote.
int fire(State& state, const AgendaEntry& entry) {
  if (entry.kind == "session_reminder") return fire_reminder(state, entry);
  if (entry.kind == "results_due") return fire_results_due(state, entry);
  if (entry.kind == "window_opens") fire_window_opens(state, entry);
  if (entry.kind == "window_closes") fire_window_closes(state, entry);
  if (entry.kind == "session_starts") fire_session_starts(state, entry);
  if (entry.kind == "session_ends") fire_session_ends(state, entry);
  return 0;
}

}  // namespace

void write_agenda(State& state, const store::WindowRow& window) {
  if (window.state == "not_open") write(state, "window_opens", window.city, "", window.opens_at);
  if (window.state != "closed") write(state, "window_closes", window.city, "", window.closes_at);
}

void rearm_reminder(State& state, const store::SessionRow& session) {
  store::rearm_reminder(state.database, state.campaign, session.code,
                        session.starts_at - state.settings.reminder_before);
  state.agenda_changed = true;
}

void write_agenda(State& state, const store::SessionRow& session) {
  const Instant remind_at = session.starts_at - state.settings.reminder_before;
  write(state, "session_reminder", session.city, session.code, remind_at);
  write(state, "session_starts", session.city, session.code, session.starts_at);
  write(state, "session_ends", session.city, session.code, session.ends_at);
  write(state, "results_due", session.city, session.code, session.due_at);
}

int fire_next(State& state) {
  const auto entry = store::find_first_agenda(state.database, state.campaign);
  if (!entry || entry->at > state.now.at) return 0;
  return 1 + fire(state, *entry);
}

std::optional<Instant> find_next_instant(State& state) {
  const auto entry = store::find_first_agenda(state.database, state.campaign);
  if (!entry) return std::nullopt;
  return entry->at;
}

}  // namespace keste::engine
