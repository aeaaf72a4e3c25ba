// ReaderThread: long reads on a connection of their own, beside the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "store/database.hpp"

namespace keste::engine {

/// One thread, one read-only connection, opened when it is first needed.
class ReaderThread {
 public:
  using Read = std::function<void(store::Database&)>;
  using Failed = std::function<void(const std::string&)>;

  explicit ReaderThread(std::string path);
  /// Finishes what waits, joins.
  ~ReaderThread();
  ReaderThread(const ReaderThread&) = delete;
  ReaderThread& operator=(const ReaderThread&) = delete;

  /// Any thread. `read` or, after a failure, `failed` runs on the reader thread. False when too
  /// many reads wait already.
  bool submit(Read read, Failed failed);

 private:
  struct Task {
    Read read;
    Failed failed;
  };
  void loop();

  std::string path_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keste::engine
