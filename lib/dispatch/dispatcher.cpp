// One turn at a time: refill, send, record, sleep.
#include "dispatch/dispatcher.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace keste::dispatch {

Dispatcher::Dispatcher(Parts parts, DispatcherSettings settings)
    : parts_(parts),
      settings_(std::move(settings)),
      outbox_(parts.outbox, settings_.outbox, [this] { schedule(); }),
      gate_(settings_.jitter_seed),
      pacer_(settings_.per_second),
      jitter_(settings_.jitter_seed + 1),
      lanes_(static_cast<std::size_t>(parts.channel.width())) {
  CHECK(!lanes_.empty() && settings_.sends_per_turn > 0);
  for (int lane = parts.channel.width(); lane-- > 0;) idle_.push_back(lane);
}

Dispatcher::~Dispatcher() { parts_.loop.cancel(); }

void Dispatcher::start() {
  outbox_.start();
  schedule();
}

void Dispatcher::stop(std::function<void()> done) {
  if (phase_ == Phase::stopped) {
    parts_.loop.post(std::move(done));
    return;
  }
  on_stopped_.push_back(std::move(done));
  if (phase_ == Phase::running) phase_ = Phase::stopping;
  schedule();
}

DispatchFigures Dispatcher::figures() const {
  DispatchFigures now = figures_;
  now.in_flight = static_cast<int>(lanes_.size() - idle_.size());
  now.channel_up = gate_.state() == ChannelGate::State::up;
  return now;
}

void Dispatcher::schedule() {
  if (scheduled_) return;
  scheduled_ = true;
  parts_.loop.post([this, life = std::weak_ptr<int>(life_)] {
    if (life.expired()) return;
    scheduled_ = false;
    turn();
  });
}

void Dispatcher::turn() {
  const Steady now = parts_.loop.now();
  gate_.tick(now);
  const bool holding = phase_ != Phase::running || gate_.state() == ChannelGate::State::paused;
  if (holding) {
    figures_.released += static_cast<std::int64_t>(outbox_.release_queue(now));
  } else {
    outbox_.drop_lost(now);
    refill();
  }
  for (int sent = 0; may_send(now); ++sent) {
    if (sent == settings_.sends_per_turn) {
      schedule();
      break;
    }
    send_next(now);
  }
  outbox_.flush(now, outbox_.empty() && idle_.size() == lanes_.size());
  close_when_quiet();
  arm();
}

void Dispatcher::refill() {
  const int width = parts_.channel.width();
  if (gate_.state() == ChannelGate::State::probing) {
    if (gate_.may_send() && outbox_.empty()) outbox_.claim(1);
  } else if (outbox_.size() < static_cast<std::size_t>(2 * width)) {
    outbox_.claim(4 * width);
  }
}

bool Dispatcher::may_send(Steady now) {
  outbox_.drop_lost(now);
  return phase_ == Phase::running && gate_.may_send() && !outbox_.empty() && !idle_.empty() &&
         pacer_.ready_at() <= now;
}

bool Dispatcher::hold(const engine::Notification& next) {
  if (parts_.rule == nullptr) return false;
  const auto until = parts_.rule->find_hold(next, parts_.clock.now());
  if (!until) return false;
  engine::Settlement settlement;
  settlement.id = next.id;
  settlement.run = next.run;
  settlement.delivery = engine::Delivery::held;
  settlement.retry_at = *until;
  record(std::move(settlement), next.kind);
  return true;
}

void Dispatcher::send_next(Steady now) {
  const engine::Notification next = outbox_.take();
  if (hold(next)) return;
  auto mail = parts_.composer.compose(next);
  if (!mail) {
    engine::Settlement settlement;
    settlement.id = next.id;
    settlement.run = next.run;
    settlement.delivery = engine::Delivery::failed;
    settlement.reason = mail.error();
    record(std::move(settlement), next.kind);
    return;
  }
  if (parts_.rule != nullptr) parts_.rule->note_sent(next, parts_.clock.now());
  pacer_.take(now);
  const int index = idle_.back();
  idle_.pop_back();
  Lane& lane = lanes_[static_cast<std::size_t>(index)];
  lane.attempt = {next.id, next.attempts + 1, next.queued_at, mail.value().recipient, next.run};
  lane.kind = next.kind;
  lane.probe = gate_.note_sent();
  parts_.channel.send(index, std::move(mail).value(),
                      [this, index, life = std::weak_ptr<int>(life_)](const SendResult& result) {
                        if (!life.expired()) on_result(index, result);
                      });
}

