// Changes of a session's times, and what follows from them.
#include "engine/rescheduling.hpp"

#include "base/check.hpp"
#include "calendar/due_date.hpp"
#include "engine/agenda.hpp"
#include "engine/changes.hpp"
#include "engine/releases.hpp"

namespace keste::engine {

bool work_out_due_date(const EngineSettings& settings, store::SessionRow& row) {
  const Instant ended_at = row.finished_at.value_or(row.ends_at);
  const campaign::City* city = settings.campaign.find_city(row.city);
  CHECK(city != nullptr);
  const auto due = calendar::due_date(*settings.calendar, city->zone, city->zone.to_local(ended_at),
                                      {row.due_working_days, row.due_time});
  if (!due || due.value().due_at < row.ends_at) return false;
  row.due_at = due.value().due_at;
  row.due_provisional = due.value().provisional;
  return true;
}

bool same_sitting(const store::SessionRow& a, const store::SessionRow& b) {
  return a.starts_at == b.starts_at && a.ends_at == b.ends_at && a.due_at == b.due_at &&
         a.venue == b.venue && a.address == b.address;
}

void take_change(State& state, SessionModel& session, store::SessionRow changed,
                 std::string_view tells, std::string_view reason) {
  const store::SessionRow old = session.row;
  if (!same_sitting(old, changed)) store::insert_sitting(state.database, changed);
  store::update_session(state.database, changed);
  note_session_change(state, old, changed, reason);
  session.row = std::move(changed);
  state.model.cities[session.city].changed = true;
  if (session.state != SessionState::cancelled) write_agenda(state, session.row);
  if (session.row.starts_at != old.starts_at) {
    // Not at once: a slip that is put right within minutes must not have told or ended anything.
    const Instant settled_at = state.now.at + state.rules().changes_gathered_for;
    const auto later = [settled_at](Instant at) { return std::max(at, settled_at); };
    rearm(state, "session_reminder", session,
          later(session.row.starts_at - state.settings.reminder_before));
    if (state.rules().waitlist) {
      rearm(state, "waitlist_ends", session,
            later(session.row.starts_at - state.rules().change_until_before));
    }
  }
  if (session.row.due_at != old.due_at) arm_erasure(state);
  const bool has_people = state.model.tally_of(session).row.seats_taken > 0;
  if (has_people && !tells.empty()) announce(state, tells, session);
}

bool move_due_date(State& state, SessionModel& session) {
  store::SessionRow changed = session.row;
  if (!work_out_due_date(state, changed)) return false;
  if (changed.due_at == session.row.due_at &&
      changed.due_provisional == session.row.due_provisional) {
    return true;
  }
  const bool moved = changed.due_at != session.row.due_at;
  const std::string before = format_utc(session.row.due_at);
  take_change(state, session, std::move(changed), moved ? "due_date_moved" : "");
  if (moved) {
    state.audit("system", "due_date_moved", "session " + session.row.code,
                before + " to " + format_utc(session.row.due_at));
  }
  return true;
}

}  // namespace keste::engine
