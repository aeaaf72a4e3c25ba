// Pacer: at most so many messages a second, with a small burst.
#pragma once

#include "base/instant.hpp"

namespace keste::dispatch {

/// A token bucket kept as one time: when the next message would be due if all were evenly spaced.
/// The burst is a tenth of a second's messages, one at least. One thread.
class Pacer {
 public:
  /// 0 is no limit.
  explicit Pacer(int per_second);
  /// When a message may go: `now` or earlier means at once.
  Steady ready_at() const { return even_at_ - burst_; }
  /// Takes a token; only when `ready_at` has come.
  void take(Steady now);

 private:
  std::chrono::nanoseconds spacing_{0};
  std::chrono::nanoseconds burst_{0};
  Steady even_at_{};
};

}  // namespace keste::dispatch
