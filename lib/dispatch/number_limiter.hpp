// NumberLimiter: at most so many messages an hour to one phone.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/instant.hpp"

namespace keste::dispatch {

/// Networks block a sender who writes to one number again and again. Counts the messages of the
/// last hour by number, in memory: a restart begins anew. One thread.
class NumberLimiter {
 public:
  /// 0 is no limit.
  explicit NumberLimiter(int per_hour);

  /// Empty when one more may go to `number` at `now`; else when it may.
  std::optional<Instant> find_wait(const std::string& number, Instant now);
  void take(const std::string& number, Instant now);
  /// The newest taken was not sent after all.
  void give_back(const std::string& number);
  /// How many numbers are remembered.
  std::size_t size() const { return taken_.size(); }

 private:
  void forget_old(Instant now);

  int per_hour_;
  std::unordered_map<std::string, std::deque<Instant>> taken_;  ///< Oldest first.
  Instant forgotten_at_{};
};

}  // namespace keste::dispatch
