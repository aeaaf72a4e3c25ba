// What an SMS gateway says: of a message handed to it, and of what became of messages.
#pragma once

#include <string_view>
#include <vector>

#include "config/gateways.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/http_reply.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

/// Pure. The reason may still hold what the gateway repeats of the request.
///
///   status    2xx                    success, or by the code of its error; else soft; ambiguous
///                                    when it cannot be read, because the message may be on its way
///             408, 425, 429, 5xx     soft, not before Retry-After
///             3xx, 401 to 405, 407   unavailable: the account or the address is wrong
///             any other              hard
///   code      hard, number, account  hard, hard with a dead address, unavailable; whatever the
///   status
SendResult read_sms_reply(const config::SmsReply& how, const HttpReply& reply);

/// Pure. What an answer to a question about states says; what cannot be read is left out.
std::vector<engine::DeliveryReport> read_status_reply(const config::SmsSettings& sms,
                                                      const HttpReply& reply);

/// Pure. The same for a call of the gateway to us: JSON, or a form, whose fields then are those of
/// one object. Empty without a hook in the settings.
std::vector<engine::DeliveryReport> read_delivery_hook(const config::SmsSettings& sms,
                                                       std::string_view body,
                                                       std::string_view content_type);

}  // namespace keste::dispatch
