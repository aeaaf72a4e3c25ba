// Results that are due and not in: the branch is told each working day until they are.
#pragma once

#include "engine/state.hpp"

namespace keste::engine {

/// After the due date: the branch is asked on the morning of the next working day. A result that is
/// published on the due day is in time, at whatever hour.
void watch_for_results(State& state, const SessionModel& session);

}  // namespace keste::engine
