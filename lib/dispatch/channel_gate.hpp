// ChannelGate: whether a channel may be used, after it was found down.
#pragma once

#include <cstdint>

#include "base/instant.hpp"
#include "base/random.hpp"

namespace keste::dispatch {

///        unavailable              pause over
///   up ──────────────▶ paused ──────────────────▶ probing
///   ▲                    ▲  the probe: unavailable │ │ the probe: any other answer
///   │                    └─────────────────────────┘ │
///   └────────────────────────────────────────────────┘
/// Probing lets one message through. Answers to messages sent earlier do not count. One thread.
class ChannelGate {
 public:
  enum class State { up, paused, probing };
  enum class Change { none, down, up };

  explicit ChannelGate(std::uint64_t seed) : jitter_(seed) {}

  State state() const { return state_; }
  /// When the pause ends; only while paused.
  Steady pause_ends_at() const { return pause_ends_at_; }
  /// Ends the pause when its time has come.
  void tick(Steady now);
  bool may_send() const;
  /// Notes a message that goes out; true when it is the probe.
  bool note_sent();
  Change note_available(bool probe);
  Change note_unavailable(bool probe, Steady now);

 private:
  void pause(Steady now);

  State state_ = State::up;
  bool probe_under_way_ = false;
  int failures_ = 0;
  Steady pause_ends_at_{};
  Jitter jitter_;
};

}  // namespace keste::dispatch
