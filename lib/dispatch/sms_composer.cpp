// The text, its number and its length.
#include "dispatch/sms_composer.hpp"

#include <algorithm>
#include <utility>

#include "dispatch/sms_parts.hpp"

namespace keste::dispatch {

SmsComposer::SmsComposer(Composer& facts, std::string sender, int max_parts)
    : facts_(facts), sender_(std::move(sender)), max_parts_(max_parts) {}

Result<Outgoing, std::string> SmsComposer::compose(const engine::Notification& notification) {
  if (!is_e164(notification.phone)) {
    return failed<std::string>("the applicant's phone number cannot be written to");
  }
  auto text = facts_.compose_sms(notification);
  if (!text) return failed(text.error());
  Outgoing sms;
  sms.sender = sender_;
  sms.recipient = notification.phone;
  // A number, because gateways that take an id of ours take nothing else.
  sms.message_id = std::to_string(notification.id.value);
  sms.content = std::move(text).value();
  const int parts = measure_sms_text(sms.content).parts;
  if (parts <= max_parts_) return sms;
  return failed("the SMS takes " + std::to_string(parts) + " parts, and sms.max_parts is " +
                std::to_string(max_parts_));
}

bool is_e164(std::string_view phone) {
  return phone.size() >= 9 && phone.size() <= 16 && phone.front() == '+' &&
         std::all_of(phone.begin() + 1, phone.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace keste::dispatch
