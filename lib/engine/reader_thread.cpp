// The reader's loop: one read after the other.
#include "engine/reader_thread.hpp"

#include <memory>

#include "base/fault.hpp"
#include "base/thread_name.hpp"

namespace keste::engine {
namespace {

constexpr std::size_t waiting_max = 1'000;

}  // namespace

ReaderThread::ReaderThread(std::string path)
    : path_(std::move(path)), thread_([this] { loop(); }) {}

ReaderThread::~ReaderThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool ReaderThread::submit(Read read, Failed failed) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= waiting_max) return false;
    waiting_.push_back({std::move(read), std::move(failed)});
  }
  wake_.notify_one();
  return true;
}

void ReaderThread::loop() {
  name_this_thread("keste-reader");
  std::unique_ptr<store::Database> database;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      if (!database) {
        database = std::make_unique<store::Database>(path_, store::Access::reader);
      }
      task.read(*database);
    } catch (const Fault& fault) {
      database.reset();
      task.failed(fault.what());
    }
    lock.lock();
  }
}

}  // namespace keste::engine
