// SendRule: when a message may go, though it is due.
#pragma once

#include <optional>

#include "base/instant.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

/// Asked by the dispatcher before each message. Io thread.
class SendRule {
 public:
  virtual ~SendRule() = default;
  /// Empty when it may go at `now`, else when it may. Held messages of one instant keep their
  /// order, and no try is counted.
  virtual std::optional<Instant> find_hold(const engine::Notification& notification,
                                           Instant now) = 0;
  /// It is being sent.
  virtual void note_sent(const engine::Notification& notification, Instant now) = 0;
  /// It was not sent after all: the next hop could not be reached. `recipient` is its address.
  virtual void note_released(const std::string& recipient) = 0;
};

}  // namespace keste::dispatch
