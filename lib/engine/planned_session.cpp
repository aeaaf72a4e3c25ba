// From a change of the file to a session's row.
#include "engine/planned_session.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/check.hpp"
#include "engine/rescheduling.hpp"

namespace keste::engine {
namespace {

const campaign::Session* find_session(const campaign::Campaign& campaign, std::string_view id) {
  const auto found = std::find_if(campaign.sessions.begin(), campaign.sessions.end(),
                                  [&](const campaign::Session& one) { return one.id == id; });
  return found == campaign.sessions.end() ? nullptr : &*found;
}

campaign::SessionTimes filed_times(const store::SessionRow& row) {
  return {row.code,          row.city,   row.filed_starts_at,
          row.filed_ends_at, row.due_at, row.due_provisional,
          row.filed_seats};
}

}  // namespace

store::PlaceWords words_of_place(const campaign::Campaign& campaign, std::string_view id) {
  const campaign::Session* session = find_session(campaign, id);
  CHECK(session != nullptr);
  const campaign::Place& place = campaign::place_of(campaign, *session);
  if (!place.name.kk.empty()) return {place.name.kk, place.address.kk};
  return {campaign.find_city(session->city)->name.kk, place.address.kk};
}

store::WindowRow plan_window(store::WindowRow row, const campaign::CityWindow& wanted,
                             Instant now) {
  const bool has_opened = row.state != "not_open" || row.opens_at <= now;
  const bool reopens = row.state == "closed" && wanted.closes_at > now;
  row.filed_opens_at = wanted.opens_at;
  row.filed_closes_at = wanted.closes_at;
  if (reopens && wanted.opens_at > now) {
    row.state = "not_open";
    row.opens_at = wanted.opens_at;
  } else if (reopens) {
    row.state = "open";
  } else if (!has_opened) {
    row.opens_at = wanted.opens_at;
  }
  constexpr std::chrono::microseconds instant_later{1};  // Whoever was taken just now is in time.
  if (row.state != "closed") row.closes_at = std::max(wanted.closes_at, now + instant_later);
  return row;
}

PlannedSession plan_session(const FilePair& files, const store::SessionRow& was,
                            const campaign::SessionChange* change) {
  const EngineSettings& wanted = files.wanted;
  PlannedSession plan;
  plan.is = was;
  if (change != nullptr) {
    plan.is.starts_at = plan.is.filed_starts_at = change->is.starts_at;
    plan.is.ends_at = plan.is.filed_ends_at = change->is.ends_at;
    plan.is.seats = plan.is.filed_seats = change->is.seats;
    // What the desk said of either stands until the file says otherwise.
    if (!change->at_another_time) {
      plan.is.starts_at = was.starts_at;
      plan.is.ends_at = was.ends_at;
    }
    if (!change->with_other_seats) plan.is.seats = was.seats;
    plan.has_moved_house = change->at_another_place && was.state == "planned";
    if (plan.has_moved_house) {
      plan.place_was = words_of_place(files.before.campaign, was.code);
      plan.place_is = words_of_place(wanted.campaign, was.code);
      plan.is.venue.clear();
      plan.is.address.clear();
    }
  }
  const auto rule = campaign::due_rule_of(wanted.campaign, was.city);
  plan.is.due_working_days = rule.working_days;
  plan.is.due_time = rule.due_time;
  plan.calendar_ends = !work_out_due_date(wanted, plan.is);
  plan.due_moves = plan.is.due_at != was.due_at;
  plan.has_moved =
      plan.has_moved_house || plan.is.starts_at != was.starts_at || plan.is.ends_at != was.ends_at;
  return plan;
}

campaign::Version find_standing(State& state, const std::vector<store::WindowRow>& windows) {
  campaign::Version standing{state.settings.campaign, state.settings.schedule};
  std::unordered_map<std::string_view, const store::WindowRow*> rows;
  for (const store::WindowRow& row : windows) rows.emplace(row.city, &row);
  for (campaign::CityWindow& window : standing.schedule.windows) {
    const auto row = rows.find(window.city);
    if (row == rows.end()) continue;
    window.opens_at = row->second->filed_opens_at;
    window.closes_at = row->second->filed_closes_at;
  }
  std::set<std::string_view> named;
  for (campaign::SessionTimes& times : standing.schedule.sessions) {
    const SessionModel* session = state.model.find_session(times.session);
    if (session == nullptr) continue;
    named.insert(session->row.code);
    times = filed_times(session->row);
  }
  // What an earlier file had, and a reload left because of its people.
  for (const SessionModel& session : state.model.sessions) {
    if (session.state != SessionState::planned || named.contains(session.row.code)) continue;
    standing.schedule.sessions.push_back(filed_times(session.row));
  }
  return standing;
}

}  // namespace keste::engine
