// Alarm: one thread's sleep until an instant, until the clock is set, or until it is woken.
#pragma once

#include <functional>
#include <optional>

#include "base/instant.hpp"

namespace keste {

/// `wait` belongs to one thread; `wake` may be called from any.
class Alarm {
 public:
  /// Arms `timer` (a timerfd) for an instant; empty disarms. Given by the clock that makes it.
  using Arm = std::function<void(int timer, std::optional<Instant> until)>;

  /// `clock_id` as for timerfd_create(2).
  Alarm(int clock_id, Arm arm);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  /// Returns when `until` has come, when the clock was set, or after `wake`; at the latest after
  /// `at_most` on the steady clock, so that a jump that nobody announced costs at most that.
  void wait(std::optional<Instant> until,
            std::chrono::milliseconds at_most = std::chrono::minutes(1));
  /// Ends the present or the next `wait`. Never blocks.
  void wake();

 private:
  Arm arm_;
  int timer_;
  int event_;
};

}  // namespace keste
