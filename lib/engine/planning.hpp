// Planning: what another campaign file would do to the campaign as it stands.
#pragma once

#include "campaign/difference.hpp"
#include "engine/plan.hpp"
#include "engine/state.hpp"

namespace keste::engine {

struct Planning {
  campaign::Difference difference;
  PlanReport report;
};

/// Reads, and changes nothing. The hash is the same as long as the file says the same and what the
/// plan rests on stands: the file in force, the windows and sessions that would change, whether
/// anybody is touched by each change and in which ways, and the warnings. Who and how many they are
/// may change meanwhile: a plan can be applied while applications come in.
Planning make_plan(State& state, const EngineSettings& wanted);

}  // namespace keste::engine
