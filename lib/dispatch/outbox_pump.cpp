// Claiming, gathering settlements, and keeping the bounds of both.
#include "dispatch/outbox_pump.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace keste::dispatch {

OutboxPump::OutboxPump(engine::Outbox& outbox, OutboxPumpSettings settings,
                       std::function<void()> changed)
    : outbox_(outbox), settings_(std::move(settings)), changed_(std::move(changed)) {
  CHECK(settings_.claim_max > 0 && settings_.settle_batch > 0);
}

void OutboxPump::start() {
  outbox_.on_due(settings_.channel, [this, life = std::weak_ptr<int>(life_)] {
    if (life.expired()) return;
    dry_ = false;
    due_since_ = true;
    changed_();
  });
}

void OutboxPump::claim(int wanted) {
  if (claiming_ || dry_ || unsettled_ >= settings_.unsettled_max) return;
  const auto room = static_cast<int>(settings_.unsettled_max - unsettled_);
  const int limit = std::min({wanted, settings_.claim_max, room});
  if (limit <= 0) return;
  claiming_ = true;
  due_since_ = false;
  outbox_.claim(settings_.channel, limit, [this, life = std::weak_ptr<int>(life_)](auto claimed) {
    if (!life.expired()) on_claimed(std::move(claimed));
  });
}

void OutboxPump::on_claimed(std::vector<engine::Notification> claimed) {
  claiming_ = false;
  dry_ = claimed.empty() && !due_since_;
  unsettled_ += claimed.size();
  std::move(claimed.begin(), claimed.end(), std::back_inserter(queue_));
  changed_();
}

engine::Notification OutboxPump::take() {
  CHECK(!queue_.empty());
  engine::Notification next = std::move(queue_.front());
  queue_.pop_front();
  return next;
}

void OutboxPump::release_front(Steady now) {
  engine::Settlement settlement;
  settlement.id = queue_.front().id;
  settlement.run = queue_.front().run;
  settlement.delivery = engine::Delivery::released;
  queue_.pop_front();
  settle(std::move(settlement), now);
}

void OutboxPump::drop_lost(Steady now) {
  while (!queue_.empty() && !outbox_.holds(queue_.front().run)) release_front(now);
}

std::size_t OutboxPump::release_queue(Steady now) {
  const std::size_t count = queue_.size();
  while (!queue_.empty()) release_front(now);
  return count;
}

void OutboxPump::settle(engine::Settlement settlement, Steady now) {
  if (settlements_.empty()) first_settled_at_ = now;
  settlements_.push_back(std::move(settlement));
}

void OutboxPump::flush(Steady now, bool idle) {
  if (settling_ || settlements_.empty()) return;
  const bool enough = settlements_.size() >= settings_.settle_batch;
  const bool waited = now >= first_settled_at_ + settings_.settle_after;
  if (!enough && !waited && !idle) return;
  settling_ = true;
  // What is given back is due at once.
  const bool released = std::any_of(settlements_.begin(), settlements_.end(), [](const auto& s) {
    return s.delivery == engine::Delivery::released;
  });
  const std::size_t count = settlements_.size();
  outbox_.settle(std::exchange(settlements_, {}),
                 [this, count, released, life = std::weak_ptr<int>(life_)] {
                   if (!life.expired()) on_settled(count, released);
                 });
}

void OutboxPump::on_settled(std::size_t count, bool released) {
  CHECK(settling_ && count <= unsettled_);
  settling_ = false;
  unsettled_ -= count;
  if (released) dry_ = false;
  changed_();
}

std::optional<Steady> OutboxPump::flush_at() const {
  if (settling_ || settlements_.empty()) return std::nullopt;
  return first_settled_at_ + settings_.settle_after;
}

bool OutboxPump::quiet() const { return !claiming_ && !settling_ && unsettled_ == 0; }

}  // namespace keste::dispatch
