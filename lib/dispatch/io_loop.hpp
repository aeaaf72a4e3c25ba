// IoLoop: what the dispatcher asks of the io thread, so that tests can turn it by hand.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/instant.hpp"

namespace keste::dispatch {

/// The io thread's queue, its steady time and one timer. All functions on the io thread.
class IoLoop {
 public:
  virtual ~IoLoop() = default;
  virtual Steady now() const = 0;
  /// Runs `work` on a later turn.
  virtual void post(std::function<void()> work) = 0;
  /// Runs `work` when `at` has come, in place of whatever was to run before.
  virtual void wake_at(Steady at, std::function<void()> work) = 0;
  virtual void cancel() = 0;
};

/// Over Asio. What was posted or waited for when it is destroyed is dropped.
class AsioLoop final : public IoLoop {
 public:
  explicit AsioLoop(boost::asio::any_io_executor executor);
  ~AsioLoop() override;
  Steady now() const override;
  void post(std::function<void()> work) override;
  void wake_at(Steady at, std::function<void()> work) override;
  void cancel() override;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace keste::dispatch
