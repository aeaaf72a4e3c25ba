// Settlement: what a channel's answer means for a notification.
#pragma once

#include <string>

#include "dispatch/channel.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

/// One try, as far as its outcome needs it.
struct Attempt {
  engine::NotificationId id;
  int number = 1;  ///< Counted from 1.
  Instant queued_at;
  std::string recipient;
  std::int64_t run = 0;  ///< In whose name it is claimed.
};

/// Pure. The reason loses the recipient's address; a message older than the retry policy's
/// lifetime fails as "expired". `jitter` is in [0, 1].
engine::Settlement decide_settlement(const Attempt& attempt, const SendResult& result, Instant now,
                                     double jitter);

}  // namespace keste::dispatch
