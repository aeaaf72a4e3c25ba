// Pausing, probing and opening up again.
#include "dispatch/channel_gate.hpp"

#include "base/check.hpp"
#include "dispatch/retry_policy.hpp"

namespace keste::dispatch {

void ChannelGate::tick(Steady now) {
  if (state_ == State::paused && now >= pause_ends_at_) state_ = State::probing;
}

bool ChannelGate::may_send() const {
  return state_ == State::up || (state_ == State::probing && !probe_under_way_);
}

bool ChannelGate::note_sent() {
  CHECK(may_send());
  probe_under_way_ = state_ == State::probing;
  return probe_under_way_;
}

ChannelGate::Change ChannelGate::note_available(bool probe) {
  if (!probe) return Change::none;
  state_ = State::up;
  probe_under_way_ = false;
  failures_ = 0;
  return Change::up;
}

ChannelGate::Change ChannelGate::note_unavailable(bool probe, Steady now) {
  if (state_ == State::up) {
    pause(now);
    return Change::down;
  }
  if (probe) pause(now);
  return Change::none;
}

void ChannelGate::pause(Steady now) {
  state_ = State::paused;
  probe_under_way_ = false;
  ++failures_;
  pause_ends_at_ = now + pause_for(failures_, jitter_.next());
}

}  // namespace keste::dispatch
