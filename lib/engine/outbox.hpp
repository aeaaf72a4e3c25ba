// Claiming notifications and settling them, inside the turn's transaction.
#pragma once

#include <vector>

#include "engine/state.hpp"

namespace keste::engine {

/// Where messages can go, as the daemon is set up.
using Channels = std::vector<std::string>;

/// Up to `limit` notifications of a channel that are due and still true; what is no longer true is
/// dropped with its reason. Empty only when nothing true is due.
std::vector<Notification> claim(State& state, std::string_view channel, int limit);
/// A failure for good sends the message by the next channel, or puts its applicant on the call
/// list.
void settle(State& state, const std::vector<Settlement>& settlements);
void note_deliveries(State& state, const std::vector<DeliveryReport>& reports);
/// At a start: what earlier runs had claimed and never settled is pending again.
void release_dead_claims(State& state);

}  // namespace keste::engine
