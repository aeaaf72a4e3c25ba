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
/// A notification as its person would get it just now; nothing is changed by looking. In place of
/// the ticket's secret stand zeros.
struct Look {
  std::optional<Notification> message;  ///< None once the person's data were erased.
  std::string_view untruth;             ///< Why it would not be sent; empty when it would.
};
Look look_at(State& state, const store::ClaimedRow& row, std::string_view channel);
/// A failure for good sends the message by the next channel, or puts its applicant on the call
/// list.
void settle(State& state, const std::vector<Settlement>& settlements);
void note_deliveries(State& state, const std::vector<DeliveryReport>& reports);
/// At a start: what earlier runs had claimed and never settled is pending again.
void release_dead_claims(State& state);

}  // namespace keste::engine
