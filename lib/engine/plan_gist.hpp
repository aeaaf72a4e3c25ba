// The gist of a plan: what must still be so when it is applied.
#pragma once

#include "engine/plan.hpp"
#include "engine/state.hpp"

namespace keste::engine {

/// Fills in the plan's ground and its hash.
void sign_plan(const State& state, const EngineSettings& wanted, PlanReport& plan);

/// The lines of one list that the other one lacks, both ways: "no longer: …", "now: …".
std::vector<std::string> list_moved_ground(const std::vector<std::string>& was,
                                           const std::vector<std::string>& is);

}  // namespace keste::engine
