// When the branch is asked for results, and when that ends.
#include "engine/overdue.hpp"

#include "engine/agenda.hpp"
#include "engine/fire.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

constexpr std::chrono::hours asked_at{9};  ///< City time: when somebody is there to read it.

/// The morning of the next working day after a date; nothing where the calendar ends.
std::optional<Instant> next_morning(const State& state, const CityModel& city, Date after) {
  const auto& calendar = *state.settings.calendar;
  if (!calendar.covers(after)) return std::nullopt;
  const auto day = calendar.nth_working_day_after(after, 1);
  if (!day) return std::nullopt;
  const auto at = city.city->zone.to_instant(LocalTime(day.value()) + asked_at);
  if (!at) return std::nullopt;
  return at.value();
}

void ask_after(State& state, const SessionModel& session, Date day) {
  const auto at = next_morning(state, state.model.cities[session.city], day);
  if (at) {
    rearm(state, "results_overdue", session, *at);
  } else {
    state.log.warning("calendar_too_short",
                      "The branch will not be asked for overdue results: the calendar ends here.",
                      {{"session", session.row.code}});
  }
}

}  // namespace

void watch_for_results(State& state, const SessionModel& session) {
  if (store::count_missing_results(state.database, session.row.id) == 0) return;
  const CityModel& city = state.model.cities[session.city];
  if (city.city->branch.email.empty()) return;  // Nobody could be asked.
  ask_after(state, session, city.city->zone.date_at(session.row.due_at));
}

int fire_results_overdue(State& state, const store::AgendaEntry& entry) {
  const SessionModel& session = load_session(state, entry);
  if (store::count_missing_results(state.database, session.row.id) == 0) {
    finish(state, entry, {"results_complete", "All results of a session are in."});
    return 0;
  }
  const CityModel& city = state.model.cities[session.city];
  state.notify({{}, state.model.tally_of(session).row.id, "results_overdue", {}, 0});
  finish(state, entry,
         {"results_overdue", "Results of a session are overdue; the branch is told."});
  ask_after(state, session, city.city->zone.date_at(state.now.at));
  return 1;
}

}  // namespace keste::engine