void Dispatcher::on_result(int index, const SendResult& result) {
  const Lane& lane = lanes_[static_cast<std::size_t>(index)];
  CHECK(std::find(idle_.begin(), idle_.end(), index) == idle_.end());
  auto settlement = decide_settlement(lane.attempt, result, parts_.clock.now(), jitter_.next());
  note_channel(lane.probe, result, settlement.reason);
  if (parts_.rule != nullptr && settlement.delivery == engine::Delivery::released) {
    parts_.rule->note_released(lane.attempt.recipient);
  }
  record(std::move(settlement), lane.kind);
  idle_.push_back(index);
  schedule();
}

void Dispatcher::note_channel(bool probe, const SendResult& result, const std::string& reason) {
  const std::string name(parts_.channel.name());
  if (result.outcome != Outcome::unavailable) {
    if (gate_.note_available(probe) == ChannelGate::Change::up) {
      parts_.log.info("channel_up", "Messages leave again: the next hop answers.",
                      {{"channel", name}});
    }
  } else if (gate_.note_unavailable(probe, parts_.loop.now()) == ChannelGate::Change::down) {
    parts_.log.warning("channel_down",
                       "No message can leave: the next hop cannot be reached. What waits is kept, "
                       "and one message tries again after a pause of a second to a minute.",
                       {{"channel", name}, {"reason", reason}});
  }
}

void Dispatcher::record(engine::Settlement settlement, const std::string& kind) {
  switch (settlement.delivery) {
    case engine::Delivery::sent:
      ++figures_.sent;
      break;
    case engine::Delivery::deferred:
      ++figures_.deferred;
      break;
    case engine::Delivery::ambiguous:
      ++figures_.ambiguous;
      break;
    case engine::Delivery::released:
      ++figures_.released;
      break;
    case engine::Delivery::held:
      ++figures_.held;
      break;
    case engine::Delivery::failed:
      ++figures_.failed;
      parts_.log.warning(
          "notification_failed",
          "A message will not be sent: it was refused for good, or cannot be "
          "written. The outbox shows it with its reason.",
          {{"notification", settlement.id.value}, {"kind", kind}, {"reason", settlement.reason}});
      break;
  }
  outbox_.settle(std::move(settlement), parts_.loop.now());
}

void Dispatcher::arm() {
  if (phase_ == Phase::stopped) return;
  const auto wish = next_wake();
  // An early wake does no harm, so the timer moves only when it must ring sooner.
  if (!wish || (armed_at_ && *armed_at_ <= *wish)) return;
  armed_at_ = wish;
  parts_.loop.wake_at(*wish, [this] {
    armed_at_.reset();
    turn();
  });
}

std::optional<Steady> Dispatcher::next_wake() const {
  std::optional<Steady> wake = outbox_.flush_at();
  const auto add = [&](Steady at) { wake = wake ? std::min(*wake, at) : at; };
  if (phase_ != Phase::running) return wake;
  if (gate_.state() == ChannelGate::State::paused) add(gate_.pause_ends_at());
  const bool paced = gate_.may_send() && !outbox_.empty() && !idle_.empty();
  if (paced) add(pacer_.ready_at());
  return wake;
}

void Dispatcher::close_when_quiet() {
  const bool done = idle_.size() == lanes_.size() && outbox_.quiet();
  if (phase_ != Phase::stopping || !done) return;
  phase_ = Phase::closing;
  parts_.channel.close([this, life = std::weak_ptr<int>(life_)] {
    if (!life.expired()) on_closed();
  });
}

void Dispatcher::on_closed() {
  phase_ = Phase::stopped;
  parts_.loop.cancel();
  for (auto& done : std::exchange(on_stopped_, {})) parts_.loop.post(std::move(done));
}

}  // namespace keste::dispatch
