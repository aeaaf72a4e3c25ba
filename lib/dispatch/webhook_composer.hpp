// WebhookComposer: a notification becomes JSON for another system, without personal data.
#pragma once

#include <string>

#include "dispatch/message_writer.hpp"

namespace keste::dispatch {

/// `type` is "keste." and the kind. No name, IIN, address, number or ticket, no level and no
/// document: whoever may know them asks for the application by its number.
class WebhookComposer final : public MessageWriter {
 public:
  explicit WebhookComposer(std::string campaign) : campaign_(std::move(campaign)) {}
  Result<Outgoing, std::string> compose(const engine::Notification& notification) override;

 private:
  std::string campaign_;
};

}  // namespace keste::dispatch
