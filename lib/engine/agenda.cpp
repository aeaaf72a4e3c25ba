// Writing entries, and finding the one that fires next.
#include "engine/agenda.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "engine/fire.hpp"
#include "engine/seating.hpp"

namespace keste::engine {
namespace {

using store::AgendaEntry;

/// The order of entries at one instant. Closing comes before starting, so that a window that ends
/// as a session starts is closed first; what people are told comes after what happens.
int rank_of(std::string_view kind) {
  constexpr std::array<std::string_view, 13> order{
      "window_opens",        "window_closes",    "waitlist_ends",     "session_starts",
      "session_ends",        "session_finished", "session_cancelled", "session_changed",
      "due_date_moved",      "results_due",      "session_reminder",  "results_overdue",
      "personal_data_erased"};
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] == kind) return static_cast<int>(i);
  }
  CHECK(!"a kind of agenda entry");
  return 0;
}

AgendaEntry make_entry(std::string_view kind, const std::string& city, const std::string& session,
                       Instant at) {
  AgendaEntry entry;
  entry.kind = kind;
  entry.rank = rank_of(kind);
  entry.city = city;
  entry.session = session;
  entry.at = at;
  return entry;
}

void write(State& state, std::string_view kind, const std::string& city, const std::string& session,
           Instant at) {
  store::upsert_agenda(state.database, state.campaign, make_entry(kind, city, session, at));
  state.agenda_changed = true;
}

struct Firing {
  std::string_view kind;
  int (*fire)(State&, const AgendaEntry&);
};

int fire(State& state, const AgendaEntry& entry) {
  constexpr std::array<Firing, 13> firings{{{"window_opens", fire_window_opens},
                                            {"window_closes", fire_window_closes},
                                            {"waitlist_ends", fire_waitlist_ends},
                                            {"session_starts", fire_session_starts},
                                            {"session_ends", fire_session_ends},
                                            {"session_finished", fire_session_finished},
                                            {"session_cancelled", fire_session_cancelled},
                                            {"session_changed", fire_change},
                                            {"due_date_moved", fire_change},
                                            {"results_due", fire_results_due},
                                            {"session_reminder", fire_reminder},
                                            {"results_overdue", fire_results_overdue},
                                            {"personal_data_erased", fire_erasure}}};
  for (const Firing& firing : firings) {
    if (firing.kind == entry.kind) return firing.fire(state, entry);
  }
  CHECK(!"a kind of agenda entry");
  return 0;
}

}  // namespace

void write_agenda(State& state, const store::WindowRow& window) {
  if (window.state == "not_open") write(state, "window_opens", window.city, "", window.opens_at);
  if (window.state != "closed") write(state, "window_closes", window.city, "", window.closes_at);
}

void rearm_window(State& state, const store::WindowRow& window) {
  if (window.state == "not_open") {
    store::rearm_agenda(state.database, state.campaign,
                        make_entry("window_opens", window.city, "", window.opens_at));
  }
  store::rearm_agenda(state.database, state.campaign,
                      make_entry("window_closes", window.city, "", window.closes_at));
  state.agenda_changed = true;
}

void rearm(State& state, std::string_view kind, const SessionModel& session, Instant at,
           std::int64_t release) {
  AgendaEntry entry = make_entry(kind, session.row.city, session.row.code, at);
  entry.release = release;
  store::rearm_agenda(state.database, state.campaign, entry);
  state.agenda_changed = true;
}

void void_moments(State& state, const SessionModel& session) {
  store::void_agenda(state.database, state.campaign, session.row.code);
  state.agenda_changed = true;
}

void write_agenda(State& state, const store::SessionRow& session) {
  const Instant remind_at = session.starts_at - state.settings.reminder_before;
  const Instant cut_off_at = session.starts_at - state.rules().change_until_before;
  write(state, "session_reminder", session.city, session.code, remind_at);
  if (state.rules().waitlist) {
    write(state, "waitlist_ends", session.city, session.code, cut_off_at);
  }
  write(state, "session_starts", session.city, session.code, session.starts_at);
  write(state, "session_ends", session.city, session.code, session.ends_at);
  write(state, "results_due", session.city, session.code, session.due_at);
}

void arm_erasure(State& state) {
  const int days = state.rules().keep_personal_data_days;
  if (days <= 0) {
    store::forget_agenda(state.database, state.campaign, "personal_data_erased");
    state.agenda_changed = true;
    return;
  }
  Instant last{};
  for (const TestModel& test : state.model.tests) last = std::max(last, test.window.closes_at);
  for (const SessionModel& session : state.model.sessions) {
    if (session.state != SessionState::cancelled) last = std::max(last, session.row.due_at);
  }
  if (last == Instant{}) return;
  constexpr std::chrono::hours at_night{3};
  const calendar::Zone& zone = state.settings.campaign.cities.front().zone;
  const Date day = zone.date_at(last) + std::chrono::days(days);
  const auto at = zone.to_instant(LocalTime(day) + at_night);
  // An hour that the clocks leave out that night: a little later will do.
  const auto later = at ? at : zone.to_instant(LocalTime(day) + 2 * at_night);
  CHECK(static_cast<bool>(later));
  write(state, "personal_data_erased", "", "", later.value());
}

int fire_next(State& state) {
  const auto next = find_next_instant(state);
  if (!next || *next > state.now.at) return 0;
  const auto entry = store::find_first_agenda(state.database, state.campaign);
  if (!entry || entry->at > state.now.at) return 0;
  return 1 + fire_entry(state, *entry);
}

int fire_entry(State& state, const AgendaEntry& entry) {
  Hold hold;
  hold.release = entry.release;
  if (entry.release != 0) state.hold = &hold;
  const int written = fire(state, entry);
  state.hold = nullptr;
  return written;
}

std::optional<Instant> find_next_instant(State& state) {
  // Unless a turn changes the agenda, it is as the model was told.
  if (!state.agenda_changed) return state.model.next_at;
  const auto entry = store::find_first_agenda(state.database, state.campaign);
  if (!entry) return std::nullopt;
  return entry->at;
}

}  // namespace keste::engine
