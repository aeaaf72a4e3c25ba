// Releases and actions at the desk: listed, and stopped while they wait.
#include "engine/agenda.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "store/releases.hpp"

namespace keste::engine {
namespace {

/// What a release is just now: "waiting" before its instant, "leaving" while it has something left
/// to send, "sent", or how it ended.
std::string state_of(const State& state, const store::ReleaseRow& row,
                     const ReleaseFigures& figures) {
  if (!row.ended_as.empty()) return row.ended_as;
  if (row.moment.empty() && figures.pending == 0 && figures.under_way == 0) return "sent";
  return state.now.at < row.sends_at ? "waiting" : "leaving";
}

Facts show(State& state, const store::ReleaseRow& row) {
  const ReleaseFigures figures = figures_of_release(state, row.id.value);
  Facts facts{{"id", row.id.value},
              {"state", state_of(state, row, figures)},
              {"what", row.what},
              {"city", row.city},
              {"session", row.session},
              {"actor", row.actor},
              {"made_at", shown(state, row.made_at, row.city)},
              {"sends_at", shown(state, row.sends_at, row.city)},
              {"people", row.people},
              {"pending", figures.pending},
              {"under_way", figures.under_way},
              {"sent", figures.sent},
              {"failed", figures.failed},
              {"dropped", figures.dropped}};
  if (row.action != 0) facts.push_back({"undo", row.action});
  if (row.replaced_by) facts.push_back({"replaced_by", row.replaced_by.value});
  if (!row.ended_as.empty()) {
    facts.push_back({"ended_at", shown(state, row.ended_at, row.city)});
    facts.push_back({"ended_by", row.ended_by});
  }
  return facts;
}

std::optional<store::ReleaseRow> find_own_release(State& state, std::int64_t id) {
  auto row = store::find_release(state.database, state.campaign, store::ReleaseId{id});
  if (row && !state.actor.may_see(row->city)) row.reset();
  return row;
}

/// Why nothing is left to stop; empty when something is.
std::string_view find_obstacle(const store::ReleaseRow& row, const ReleaseFigures& figures) {
  if (row.ended_as == "stopped") return "release-stopped";
  if (row.ended_as == "replaced") return "release-replaced";
  // Who has lost a seat must hear of it: from the first one on, all do.
  const bool moves_people = row.what == "session_cancelled";
  if (moves_people && row.moment != "pending") return "release-gone";
  return row.moment.empty() && figures.pending == 0 ? "release-gone" : "";
}

}  // namespace

DeskReport perform(State& state, const ListReleases& command) {
  DeskReport report;
  for (const auto& row :
       store::list_releases(state.database, state.campaign, store::ReleaseId{command.before},
                            command.limit, cities_of(state.actor))) {
    report.rows.push_back(show(state, row));
  }
  return report;
}

DeskReport perform(State& state, const StopRelease& command) {
  const auto row = find_own_release(state, command.release);
  if (!row) return refuse("release-unknown", {{"release", command.release}});
  if (!is_reason(command.reason)) return refuse("reason-missing");
  const ReleaseFigures before = figures_of_release(state, row->id.value);
  const std::string_view obstacle = find_obstacle(*row, before);
  if (!obstacle.empty()) {
    Facts facts = show(state, *row);
    facts.push_back({"left", before.left()});
    return refuse(std::string(obstacle), std::move(facts));
  }
  const bool untold = row->moment == "pending";
  store::forget_release_moment(state.database, row->id);
  state.agenda_changed = true;
  const auto tallies =
      store::drop_release(state.database, row->id, state.now.at, "stopped at the desk");
  for (const store::TallyId id : tallies) {
    state.model.add(state.model.tally(id), Count::pending, -1);
    state.model.add(state.model.tally(id), Count::dropped, 1);
  }
  store::end_release(state.database, row->id, {"stopped", state.now.at, state.actor.name});
  state.stopped.insert(row->id.value);
  const std::int64_t stopped =
      untold ? row->people : std::max<std::int64_t>(row->people - before.left(), 0);
  state.audit(state.actor.name, "release_stopped", "release " + std::to_string(row->id.value),
              std::to_string(before.left()) + " had left", command.reason);
  DeskReport report;
  report.facts = {{"release", row->id.value}, {"state", std::string("stopped")},
                  {"what", row->what},        {"session", row->session},
                  {"city", row->city},        {"stopped", stopped},
                  {"left", before.left()},    {"change_stays", true}};
  if (row->action != 0) report.facts.push_back({"undo", row->action});
  return report;
}

DeskReport perform(State& state, const ListActions& command) {
  DeskReport report;
  for (const auto& row : store::list_actions(state.database, state.campaign, command.before,
                                             command.limit, cities_of(state.actor))) {
    Facts facts{{"id", row.id},           {"kind", row.kind},
                {"subject", row.subject}, {"city", row.city},
                {"actor", row.actor},     {"done_at", shown(state, row.at, row.city)}};
    if (row.undone_by != 0) facts.push_back({"undone_by", row.undone_by});
    report.rows.push_back(std::move(facts));
  }
  return report;
}

}  // namespace keste::engine
