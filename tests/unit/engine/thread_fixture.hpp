// An engine thread on a file of its own, and the test as its io thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "engine/engine_thread.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_store.hpp"

namespace keste::engine {

/// What the engine thread posts waits here until the test runs it.
class IoQueue {
 public:
  void post(std::function<void()> call);
  /// Runs what is posted until `holds` does; throws after 20 seconds without it.
  void run_until(const std::function<bool()>& holds);
  /// Runs one call, which it waits for as long.
  void run_one();
  /// Runs what is there now.
  void run_posted();

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<std::function<void()>> calls_;  // Guarded by mutex_.
};

/// The test's own thread makes it, calls it and ends it.
class ThreadedEngine {
 public:
  struct Setup {
    EngineSettings settings = test::small_season();
    EngineThread::Options options;
    bool in_memory = false;
  };

  explicit ThreadedEngine(const Clock& clock);
  ThreadedEngine(const Clock& clock, Setup setup);

  void start();
  EngineThread& thread() { return *thread_; }
  IoQueue& io() { return io_; }
  std::string path() const { return folder_.file("keste.db"); }
  /// Of its store: that file, or what stands for it.
  std::string location() const { return test::store_location(path()); }
  /// Received now.
  ApplyCommand command(int person, const std::string& session);
  /// Waits for the answer.
  std::string apply(int person, const std::string& session);
  std::vector<Notification> claim(int limit);
  void settle(std::vector<Settlement> settlements);
  /// Waits until a snapshot is as wanted.
  void wait_for(const std::function<bool(const Snapshot&)>& wanted);
  int count_events(const std::string& name);

 private:
  test::ScratchFolder folder_;
  const Clock& clock_;
  IoQueue io_;
  std::mutex mutex_;
  std::vector<std::string> events_;  // Guarded by mutex_.
  Log log_;
  std::unique_ptr<EngineThread> thread_;
};

}  // namespace keste::engine
