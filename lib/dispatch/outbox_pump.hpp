// OutboxPump: claims notifications ahead of need and settles them in batches.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

struct OutboxPumpSettings {
  std::string channel = "email";   ///< Whose notifications: "email", "sms", "webhook".
  int claim_max = 512;             ///< In one claim.
  std::size_t settle_batch = 256;  ///< So many settlements go at once.
  std::chrono::milliseconds settle_after{
      20};                           ///< None waits longer, unless one batch is on its way.
  std::size_t unsettled_max = 4096;  ///< Claimed and not yet recorded, at most.
};

/// The io thread's side of the outbox: one claim and one batch of settlements under way at a time.
/// `changed` is called whenever an answer has come; it must not call back at once. Io thread only.
class OutboxPump {
 public:
  OutboxPump(engine::Outbox& outbox, OutboxPumpSettings settings, std::function<void()> changed);

  /// Begins to listen for what becomes due.
  void start();
  /// Claims up to `wanted`, unless a claim is under way, nothing is due, or the bound is reached.
  void claim(int wanted);
  /// Gives back those at the head of the queue that another daemon may have taken over.
  void drop_lost(Steady now);
  bool empty() const { return queue_.empty(); }
  std::size_t size() const { return queue_.size(); }
  /// The oldest of those claimed; it must be settled later.
  engine::Notification take();
  /// Gives all those not taken back, oldest first. Returns how many.
  std::size_t release_queue(Steady now);
  void settle(engine::Settlement settlement, Steady now);
  /// Hands the settlements over when there are enough, when they have waited, or at once (`idle`).
  void flush(Steady now, bool idle);
  /// When `flush` must be called at the latest; empty when an answer is awaited or none waits.
  std::optional<Steady> flush_at() const;
  /// Nothing claimed is unsettled and nothing is under way.
  bool quiet() const;

 private:
  void on_claimed(std::vector<engine::Notification> claimed);
  void on_settled(std::size_t count, bool released);
  void release_front(Steady now);

  engine::Outbox& outbox_;
  OutboxPumpSettings settings_;
  std::function<void()> changed_;
  std::deque<engine::Notification> queue_;
  std::vector<engine::Settlement> settlements_;
  Steady first_settled_at_{};
  std::size_t unsettled_ = 0;
  bool claiming_ = false;
  bool settling_ = false;
  bool dry_ = false;        ///< The last claim was empty and nothing became due since.
  bool due_since_ = false;  ///< Something became due while a claim was under way.
  std::shared_ptr<int> life_ = std::make_shared<int>(0);  ///< Late answers find it gone.
};

}  // namespace keste::dispatch
