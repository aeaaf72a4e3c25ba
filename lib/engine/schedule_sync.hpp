// Bringing the store's windows and sessions to the campaign file's, where that hurts no one.
#pragma once

#include <string>
#include <vector>

#include "engine/state.hpp"

namespace keste::engine {

/// Applies what hurts no one: new windows and sessions, more seats, a window that opens or closes
/// later while it has not closed, and any change but that of city to a session that has no
/// applicants, its due date included. Answers with one sentence for each change that it left alone.
/// Throws Fault(usage) when the store holds another campaign, or a city that the file no longer
/// names.
std::vector<std::string> sync_schedule(State& state, const campaign::Schedule& schedule);

}  // namespace keste::engine
