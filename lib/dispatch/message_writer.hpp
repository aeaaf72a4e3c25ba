// MessageWriter: a notification becomes what its channel sends.
#pragma once

#include <string>

#include "base/result.hpp"
#include "dispatch/channel.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

/// One for each channel. Io thread.
class MessageWriter {
 public:
  virtual ~MessageWriter() = default;
  /// The error is a sentence for the administrator, without personal data: such a notification
  /// cannot be sent by this configuration.
  virtual Result<Outgoing, std::string> compose(const engine::Notification& notification) = 0;
};

}  // namespace keste::dispatch
