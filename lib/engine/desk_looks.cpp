// Looks at people's data that lists give: written down before they are given.
#include "admission/person.hpp"
#include "engine/desk_handlers.hpp"
#include "store/search.hpp"

namespace keste::engine {
namespace {

/// Surnames that can be looked for from now on; how many are left for the next turn.
std::int64_t extend_surnames(State& state) {
  constexpr int at_once = 20'000;
  const std::int64_t last = store::find_last_application(state.database).value;
  store::ApplicationId mark = store::find_surname_mark(state.database, state.campaign);
  if (mark.value >= last) return 0;
  for (const auto& [id, surname] : store::list_new_surnames(state.database, mark, at_once)) {
    mark = id;
    // Nobody is found by an erased name.
    if (surname.empty()) continue;
    store::insert_surname(state.database, admission::fold_for_comparison(surname), id);
  }
  store::set_surname_mark(state.database, state.campaign, mark);
  return last - mark.value;
}

}  // namespace

DeskReport perform(State& state, const NoteLook& command) {
  DeskReport report;
  const std::int64_t left = command.surnames ? extend_surnames(state) : 0;
  report.facts = {{"left", left}};
  if (left > 0) return report;
  state.complete_roster();
  state.audit(state.actor.name, command.action, command.subject, command.detail);
  return report;
}

}  // namespace keste::engine
