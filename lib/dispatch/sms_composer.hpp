// SmsComposer: a notification becomes the text of an SMS.
#pragma once

#include <string>

#include "dispatch/composer.hpp"
#include "dispatch/message_writer.hpp"

namespace keste::dispatch {

/// Io thread. Fills in the facts as the mails do.
class SmsComposer final : public MessageWriter {
 public:
  /// `facts` outlives it. `sender` is the registered alpha-name; may be empty.
  SmsComposer(Composer& facts, std::string sender, int max_parts);

  /// The error too when the text would take more than `max_parts` parts, or the number is none.
  Result<Outgoing, std::string> compose(const engine::Notification& notification) override;

 private:
  Composer& facts_;
  std::string sender_;
  int max_parts_;
};

/// "+77011234567": a plus sign and 8 to 15 digits.
bool is_e164(std::string_view phone);

}  // namespace keste::dispatch
