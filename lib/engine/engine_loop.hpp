// EngineLoop: the engine thread's loop, its queue, and its snapshot.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/alarm.hpp"
#include "base/clock.hpp"
#include "engine/jobs.hpp"
#include "engine/reader_thread.hpp"
#include "store/turn_listener.hpp"

namespace keste::engine {

/// `submit` is the io thread's; `snapshot` and `present` may be called from any thread; the rest
/// belongs to the engine thread. Many commands share one transaction (group commit): while one
/// commits, the next gather.
class EngineLoop {
 public:
  EngineLoop(std::unique_ptr<Engine> engine, const Clock& clock, Log& log, EngineThread::Post post,
             EngineThread::Options options);

  void start(std::function<void(const std::string&)> on_fault);
  void stop();

  void submit(std::unique_ptr<Job> job);
  std::shared_ptr<const Snapshot> snapshot() const;
  Present present() const { return {clock_.now(), steady_now()}; }
  /// Somebody waits for the channel's next due notification. Any thread.
  void set_hungry(const std::string& channel, bool hungry);
  /// Jobs submitted and not finished. Io thread only.
  std::size_t in_flight() const { return *in_flight_; }
  /// See EngineThread. Any thread.
  std::string_view store_state() const;
  /// See Outbox. Any thread.
  bool holds(std::int64_t run) const;
  /// Null when reads take their turn on the engine thread.
  ReaderThread* reader() { return reader_.get(); }
  void post(std::function<void()> call) { post_(std::move(call)); }
  /// Before `start`.
  void on_other_campaign(std::function<void(std::string)> listener) {
    campaign_listener_ = std::move(listener);
  }
  /// Io thread only.
  void on_due(const std::string& channel, std::function<void()> listener) {
    due_listeners_[channel] = std::move(listener);
  }

 private:
  void loop();
  Jobs take();
  bool take_turn(Jobs& jobs);
  void try_turn(Jobs& jobs);
  void try_one_by_one(Jobs& jobs);
  void undo(Jobs& jobs, const Fault& fault);
  void hand_over(Jobs jobs);
  void run_idle(Jobs& jobs);
  void publish();
  std::optional<Instant> look_ahead();
  void feed(const std::string& channel);
  void watch_clock();
  bool has_work() const;
  void keep_up();
  void offer_campaign();
  void judge_clock(std::chrono::microseconds ahead);
  bool try_look_ahead(std::optional<Instant>& next);

  std::unique_ptr<Engine> engine_;
  const Clock& clock_;
  Log& log_;
  EngineThread::Post post_;
  EngineThread::Options options_;
  std::unique_ptr<Alarm> alarm_;
  std::unique_ptr<ReaderThread> reader_;
  std::function<void(const std::string&)> on_fault_;
  std::map<std::string, std::function<void()>> due_listeners_;
  std::function<void(std::string)> campaign_listener_;  // Called on the io thread.

  // Shared with the calls that finish jobs, which may outlive this object. Io thread only.
  std::shared_ptr<std::size_t> in_flight_ = std::make_shared<std::size_t>(0);

  mutable std::mutex mutex_;
  Jobs queue_;                                // Guarded by mutex_.
  bool stopping_ = false;                     // Guarded by mutex_.
  std::shared_ptr<const Snapshot> snapshot_;  // Guarded by mutex_.

  std::set<std::string, std::less<>> hungry_;  // Channels; guarded by mutex_.

  // Engine thread only.
  Jobs patient_;  // Wait for a turn that succeeds.
  bool faulted_ = false;
  bool renews_run_ = false;  // A commit's outcome is unknown, and with it what was claimed.
  Present last_{};
  Steady beat_at_{};

  std::atomic<std::int64_t> heard_turn_ = 0;  // The latest that another daemon has told of.
  std::atomic<bool> clock_wrong_ = false;
  std::atomic<bool> unreadable_ = false;  // The store did not answer outside of a turn,
  std::atomic<bool> refusing_ = false;    // or refused one, whatever was asked of it.
  std::atomic<std::int64_t> run_ = 0;
  std::atomic<Steady> beaten_at_{Steady{}};

  std::thread thread_;
  std::unique_ptr<store::TurnListener> listener_;
};

}  // namespace keste::engine
