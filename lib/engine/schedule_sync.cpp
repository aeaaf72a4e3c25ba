// Differences between the file and the store, applied or reported.
#include "engine/schedule_sync.hpp"

#include <map>

#include "base/fault.hpp"
#include "engine/agenda.hpp"

namespace keste::engine {
namespace {

store::WindowRow row_of(const campaign::CityWindow& window) {
  return {window.city, window.opens_at, window.closes_at, "not_open"};
}

store::SessionRow row_of(const campaign::SessionTimes& times) {
  store::SessionRow row;
  row.code = times.session;
  row.city = times.city;
  row.starts_at = times.starts_at;
  row.ends_at = times.ends_at;
  row.due_at = times.due_at;
  row.due_provisional = times.due_provisional;
  row.seats = times.seats;
  row.state = "planned";
  return row;
}

bool same_times(const store::WindowRow& a, const store::WindowRow& b) {
  return a.opens_at == b.opens_at && a.closes_at == b.closes_at;
}

/// Whoever relied on the window as it stands must not lose by the change.
bool hurts(const store::WindowRow& old, const store::WindowRow& wanted, Instant now) {
  if (old.state == "closed") return true;
  const bool has_opened = old.state == "open" || old.opens_at <= now;
  if (has_opened && wanted.opens_at != old.opens_at) return true;
  return wanted.closes_at < old.closes_at || wanted.closes_at <= now;
}

void sync_window(State& state, const store::WindowRow* old, const store::WindowRow& wanted,
                 std::vector<std::string>& left) {
  if (old == nullptr) {
    store::insert_window(state.database, state.campaign, wanted);
    return write_agenda(state, wanted);
  }
  if (same_times(*old, wanted)) return;
  if (hurts(*old, wanted, state.now.at)) {
    left.push_back("city " + old->city + ": the window stays " + format_utc(old->opens_at) +
                   " to " + format_utc(old->closes_at) + " (" + old->state + "); the file has " +
                   format_utc(wanted.opens_at) + " to " + format_utc(wanted.closes_at));
    return;
  }
  store::WindowRow moved = wanted;
  moved.state = old->state;
  store::reschedule_window(state.database, state.campaign, moved);
  state.audit("system", "window_rescheduled", "city " + old->city,
              format_utc(moved.opens_at) + " to " + format_utc(moved.closes_at));
  write_agenda(state, moved);
}

bool same_but_due(const store::SessionRow& a, const store::SessionRow& b) {
  return a.starts_at == b.starts_at && a.ends_at == b.ends_at;
}

bool same(const store::SessionRow& a, const store::SessionRow& b) {
  return a.city == b.city && same_but_due(a, b) && a.due_at == b.due_at && a.seats == b.seats &&
         a.due_provisional == b.due_provisional;
}

bool hurts(const store::SessionRow& old, const store::SessionRow& wanted) {
  if (old.state == "due" || old.state == "cancelled") return true;
  if (old.state != "planned" && !same_but_due(old, wanted)) return true;
  if (old.city != wanted.city) return true;
  // A due date is a promise: moving it needs somebody who tells those it was made to.
  return old.seats_taken > 0 && (!same_but_due(old, wanted) || old.due_at != wanted.due_at ||
                                 wanted.seats < old.seats_taken);
}

/// "in astana at 2023-09-20T04:00:00Z with 60 seats, due 2023-09-22T12:00:00Z".
std::string describe(const store::SessionRow& session) {
  return "in " + session.city + " at " + format_utc(session.starts_at) + " with " +
         std::to_string(session.seats) + " seats, due " + format_utc(session.due_at);
}

void sync_session(State& state, const store::SessionRow* old, store::SessionRow wanted,
                  std::vector<std::string>& left) {
  if (old == nullptr) {
    wanted.id = store::insert_session(state.database, state.campaign, wanted);
    return write_agenda(state, wanted);
  }
  if (same(*old, wanted)) return;
  if (hurts(*old, wanted)) {
    left.push_back("session " + old->code + ": stays " + describe(*old) + ", " +
                   std::to_string(old->seats_taken) + " taken (" + old->state +
                   "); the file has it " + describe(wanted));
    return;
  }
  wanted.id = old->id;
  store::reschedule_session(state.database, wanted);
  state.audit("system", "session_rescheduled", "session " + old->code,
              format_utc(wanted.starts_at) + ", due " + format_utc(wanted.due_at) + ", " +
                  std::to_string(wanted.seats) + " seats");
  write_agenda(state, wanted);
  if (old->starts_at != wanted.starts_at) rearm_reminder(state, wanted);
}

void refuse_other_campaign(State& state) {
  const auto other = store::find_other_campaign(state.database, state.campaign);
  if (!other) return;
  throw Fault(FaultKind::usage, "reading the database",
              "it holds the campaign '" + *other + "', not '" + state.settings.campaign.id +
                  "': one database holds one campaign; give this one another --state");
}

void refuse_lost_cities(State& state, const std::map<std::string, store::WindowRow>& windows) {
  for (const auto& [city, window] : windows) {
    if (state.model.find_city(city) != nullptr) continue;
    throw Fault(
        FaultKind::usage, "reading the database",
        "it holds the city '" + city + "', which the campaign file no longer names: put it back");
  }
}

void report_lost_sessions(const std::map<std::string, store::SessionRow>& stored,
                          const campaign::Schedule& schedule, std::vector<std::string>& left) {
  std::map<std::string, store::SessionRow> lost = stored;
  for (const campaign::SessionTimes& times : schedule.sessions) lost.erase(times.session);
  for (const auto& [code, session] : lost) {
    if (session.state == "planned") {
      left.push_back("session " + code + ": stays, with " + std::to_string(session.seats_taken) +
                     " applicants; the file no longer names it");
    }
  }
}

}  // namespace

std::vector<std::string> sync_schedule(State& state, const campaign::Schedule& schedule) {
  refuse_other_campaign(state);
  std::vector<std::string> left;
  std::map<std::string, store::WindowRow> windows;
  for (auto& row : store::list_windows(state.database, state.campaign)) windows[row.city] = row;
  std::map<std::string, store::SessionRow> sessions;
  for (auto& row : store::list_sessions(state.database, state.campaign)) sessions[row.code] = row;
  refuse_lost_cities(state, windows);
  for (const campaign::CityWindow& window : schedule.windows) {
    const auto old = windows.find(window.city);
    sync_window(state, old == windows.end() ? nullptr : &old->second, row_of(window), left);
  }
  for (const campaign::SessionTimes& times : schedule.sessions) {
    const auto old = sessions.find(times.session);
    sync_session(state, old == sessions.end() ? nullptr : &old->second, row_of(times), left);
  }
  report_lost_sessions(sessions, schedule, left);
  return left;
}

}  // namespace keste::engine
