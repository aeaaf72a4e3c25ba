// Sessions at the desk: finished, attended, moved, cancelled.
#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "engine/agenda.hpp"
#include "engine/attempts.hpp"
#include "engine/changes.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "engine/rescheduling.hpp"
#include "engine/seating.hpp"
#include "store/promo_codes.hpp"
#include "store/releases.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

Facts facts_of_session(State& state, const SessionModel& session) {
  const TallyModel& tally = state.model.tally_of(session);
  return {{"session", session.row.code},
          {"state", std::string(to_text(session.state))},
          {"starts_at", shown(state, session.row.starts_at, session.row.city)},
          {"ends_at", shown(state, session.row.ends_at, session.row.city)},
          {"due_at", shown(state, session.row.due_at, session.row.city)},
          {"seats", std::int64_t{session.row.seats}},
          {"seats_taken", std::int64_t{tally.row.seats_taken}},
          {"absent", tally.count(Count::absent)}};
}

/// Somebody of the session who may be marked; nothing when the application is another's.
std::optional<store::ApplicationRow> find_attendant(State& state, const SessionModel& session,
                                                    ApplicationId id) {
  auto row = find_application(state, id);
  const bool fits = row && row->session == session.row.id &&
                    (row->state == "seated" || row->state == "tested" || row->state == "absent");
  if (!fits) return std::nullopt;
  return row;
}

/// What an absence does to the code is the campaign's rule.
void mark_absent(State& state, const store::ApplicationRow& row) {
  if (row.state == "absent") return;
  CHECK(store::mark_absent(state.database, row.id, state.now.at));
  state.model.add(state.model.tally(row.tally), Count::absent, 1);
  if (state.rules().no_show_spends_code) {
    redeem_code(state, row);
  } else if (!row.code_key.empty()) {
    free_code(state, row);
  }
  state.audit(state.actor.name, "marked_absent", subject_of(row.id), "");
}

/// An absence that was taken back spends the code after all, unless it was used again meanwhile.
void mark_present(State& state, const store::ApplicationRow& row) {
  if (row.state != "absent") return;
  CHECK(store::mark_present(state.database, row.id));
  state.model.add(state.model.tally(row.tally), Count::absent, -1);
  if (!row.code_key.empty()) retake_code(state, row);
  state.audit(state.actor.name, "marked_present", subject_of(row.id), "");
}

struct Marking {
  DeskReport report;
  std::vector<store::ActionChange> changes;
};

Marking mark(State& state, const SessionModel& session, const std::vector<ApplicationId>& absent,
             const std::vector<ApplicationId>& present) {
  Marking marking;
  DeskReport& report = marking.report;
  const auto mark_all = [&](const std::vector<ApplicationId>& ids, auto marker) {
    for (const ApplicationId id : ids) {
      const auto row = find_attendant(state, session, id);
      if (!row) {
        report.rows.push_back(
            {{"application", id.value}, {"problem", std::string("not-in-this-session")}});
      } else if (store::find_result(state.database, row->id)) {
        report.rows.push_back({{"application", id.value}, {"problem", std::string("has-result")}});
      } else {
        marker(state, *row);
        const auto now = store::find_application(state.database, row->id);
        if (now->state != row->state) {
          marking.changes.push_back({subject_of(row->id), "attendance", row->state, now->state});
        }
      }
    }
  };
  mark_all(absent, mark_absent);
  mark_all(present, mark_present);
  return marking;
}

/// What a move changed.
std::vector<store::ActionChange> compare(const store::SessionRow& was,
                                         const store::SessionRow& became) {
  const auto micros = [](Instant at) { return std::to_string(to_micros(at)); };
  return {{"", "starts_at", micros(was.starts_at), micros(became.starts_at)},
          {"", "ends_at", micros(was.ends_at), micros(became.ends_at)},
          {"", "venue", was.venue, became.venue},
          {"", "address", was.address, became.address},
          {"", "seats", std::to_string(was.seats), std::to_string(became.seats)}};
}

