// Rescheduling: a session that moves, ends at another hour, or whose due date moves.
#pragma once

#include "engine/state.hpp"

namespace keste::engine {

/// Whether two rows say the same of when and where, and of when the results are due.
bool same_sitting(const store::SessionRow& a, const store::SessionRow& b);

/// The row's due date by its own rule and the calendar as it is, from its real end where that is
/// known. False where the calendar ends.
bool work_out_due_date(const EngineSettings& settings, store::SessionRow& row);
inline bool work_out_due_date(const State& state, store::SessionRow& row) {
  return work_out_due_date(state.settings, row);
}

/// Works the due date out anew; one that moved is kept, put on the agenda and told to those who
/// have a seat. False when the calendar does not reach so far: then nothing has changed.
bool move_due_date(State& state, SessionModel& session);

/// Takes a session's changed row: store, model, agenda; `tells` is the kind of message that its
/// applicants get, or empty; `reason` is what the public feed of changes gives for it.
void take_change(State& state, SessionModel& session, store::SessionRow changed,
                 std::string_view tells, std::string_view reason = {});

}  // namespace keste::engine
