// Windows, sessions and cities as the plan has them.
#include "engine/carrying_out.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/check.hpp"
#include "engine/agenda.hpp"
#include "engine/changes.hpp"
#include "engine/planned_session.hpp"
#include "engine/rescheduling.hpp"

namespace keste::engine {
namespace {

void change_window(State& state, const store::WindowRow& was, const campaign::CityWindow& wanted,
                   std::string_view reason) {
  const store::WindowRow is = plan_window(was, wanted, state.now.at);
  const auto version = store::reschedule_window(state.database, state.campaign, is);
  if (CityModel* city = state.model.find_city(is.city)) city->window_version = version;
  if (is.opens_at == was.opens_at && is.closes_at == was.closes_at && is.state == was.state) return;
  note_window_change(state, is.city, {was.opens_at, was.closes_at}, {is.opens_at, is.closes_at},
                     reason);
  rearm_window(state, is);
  state.audit(state.actor.name, "window_changed", "city " + is.city,
              format_utc(was.closes_at) + " to " + format_utc(is.closes_at));
}

/// Before its row changes: what people were told becomes words, so that the difference is seen.
void move_house(State& state, SessionModel& session, const PlannedSession& plan) {
  store::replace_place(state.database, session.row.id, {}, plan.place_was);
  store::replace_place(state.database, session.row.id, plan.place_is, {});
  if (session.row.venue.empty()) session.row.venue = plan.place_was.venue;
}

void change_session(State& state, const EngineSettings& before, SessionModel& session,
                    const campaign::SessionChange* change, std::string_view reason) {
  PlannedSession plan = plan_session({before, state.settings}, session.row, change);
  CHECK(!plan.calendar_ends);
  const bool same_rule = plan.is.due_working_days == session.row.due_working_days &&
                         plan.is.due_time == session.row.due_time;
  if (change == nullptr && !plan.due_moves && same_rule) return;
  const std::string was = format_utc(session.row.starts_at);
  if (plan.has_moved_house) move_house(state, session, plan);
  if (plan.has_moved) {
    ++plan.is.sequence;
    plan.is.answer_by = std::min(state.now.at + state.rules().answer_within, plan.is.starts_at);
    plan.is.answer_of = store::find_last_application(state.database).value;
  }
  const std::string_view tells =
      plan.has_moved ? "session_changed" : (plan.due_moves ? "due_date_moved" : "");
  take_change(state, session, std::move(plan.is), tells, reason);
  state.audit(state.actor.name, plan.has_moved ? "session_moved" : "session_rescheduled",
              "session " + session.row.code,
              was + " to " + format_utc(session.row.starts_at) + ", due " +
                  format_utc(session.row.due_at) + ", " + std::to_string(session.row.seats) +
                  " seats");
}

void cancel_session(State& state, SessionModel& session, std::string_view reason) {
  CHECK(store::mark_session(state.database, session.row.id, "planned", "cancelled"));
  session.state = SessionState::cancelled;
  session.row.state = "cancelled";
  state.model.cities[session.city].changed = true;
  note_session_cancelled(state, session.row, reason);
  void_moments(state, session);
  rearm(state, "session_cancelled", session, state.now.at);
  state.audit(state.actor.name, "session_cancelled", "session " + session.row.code, "");
}

void change_windows(State& state, const campaign::Difference& difference, std::string_view reason) {
  std::unordered_map<std::string, store::WindowRow> rows;
  for (auto& row : store::list_windows(state.database, state.campaign)) rows[row.city] = row;
  for (const campaign::WindowChange& change : difference.windows) {
    change_window(state, rows.at(change.is.city), change.is, reason);
  }
}

}  // namespace

void carry_out(State& state, const EngineSettings& before, const campaign::Difference& difference,
               std::string_view reason) {
  for (const std::string& city : difference.cities_removed) {
    store::delete_city(state.database, state.campaign, city);
    state.agenda_changed = true;
    state.audit(state.actor.name, "city_removed", "city " + city, "");
  }
  change_windows(state, difference, reason);
  for (const campaign::SessionTimes& times : difference.sessions_removed) {
    SessionModel* session = state.model.find_session(times.session);
    if (session != nullptr && session->state == SessionState::planned) {
      cancel_session(state, *session, reason);
    }
  }
  std::unordered_map<std::string_view, const campaign::SessionChange*> changes;
  for (const campaign::SessionChange& change : difference.sessions) {
    changes.emplace(change.is.session, &change);
  }
  for (SessionModel& session : state.model.sessions) {
    if (session.state == SessionState::due || session.state == SessionState::cancelled) continue;
    const auto change = changes.find(session.row.code);
    change_session(state, before, session, change == changes.end() ? nullptr : change->second,
                   reason);
  }
}

}  // namespace keste::engine
