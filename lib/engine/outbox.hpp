// Claiming notifications and settling them, inside the turn's transaction.
#pragma once

#include <vector>

#include "engine/notification.hpp"
#include "engine/state.hpp"

namespace keste::engine {

/// Up to `limit` notifications that are due and still true; what is no longer true is dropped with
/// its reason. Empty only when nothing true is due.
std::vector<Notification> claim(State& state, int limit);
void settle(State& state, const std::vector<Settlement>& settlements);
/// At a start: what earlier runs had claimed and never settled is pending again.
void release_dead_claims(State& state);

}  // namespace keste::engine
