// An outbox in memory, a channel that answers when told, and a loop turned by hand.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/channel.hpp"
#include "dispatch/io_loop.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

class FakeLoop final : public IoLoop {
 public:
  Steady now() const override { return now_; }
  void post(std::function<void()> work) override { posted_.push_back(std::move(work)); }
  void wake_at(Steady at, std::function<void()> work) override {
    wake_at_ = at;
    wake_ = std::move(work);
  }
  void cancel() override { wake_at_.reset(); }

  /// Runs what is posted, in turns, until nothing is; returns how many ran. More than
  /// `turns_max` would be a loop that never rests.
  int run() {
    int ran = 0;
    for (; !posted_.empty() && ran < turns_max; ++ran) {
      auto work = std::move(posted_.front());
      posted_.pop_front();
      work();
    }
    return ran;
  }
  /// Moves the time on, ringing the timer as often as it is due.
  void advance(std::chrono::nanoseconds by) {
    const Steady until = now_ + by;
    run();
    while (wake_at_ && *wake_at_ <= until) {
      now_ = std::max(now_, *wake_at_);
      wake_at_.reset();
      ++rings;
      std::exchange(wake_, nullptr)();
      run();
    }
    now_ = until;
  }
  std::optional<Steady> wakes_at() const { return wake_at_; }

  static constexpr int turns_max = 100'000;
  int rings = 0;

 private:
  Steady now_{std::chrono::hours(1)};
  std::deque<std::function<void()>> posted_;
  std::optional<Steady> wake_at_;
  std::function<void()> wake_;
};

/// Answers on a later turn of the loop, as the engine does.
class FakeOutbox final : public engine::Outbox {
 public:
  explicit FakeOutbox(IoLoop& loop) : loop_(loop) {}

  void add(engine::Notification notification) {
    const auto listener = listeners_.find(notification.channel);
    due.push_back(std::move(notification));
    if (dry_ && listener != listeners_.end()) listener->second();
  }
  void claim(std::string_view channel, int limit,
             std::function<void(std::vector<engine::Notification>)> done) override {
    limits.push_back(limit);
    std::vector<engine::Notification> claimed;
    std::deque<engine::Notification> others;
    for (auto& notification : std::exchange(due, {})) {
      const bool full = claimed.size() == static_cast<std::size_t>(limit);
      if (full || notification.channel != channel) {
        others.push_back(std::move(notification));
      } else {
        held[notification.id.value] = notification;
        claimed.push_back(std::move(notification));
      }
    }
    due = std::move(others);
    dry_ = claimed.empty();
    answer([done = std::move(done), claimed = std::move(claimed)] { done(claimed); });
  }
  void settle(std::vector<engine::Settlement> batch, std::function<void()> done) override {
    batches.push_back(batch.size());
    std::vector<engine::Notification> back;
    for (const auto& settlement : batch) {
      settled.push_back(settlement);
      const auto found = held.find(settlement.id.value);
      if (found == held.end()) continue;
      if (settlement.delivery == engine::Delivery::released) back.push_back(found->second);
      held.erase(found);
    }
    // Back to their places, in front of what came later.
    due.insert(due.begin(), back.begin(), back.end());
    answer(std::move(done));
  }
  void on_due(std::string_view channel, std::function<void()> listener) override {
    listeners_[std::string(channel)] = std::move(listener);
  }
  void note_deliveries(std::vector<engine::DeliveryReport> reports,
                       std::function<void()> done) override {
    noted.insert(noted.end(), reports.begin(), reports.end());
    answer(std::move(done));
  }
  void list_accepted(std::string_view, int,
                     std::function<void(std::vector<std::string>)> done) override {
    answer([done = std::move(done), ids = accepted] { done(ids); });
  }

  bool holds(std::int64_t run) const override { return run == live_run; }

  std::int64_t live_run = 0;
  /// While true, answers wait in `waiting`.
  bool slow = false;
  std::deque<std::function<void()>> waiting;
  std::deque<engine::Notification> due;
  std::map<std::int64_t, engine::Notification> held;
  std::vector<int> limits;
  std::vector<std::size_t> batches;
  std::vector<engine::Settlement> settled;
  std::vector<std::string> accepted;
  std::vector<engine::DeliveryReport> noted;

 private:
  void answer(std::function<void()> work) {
    if (slow) {
      waiting.push_back(std::move(work));
    } else {
      loop_.post(std::move(work));
    }
  }

  IoLoop& loop_;
  std::map<std::string, std::function<void()>> listeners_;
  bool dry_ = false;
};

class FakeChannel final : public Channel {
 public:
  FakeChannel(IoLoop& loop, int width) : loop_(loop), width_(width) {}

  std::string_view name() const override { return "fake"; }
  int width() const override { return width_; }
  void send(int lane, Mail mail, std::function<void(SendResult)> done) override {
    if (under_way.count(lane) != 0) overlapped = true;
    sent.push_back(mail.message_id);
    under_way[lane] = std::move(done);
    if (automatic) answer(lane, *automatic);
  }
  void close(std::function<void()> done) override {
    ++closings;
    loop_.post(std::move(done));
  }
  void answer(int lane, SendResult result) {
    auto done = std::move(under_way.at(lane));
    under_way.erase(lane);
    done(std::move(result));
  }
  void answer_all(const SendResult& result) {
    const auto all = std::exchange(under_way, {});
    for (const auto& [lane, done] : all) done(result);
  }

  /// Given at once, inside `send`, when set.
  std::optional<SendResult> automatic;
  std::map<int, std::function<void(SendResult)>> under_way;
  std::vector<std::string> sent;
  int closings = 0;
  bool overlapped = false;

 private:
  IoLoop& loop_;
  int width_;
};

}  // namespace keste::dispatch
