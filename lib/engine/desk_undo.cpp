// Undo: what was done at the desk is put back, where nobody loses a right by it.
#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "engine/agenda.hpp"
#include "engine/changes.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "engine/seating.hpp"
#include "store/person.hpp"
#include "store/releases.hpp"

namespace keste::engine {
namespace {

using Changes = std::vector<store::ActionChange>;

const store::ActionChange& find_change(const Changes& changes, std::string_view name) {
  const auto found = std::find_if(changes.begin(), changes.end(),
                                  [name](const auto& change) { return change.name == name; });
  CHECK(found != changes.end());
  return *found;
}

/// What follows the first word of a subject: "almaty" of "city almaty".
std::string name_in(const std::string& subject) { return subject.substr(subject.find(' ') + 1); }

/// The person's key in the subject of an extension.
std::optional<std::string> person_of(const std::string& subject) {
  constexpr int hexadecimal = 16;
  const std::string digits = name_in(subject);
  std::string key;
  for (std::size_t i = 0; i + 2 <= digits.size(); i += 2) {
    int byte = 0;
    const auto read = std::from_chars(&digits[i], &digits[i] + 2, byte, hexadecimal);
    if (read.ec != std::errc() || read.ptr != &digits[i] + 2) return std::nullopt;
    key.push_back(static_cast<char>(byte));
  }
  return key;
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Instant instant(const std::string& text) { return from_micros(number(text)); }

DeskReport undo_window(State& state, const store::ActionRow& action, const Changes& changes,
                       const std::string& reason) {
  CityModel* city = state.model.find_city(action.city);
  if (city == nullptr) return refuse("action-unknown", {{"action", action.id}});
  const auto& closing = find_change(changes, "closes_at");
  if (city->closes_at != instant(closing.became)) return refuse("changed-since");
  const Instant was = instant(closing.was);
  if (was > state.now.at) {
    return perform(state, ChangeWindow{action.city, was, reason});
  }
  // It was over before; nobody may have relied on its being open again.
  const auto& received = find_change(changes, "applications");
  if (count_received(state, *city) != number(received.became)) {
    return refuse("undo-too-late", {{"rule", std::string("window-used")}});
  }
  return put_window(state, *city, was, reason);
}

DeskReport undo_move(State& state, const store::ActionRow& action, const Changes& changes,
                     const std::string& reason) {
  const SessionModel* session = find_session(state, name_in(action.subject));
  if (session == nullptr) return refuse("action-unknown", {{"action", action.id}});
  const store::SessionRow& row = session->row;
  const bool same = row.starts_at == instant(find_change(changes, "starts_at").became) &&
                    row.ends_at == instant(find_change(changes, "ends_at").became) &&
                    row.venue == find_change(changes, "venue").became &&
                    row.address == find_change(changes, "address").became &&
                    row.seats == number(find_change(changes, "seats").became);
  if (!same) return refuse("changed-since");
  MoveSession back;
  back.session = row.code;
  back.starts_at = instant(find_change(changes, "starts_at").was);
  back.ends_at = instant(find_change(changes, "ends_at").was);
  back.venue = find_change(changes, "venue").was;
  back.address = find_change(changes, "address").was;
  back.seats = static_cast<int>(number(find_change(changes, "seats").was));
  back.reason = reason;
  return perform(state, back);
}

DeskReport undo_cancel(State& state, const store::ActionRow& action, const std::string& reason) {
  SessionModel* session = find_session(state, name_in(action.subject));
  if (session == nullptr) return refuse("action-unknown", {{"action", action.id}});
  if (session->state != SessionState::cancelled) return refuse("changed-since");
  if (state.now.at >= session->row.starts_at) {
    return refuse("undo-too-late", {{"rule", std::string("session-over")}});
  }
  store::AgendaEntry moment;
  moment.kind = "session_cancelled";
  moment.city = session->row.city;
  moment.session = session->row.code;
  const auto telling = store::find_telling(state.database, state.campaign, moment);
  // From the first applicant on who has another place, all get one.
  if (telling && (telling->state != "pending" || !telling->release)) {
    return refuse("undo-too-late", {{"rule", std::string("people-moved")}});
  }
  if (telling) {
    store::forget_release_moment(state.database, telling->release);
    store::end_release(state.database, telling->release,
                       {"stopped", state.now.at, state.actor.name});
    store::revive_releases(state.database, telling->release);
  }
  CHECK(store::mark_session(state.database, session->row.id, "cancelled", "planned"));
  session->state = SessionState::planned;
  note_session_reinstated(state, session->row, reason);
  CityModel& city = state.model.cities[session->city];
  city.changed = true;
  store::restore_agenda(state.database, state.campaign, session->row.code);
  write_agenda(state, session->row);
  state.agenda_changed = true;
  // What they had not been told of before, they are told now.
  hold_messages(
      state, {"session_reinstated", session->row.city, session->row.code, session->row.starts_at});
  const bool has_people = state.model.tally_of(*session).row.seats_taken > 0;
  if (session->row.sequence > 0 && has_people) announce(state, "session_changed", *session);
  seat_waiting(state, city);
  DeskReport report;
  report.facts = {{"session", session->row.code}, {"state", std::string("planned")}};
  return report;
}

DeskReport undo_attendance(State& state, const store::ActionRow& action, const Changes& changes) {
  MarkAttendance back;
  back.session = name_in(action.subject);
  std::vector<Facts> skipped;
  for (const store::ActionChange& change : changes) {
    const ApplicationId id{number(name_in(change.subject))};
    const auto row = find_application(state, id);
    if (!row || row->state != change.became) {
      skipped.push_back({{"application", id.value}, {"problem", std::string("changed-since")}});
      continue;
    }
    (change.was == "absent" ? back.absent : back.present).push_back(id);
  }
  DeskReport report = perform(state, back);
  report.rows.insert(report.rows.end(), skipped.begin(), skipped.end());
  return report;
}

DeskReport undo_needs(State& state, const store::ActionRow& action, const Changes& changes) {
  const ApplicationId id{number(name_in(action.subject))};
  const auto row = find_application(state, id);
  // With the person's data goes what they needed.
  if (!row || changes.empty()) return refuse("changed-since");
  const auto& needs = find_change(changes, "needs");
  const auto& minutes = find_change(changes, "extra_minutes");
  if (row->needs != needs.became || row->extra_minutes != number(minutes.became)) {
    return refuse("changed-since");
  }
  return perform(state, SetNeeds{id, needs.was, static_cast<int>(number(minutes.was))});
}

/// Whether the person applied when only their longer window let them.
bool has_used(State& state, const std::string& person_key, const std::string& place,
              Instant since) {
  for (const auto id : store::list_of_person(state.database, state.campaign, person_key)) {
    const auto row = store::find_application(state.database, id);
    if (row && (row->city == place || row->test == place) && row->received_at >= since) return true;
  }
  return false;
}

DeskReport undo_extension(State& state, const store::ActionRow& action, const Changes& changes,
                          const std::string& reason) {
  // Erased with the person.
  if (changes.empty()) return refuse("changed-since");
  const store::ActionChange& until = changes.front();
  const auto person_key = person_of(until.subject);
  if (!person_key) return refuse("changed-since");
  const CityModel* city = state.model.find_city(action.city);
  const TestModel* test = state.model.find_test(action.city);
  Instant since = city != nullptr ? city->closes_at : test->window.closes_at;
  store::ExtensionBack back{*person_key, action.city, std::nullopt, instant(until.became)};
  if (!until.was.empty()) {
    back.was = instant(until.was);
    since = std::max(since, *back.was);
  }
  if (has_used(state, *person_key, action.city, since)) {
    return refuse("undo-too-late", {{"rule", std::string("window-used")}});
  }
  if (!store::put_extension_back(state.database, state.campaign, back)) {
    return refuse("changed-since");
  }
  state.audit(state.actor.name, "window_extension_withdrawn", "city " + action.city,
              until.was.empty() ? "" : "until " + format_utc(*back.was), reason);
  DeskReport report;
  report.facts = {{"city", action.city}, {"withdrawn", until.was.empty()}};
  return report;
}

DeskReport undo(State& state, const store::ActionRow& action, const std::string& reason) {
  const Changes changes = store::list_action_changes(state.database, action.id);
  if (action.kind == "window_changed") return undo_window(state, action, changes, reason);
  if (action.kind == "session_moved") return undo_move(state, action, changes, reason);
  if (action.kind == "session_cancelled") return undo_cancel(state, action, reason);
  if (action.kind == "attendance_marked") return undo_attendance(state, action, changes);
  if (action.kind == "needs_set") return undo_needs(state, action, changes);
  if (action.kind == "window_extended_for_person") {
    return undo_extension(state, action, changes, reason);
  }
  return refuse("undo-impossible", {{"kind", action.kind}});
}

}  // namespace

DeskReport perform(State& state, const UndoAction& command) {
  const auto action = store::find_action(state.database, state.campaign, command.action);
  if (!action || !state.actor.may_see(action->city)) {
    return refuse("action-unknown", {{"action", command.action}});
  }
  if (!is_reason(command.reason)) return refuse("reason-missing");
  if (action->undone_by != 0) {
    return refuse("already-undone", {{"action", action->id}, {"undone_by", action->undone_by}});
  }
  DeskReport report = undo(state, *action, command.reason);
  if (!report.refusal.empty()) return report;
  const std::int64_t line =
      state.audit(state.actor.name, "undone", action->subject,
                  action->kind + " of line " + std::to_string(action->id), command.reason);
  CHECK(store::mark_action_undone(state.database, action->id, line));
  report.facts.push_back({"undone", action->id});
  return report;
}

}  // namespace keste::engine
