// Retry policy: when a message that could not be sent is tried again, and when no more.
#pragma once

#include <chrono>

#include "base/instant.hpp"

namespace keste::dispatch {

inline constexpr std::chrono::minutes retry_first{1};
inline constexpr std::chrono::hours retry_longest{1};
inline constexpr double retry_spread = 0.25;
inline constexpr std::chrono::hours retry_lifetime{5 * 24};

/// After try number `attempt` (from 1) failed softly: a minute, doubling, an hour at most, spread
/// by a quarter to both sides with `jitter` in [0, 1].
Instant retry_at(Instant now, int attempt, double jitter);
/// After try number `attempt` was lost after its final dot: soon, because the message may not have
/// arrived, and slower each time, because it may have.
Instant retry_ambiguous_at(Instant now, int attempt);
/// True when a message queued then is given up.
bool is_expired(Instant queued_at, Instant now);

/// A pause of a channel that was down `failures` (from 1) times in a row: a second, doubling, a
/// minute at most, with the same spread.
std::chrono::milliseconds pause_for(int failures, double jitter);

}  // namespace keste::dispatch
