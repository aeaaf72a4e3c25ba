// Carrying a plan out: what a reload would leave alone, in the turn's transaction.
#pragma once

#include "campaign/difference.hpp"
#include "engine/state.hpp"

namespace keste::engine {

/// `state` has the new settings already, and stands as the store does; `before` are the old ones.
/// Whatever hurts no one is left to sync_schedule, which comes next. People are told through the
/// agenda, in chunks.
/// `reason` stands in the public feed of changes.
void carry_out(State& state, const EngineSettings& before, const campaign::Difference& difference,
               std::string_view reason);

}  // namespace keste::engine
