// The agenda: writing a schedule's moments into it, and firing them.
#pragma once

#include "engine/state.hpp"
#include "store/agenda.hpp"

namespace keste::engine {

/// Puts one window's or one session's moments into the agenda, or moves those still pending.
void write_agenda(State& state, const store::WindowRow& window);
void write_agenda(State& state, const store::SessionRow& session);
/// A moment that fires (again) then, whatever became of it before; `release` is in whose name it
/// tells people, 0 for none.
void rearm(State& state, std::string_view kind, const SessionModel& session, Instant at,
           std::int64_t release = 0);
void rearm_window(State& state, const store::WindowRow& window);
/// The day on which personal data go, by the rules and the last due date as they stand.
void arm_erasure(State& state);
/// Nothing of the session happens any more.
void void_moments(State& state, const SessionModel& session);

/// Fires the earliest entry whose instant has come: its change of state, its notifications, its
/// audit line, in the turn's transaction. A large fan-out fires in chunks, one a call. Answers how
/// much it wrote, at least 1; 0 when nothing is due.
int fire_next(State& state);
/// Fires this entry, or a chunk of it, whatever its instant; how much it wrote.
int fire_entry(State& state, const store::AgendaEntry& entry);

/// The instant of the earliest entry that is not done.
std::optional<Instant> find_next_instant(State& state);

}  // namespace keste::engine
