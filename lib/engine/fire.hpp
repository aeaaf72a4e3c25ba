// Firing: one function for each kind of agenda entry, within the turn's transaction. Each answers
// how many notifications it wrote; one that is not finished is called again for its next chunk.
#pragma once

#include "engine/state.hpp"
#include "store/agenda.hpp"

namespace keste::engine {

int fire_window_opens(State& state, const store::AgendaEntry& entry);
int fire_window_closes(State& state, const store::AgendaEntry& entry);
int fire_waitlist_ends(State& state, const store::AgendaEntry& entry);
int fire_session_starts(State& state, const store::AgendaEntry& entry);
int fire_session_ends(State& state, const store::AgendaEntry& entry);
int fire_session_finished(State& state, const store::AgendaEntry& entry);
int fire_session_cancelled(State& state, const store::AgendaEntry& entry);
/// A session moved, or its due date did.
int fire_change(State& state, const store::AgendaEntry& entry);
int fire_results_due(State& state, const store::AgendaEntry& entry);
int fire_reminder(State& state, const store::AgendaEntry& entry);
int fire_results_overdue(State& state, const store::AgendaEntry& entry);
int fire_erasure(State& state, const store::AgendaEntry& entry);

/// Nobody is seated from the waitlist of a session any more: those who wanted this one, and, with
/// the city's last session, those who wanted any, are told. How many, at most `limit`.
int end_waitlist(State& state, const SessionModel& session, int limit);

/// What the entry's line in the log and in the audit says.
struct Ending {
  std::string_view action;
  std::string_view sentence;
};
/// Marks the entry done.
void finish(State& state, const store::AgendaEntry& entry, const Ending& ending);
SessionModel& load_session(State& state, const store::AgendaEntry& entry);
/// Marks where a fan-out goes on.
void pause_at(State& state, const store::AgendaEntry& entry, std::int64_t reached);

}  // namespace keste::engine
