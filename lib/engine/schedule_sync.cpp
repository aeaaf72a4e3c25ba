// Differences between the file and the store, applied or reported.
#include "engine/schedule_sync.hpp"

#include <map>
#include <set>

#include "base/fault.hpp"
#include "engine/agenda.hpp"
#include "engine/changes.hpp"
#include "engine/rescheduling.hpp"

namespace keste::engine {
namespace {

store::WindowRow row_of(const campaign::CityWindow& window) {
  return {window.city,     window.opens_at,  window.closes_at,
          window.opens_at, window.closes_at, "not_open"};
}

store::SessionRow row_of(const campaign::Campaign& campaign, const campaign::SessionTimes& times) {
  const auto rule = campaign::due_rule_of(campaign, times.city);
  store::SessionRow row;
  row.due_working_days = rule.working_days;
  row.due_time = rule.due_time;
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

/// Whoever relied on the window as it stands must not lose by the change.
bool hurts(const store::WindowRow& old, const store::WindowRow& wanted, Instant now) {
  if (old.state == "closed") return true;
  const bool has_opened = old.state == "open" || old.opens_at <= now;
  if (has_opened && wanted.opens_at != old.opens_at) return true;
  return wanted.closes_at < old.closes_at || wanted.closes_at <= now;
}

/// A window that was changed at the desk stays so until the file itself changes.
bool is_as_filed(const store::WindowRow& old, const store::WindowRow& wanted) {
  return old.filed_opens_at == wanted.opens_at && old.filed_closes_at == wanted.closes_at;
}

void sync_window(State& state, const store::WindowRow* old, const store::WindowRow& wanted,
                 std::vector<std::string>& left) {
  if (old == nullptr) {
    store::insert_window(state.database, state.campaign, wanted);
    return write_agenda(state, wanted);
  }
  if (is_as_filed(*old, wanted)) return;
  if (hurts(*old, wanted, state.now.at)) {
    left.push_back("city " + old->city + ": the window stays " + format_utc(old->opens_at) +
                   " to " + format_utc(old->closes_at) + " (" + old->state + "); the file has " +
                   format_utc(wanted.opens_at) + " to " + format_utc(wanted.closes_at));
    return;
  }
  store::WindowRow moved = wanted;
  moved.state = old->state;
  store::reschedule_window(state.database, state.campaign, moved);
  note_window_change(state, moved.city, {old->opens_at, old->closes_at},
                     {moved.opens_at, moved.closes_at}, "");
  state.audit("system", "window_rescheduled", "city " + old->city,
              format_utc(moved.opens_at) + " to " + format_utc(moved.closes_at));
  write_agenda(state, moved);
}

bool is_as_filed(const store::SessionRow& old, const store::SessionRow& wanted) {
  return old.city == wanted.city && old.filed_starts_at == wanted.starts_at &&
         old.filed_ends_at == wanted.ends_at && old.filed_seats == wanted.seats;
}

bool hurts(const store::SessionRow& old, const store::SessionRow& wanted, int seats_taken) {
  const bool same_times = old.starts_at == wanted.starts_at && old.ends_at == wanted.ends_at;
  if (old.state == "due" || old.state == "cancelled") return true;
  if (old.state != "planned" && !same_times) return true;
  if (old.city != wanted.city) return true;
  return seats_taken > 0 && (!same_times || wanted.seats < seats_taken);
}

/// "in astana at 2023-09-20T04:00:00Z with 60 seats, due 2023-09-22T12:00:00Z".
std::string describe(const store::SessionRow& session) {
  return "in " + session.city + " at " + format_utc(session.starts_at) + " with " +
         std::to_string(session.seats) + " seats, due " + format_utc(session.due_at);
}

int count_seats_taken(State& state, const store::SessionRow& session) {
  const SessionModel* model = state.model.find_session(session.code);
  return model == nullptr ? 0 : state.model.tally_of(*model).row.seats_taken;
}

/// "within 7 working days by 18:00".
std::string describe_due_rule(const store::SessionRow& session) {
  std::string minutes = std::to_string(session.due_time.count() % 60);
  if (minutes.size() < 2) minutes.insert(0, "0");
  return "within " + std::to_string(session.due_working_days) + " working days by " +
         std::to_string(session.due_time.count() / 60) + ":" + minutes;
}

/// Another rule in the file: a date that was promised by the old one stays.
void sync_due_rule(State& state, SessionModel& session, const store::SessionRow& wanted,
                   std::vector<std::string>& left) {
  const store::SessionRow& old = session.row;
  // What is over, or will not be, is due when it was.
  if (old.state == "due" || old.state == "cancelled") return;
  if (old.due_working_days == wanted.due_working_days && old.due_time == wanted.due_time) return;
  if (state.model.tally_of(session).row.seats_taken > 0) {
    left.push_back("session " + old.code + ": its results stay due " + describe_due_rule(old) +
                   "; the file has " + describe_due_rule(wanted));
    return;
  }
  store::SessionRow changed = old;
  changed.due_working_days = wanted.due_working_days;
  changed.due_time = wanted.due_time;
  if (work_out_due_date(state, changed)) take_change(state, session, std::move(changed), "");
}

/// The calendar may have changed: the date is worked out anew from when the session ends or ended,
/// and a date that moved is told to those it was promised to.
void sync_due_date(State& state, const store::SessionRow& old) {
  if (old.state == "due" || old.state == "cancelled") return;
  SessionModel* session = state.model.find_session(old.code);
  if (session == nullptr) return;
  move_due_date(state, *session);
}

void sync_session(State& state, const store::SessionRow* old, store::SessionRow wanted,
                  std::vector<std::string>& left) {
  if (old == nullptr) {
    store::insert_session(state.database, state.campaign, wanted);
    note_session_added(state, wanted);
    return write_agenda(state, wanted);
  }
  SessionModel* session = state.model.find_session(old->code);
  if (session != nullptr && old->city == wanted.city) {
    sync_due_rule(state, *session, wanted, left);
  }
  if (is_as_filed(*old, wanted)) {
    // The file's rules may have changed: when to remind, whether anybody waits, and until when.
    if (old->state == "planned") write_agenda(state, *old);
    return sync_due_date(state, *old);
  }
  const int taken = count_seats_taken(state, *old);
  if (hurts(*old, wanted, taken)) {
    left.push_back("session " + old->code + ": stays " + describe(*old) + ", " +
                   std::to_string(taken) + " taken (" + old->state + "); the file has it " +
                   describe(wanted));
    return sync_due_date(state, *old);
  }
  store::SessionRow moved = state.model.find_session(old->code)->row;
  moved.starts_at = moved.filed_starts_at = wanted.starts_at;
  moved.ends_at = moved.filed_ends_at = wanted.ends_at;
  moved.seats = moved.filed_seats = wanted.seats;
  const bool has_moved = moved.starts_at != old->starts_at || moved.ends_at != old->ends_at;
  if (has_moved) {
    // Nobody sits there, so nobody was promised the date.
    moved.due_at = wanted.due_at;
    moved.due_provisional = wanted.due_provisional;
  }
  state.audit("system", "session_rescheduled", "session " + old->code,
              format_utc(moved.starts_at) + ", due " + format_utc(moved.due_at) + ", " +
                  std::to_string(moved.seats) + " seats");
  take_change(state, *state.model.find_session(old->code), std::move(moved), "");
  if (!has_moved) sync_due_date(state, *old);
}

/// Each city and each online test has a tally of its own.
void sync_tallies(State& state) {
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& tally : store::list_tallies(state.database, state.campaign)) {
    if (!tally.place.session) known.emplace(tally.place.city, tally.place.test);
  }
  const auto add = [&](const std::string& city, const std::string& test) {
    if (known.emplace(city, test).second) {
      store::insert_tally(state.database, state.campaign, {city, test, {}});
    }
  };
  for (const campaign::City& city : state.settings.campaign.cities) add(city.code, "");
  for (const campaign::TestWindow& test : state.settings.schedule.tests) add("", test.test);
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

void report_lost_sessions(State& state, const std::map<std::string, store::SessionRow>& stored,
                          const campaign::Schedule& schedule, std::vector<std::string>& left) {
  std::map<std::string, store::SessionRow> lost = stored;
  for (const campaign::SessionTimes& times : schedule.sessions) lost.erase(times.session);
  for (const auto& [code, session] : lost) {
    if (session.state == "planned") {
      left.push_back("session " + code + ": stays, with " +
                     std::to_string(count_seats_taken(state, session)) +
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
  sync_tallies(state);
  for (const campaign::CityWindow& window : schedule.windows) {
    const auto old = windows.find(window.city);
    sync_window(state, old == windows.end() ? nullptr : &old->second, row_of(window), left);
  }
  for (const campaign::SessionTimes& times : schedule.sessions) {
    const auto old = sessions.find(times.session);
    sync_session(state, old == sessions.end() ? nullptr : &old->second,
                 row_of(state.settings.campaign, times), left);
  }
  report_lost_sessions(state, sessions, schedule, left);
  return left;
}

}  // namespace keste::engine
