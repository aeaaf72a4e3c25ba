// The agenda: writing a schedule's moments into it, and firing them.
#pragma once

#include "engine/state.hpp"

namespace keste::engine {

/// Puts one window's or one session's moments into the agenda, or moves those still pending.
void write_agenda(State& state, const store::WindowRow& window);
void write_agenda(State& state, const store::SessionRow& session);
/// For a session that moves while nobody has a seat there: a reminder that fired fires again.
void rearm_reminder(State& state, const store::SessionRow& session);

/// Fires the earliest entry whose instant has come: its change of state, its notifications, its
/// audit line, in the turn's transaction. A large fan-out fires in chunks, one a call. Answers how
/// much it wrote, at least 1; 0 when nothing is due.
int fire_next(State& state);

/// The instant of the earliest entry that is not done.
std::optional<Instant> find_next_instant(State& state);

}  // namespace keste::engine