/// Of a venue or an address: it stands in a message to everybody of the session.
bool is_too_long(std::string_view text) {
  constexpr std::size_t longest = 300;
  return code_point_count(text) > longest;
}

bool is_moved(const store::SessionRow& a, const store::SessionRow& b) {
  return a.starts_at != b.starts_at || a.ends_at != b.ends_at;
}

/// As the campaign's file must have it: within the testing span, and over on the day it began.
bool is_in_testing(const State& state, const store::SessionRow& session) {
  const campaign::Campaign& campaign = state.settings.campaign;
  const calendar::Zone& zone = campaign.find_city(session.city)->zone;
  const Date day = zone.date_at(session.starts_at);
  return day >= campaign.testing_from && day <= campaign.testing_to &&
         zone.date_at(session.ends_at - std::chrono::microseconds(1)) == day;
}

/// Whether a cancelled session has applicants whom nobody is about to tell.
bool has_untold(State& state, const SessionModel& session) {
  const TallyModel& tally = state.model.tally_of(session);
  if (tally.row.seats_taken == 0 && tally.count(Count::waitlisted) == 0) return false;
  store::AgendaEntry moment;
  moment.kind = "session_cancelled";
  moment.city = session.row.city;
  moment.session = session.row.code;
  return !store::find_telling(state.database, state.campaign, moment);
}

}  // namespace

DeskReport perform(State& state, const FinishSession& command) {
  SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  if (session->state == SessionState::cancelled) return refuse("session-cancelled");
  if (session->state == SessionState::due) return refuse("results-already-due");
  const Instant ended_at = command.ended_at.value_or(state.now.at);
  if (ended_at <= session->row.starts_at || ended_at > state.now.at) {
    return refuse("end-out-of-range",
                  {{"starts_at", shown(state, session->row.starts_at, session->row.city)},
                   {"ended_at", shown(state, ended_at, session->row.city)},
                   {"now", shown(state, state.now.at, session->row.city)}});
  }
  store::SessionRow changed = session->row;
  changed.finished_at = ended_at;
  if (!work_out_due_date(state, changed)) return refuse("calendar-too-short");
  DeskReport report = std::move(mark(state, *session, command.absent, {}).report);
  hold_messages(state, {"session_finished", session->row.city, session->row.code, {}});
  // Said again, it is news only where the due date moves by it.
  const bool is_first = !session->row.finished_at;
  const bool has_moved = changed.due_at != session->row.due_at;
  take_change(state, *session, std::move(changed),
              is_first ? "session_finished" : (has_moved ? "due_date_moved" : ""));
  for (const SessionState from : {SessionState::planned, SessionState::started}) {
    if (store::mark_session(state.database, session->row.id, to_text(from), "ended")) {
      session->state = SessionState::ended;
    }
  }
  if (!session->started_recorded) session->started_recorded = state.now.steady;
  state.audit(state.actor.name, "session_finished", "session " + session->row.code,
              format_utc(ended_at) + ", due " + format_utc(session->row.due_at));
  report.facts = facts_of_session(state, *session);
  report.facts.push_back({"finished_at", shown(state, ended_at, session->row.city)});
  return report;
}

DeskReport perform(State& state, const MarkAttendance& command) {
  SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  if (state.now.at < session->row.starts_at) return refuse("session-not-started");
  Marking marking = mark(state, *session, command.absent, command.present);
  DeskReport& report = marking.report;
  report.facts = facts_of_session(state, *session);
  if (!marking.changes.empty()) {
    const std::string subject = "session " + session->row.code;
    const std::int64_t line = state.audit(state.actor.name, "attendance_marked", subject,
                                          std::to_string(marking.changes.size()) + " applicants");
    keep_action(state, report, {line, "attendance_marked", session->row.city, subject},
                marking.changes);
  }
  return report;
}

