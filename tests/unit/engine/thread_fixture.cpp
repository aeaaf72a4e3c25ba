// Waiting without sleeping: on what is posted, or on a ping's way there and back.
#include "thread_fixture.hpp"

#include <algorithm>
#include <stdexcept>

#include "support/test_store.hpp"

namespace keste::engine {
namespace {

constexpr std::chrono::seconds patience{20};

}  // namespace

void IoQueue::post(std::function<void()> call) {
  {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
  }
  posted_.notify_one();
}

void IoQueue::run_one() {
  std::function<void()> call;
  {
    std::unique_lock lock(mutex_);
    if (!posted_.wait_for(lock, patience, [this] { return !calls_.empty(); })) {
      throw std::runtime_error("waited in vain");
    }
    call = std::move(calls_.front());
    calls_.pop_front();
  }
  call();
}

void IoQueue::run_posted() {
  std::unique_lock lock(mutex_);
  while (!calls_.empty()) {
    const auto call = std::move(calls_.front());
    calls_.pop_front();
    lock.unlock();
    call();
    lock.lock();
  }
}

void IoQueue::run_until(const std::function<bool()>& holds) {
  const Steady deadline = steady_now() + patience;
  run_posted();
  while (!holds()) {
    {
      std::unique_lock lock(mutex_);
      const bool more = posted_.wait_until(lock, deadline, [this] { return !calls_.empty(); });
      if (!more) throw std::runtime_error("waited in vain");
    }
    run_posted();
  }
}

ThreadedEngine::ThreadedEngine(const Clock& clock) : ThreadedEngine(clock, Setup{}) {}

ThreadedEngine::ThreadedEngine(const Clock& clock, Setup setup)
    : clock_(clock), log_([this](const Event& event) {
        const std::lock_guard lock(mutex_);
        events_.emplace_back(event.name);
      }) {
  const std::string file = test::store_location(setup.in_memory ? ":memory:" : path());
  auto database = std::make_unique<store::Database>(file, store::Access::writer);
  auto engine =
      std::make_unique<Engine>(std::move(database), setup.settings, test::vault_key(), log_);
  engine->start({clock.now(), steady_now()});
  if (!setup.in_memory) setup.options.reader_path = file;
  const auto post = [this](std::function<void()> call) { io_.post(std::move(call)); };
  thread_ = std::make_unique<EngineThread>(std::move(engine), clock, log_, post, setup.options);
}

void ThreadedEngine::start() {
  thread_->start([this](const std::string& reason) {
    io_.post([reason] { throw std::runtime_error("the engine thread gave up: " + reason); });
  });
}

ApplyCommand ThreadedEngine::command(int person, const std::string& session) {
  return test::make_command(person, session, {clock_.now(), steady_now()});
}

std::string ThreadedEngine::apply(int person, const std::string& session) {
  std::string word;
  thread_->apply(command(person, session),
                 [&](ApplyOutcome outcome) { word = test::word_of(outcome); });
  io_.run_until([&] { return !word.empty(); });
  return word;
}

std::vector<Notification> ThreadedEngine::claim(int limit) {
  std::vector<Notification> claimed;
  bool answered = false;
  thread_->claim("email", limit, [&](std::vector<Notification> notifications) {
    claimed = std::move(notifications);
    answered = true;
  });
  io_.run_until([&] { return answered; });
  return claimed;
}

void ThreadedEngine::settle(std::vector<Settlement> settlements) {
  bool done = false;
  thread_->settle(std::move(settlements), [&] { done = true; });
  io_.run_until([&] { return done; });
}

void ThreadedEngine::wait_for(const std::function<bool(const Snapshot&)>& wanted) {
  const Steady deadline = steady_now() + patience;
  while (!wanted(*thread_->snapshot())) {
    if (steady_now() > deadline) throw std::runtime_error("waited in vain for a snapshot");
    bool back = false;
    thread_->ping([&] { back = true; });
    io_.run_until([&] { return back; });
  }
}

int ThreadedEngine::count_events(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count(events_.begin(), events_.end(), name));
}

}  // namespace keste::engine