DeskReport perform(State& state, const MoveSession& command) {
  SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  if (!is_reason(command.reason)) return refuse("reason-missing");
  if (session->state != SessionState::planned || state.now.at >= session->row.starts_at) {
    return refuse("session-under-way", {{"state", std::string(to_text(session->state))}});
  }
  store::SessionRow changed = session->row;
  changed.starts_at = command.starts_at.value_or(changed.starts_at);
  changed.ends_at =
      command.ends_at.value_or(changed.starts_at + (session->row.ends_at - session->row.starts_at));
  changed.venue = command.venue.value_or(changed.venue);
  changed.address = command.address.value_or(changed.address);
  changed.seats = command.seats.value_or(changed.seats);
  if (changed.ends_at <= changed.starts_at) return refuse("end-before-start");
  if (is_too_long(changed.venue) || is_too_long(changed.address)) return refuse("text-too-long");
  if (is_moved(changed, session->row) && !is_in_testing(state, changed)) {
    return refuse("outside-testing-span");
  }
  if (changed.starts_at <= state.now.at) return refuse("start-in-the-past");
  if (changed.seats < 0) return refuse("seats-out-of-range");
  if (!work_out_due_date(state, changed)) return refuse("calendar-too-short");
  const bool moved = !same_sitting(changed, session->row);
  if (moved) {
    ++changed.sequence;
    changed.answer_by = std::min(state.now.at + state.rules().answer_within, changed.starts_at);
    changed.answer_of = store::find_last_application(state.database).value;
  }
  const store::SessionRow before = session->row;
  hold_messages(state, {"session_moved", before.city, before.code,
                        std::min(before.starts_at, changed.starts_at)});
  take_change(state, *session, std::move(changed), moved ? "session_changed" : "", command.reason);
  const std::string subject = "session " + before.code;
  const std::int64_t line =
      state.audit(state.actor.name, "session_moved", subject,
                  format_utc(before.starts_at) + " to " + format_utc(session->row.starts_at) +
                      ", " + std::to_string(session->row.seats) + " seats",
                  command.reason);
  seat_waiting(state, state.model.cities[session->city]);
  DeskReport report;
  report.facts = facts_of_session(state, *session);
  report.facts.push_back({"told", moved});
  keep_action(state, report, {line, "session_moved", before.city, subject},
              compare(before, session->row));
  return report;
}

DeskReport perform(State& state, const CancelSession& command) {
  SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  if (!is_reason(command.reason)) return refuse("reason-missing");
  DeskReport report;
  const std::string subject = "session " + session->row.code;
  const auto hold = [&] {
    hold_messages(
        state, {"session_cancelled", session->row.city, session->row.code, session->row.starts_at});
  };
  if (session->state == SessionState::cancelled) {
    // Told after all, where the telling was stopped.
    if (has_untold(state, *session)) {
      hold();
      announce(state, "session_cancelled", *session);
      state.audit(state.actor.name, "session_cancellation_told", subject, "", command.reason);
    }
    report.facts = facts_of_session(state, *session);
    return report;
  }
  if (session->state != SessionState::planned || state.now.at >= session->row.starts_at) {
    return refuse("session-under-way", {{"state", std::string(to_text(session->state))}});
  }
  CHECK(store::mark_session(state.database, session->row.id, "planned", "cancelled"));
  session->state = SessionState::cancelled;
  note_session_cancelled(state, session->row, command.reason);
  state.model.cities[session->city].changed = true;
  hold();
  replace_open(state, *session);
  void_moments(state, *session);
  announce(state, "session_cancelled", *session);
  const std::int64_t line =
      state.audit(state.actor.name, "session_cancelled", subject, "", command.reason);
  report.facts = facts_of_session(state, *session);
  keep_action(state, report, {line, "session_cancelled", session->row.city, subject}, {});
  return report;
}

}  // namespace keste::engine
