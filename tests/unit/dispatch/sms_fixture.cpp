// The gateways of the dispatch tests.
#include "sms_fixture.hpp"

#include "base/check.hpp"

namespace keste::dispatch {

config::Pattern pattern(std::string_view text) {
  auto parsed = config::parse_pattern(text, {"phone", "phone_digits", "text", "sender", "id", "ids",
                                             "secret.api_key", "secret.password"});
  CHECK(bool(parsed));
  return std::move(parsed).value();
}

config::SmsSettings mobizon() {
  config::SmsSettings sms;
  sms.secrets = {{"api_key", "kz&top=secret"}};
  sms.sender = "KESTE";
  sms.send.target = pattern("/service/message/sendSmsMessage?apiKey={secret.api_key}");
  sms.send.form = {{"recipient", pattern("{phone_digits}")},
                   {"text", pattern("{text}")},
                   {"from", pattern("{sender}")}};
  sms.reply = {"/code", {"0"}, "/data/messageId", "/code", "/message", {"1"}, {"8"}};
  config::SmsStatus status;
  status.call.target = pattern("/service/message/getSMSStatus?apiKey={secret.api_key}");
  status.call.form = {{"ids", pattern("{ids}")}};
  status.ids_max = 2;
  status.states = {"/data", "/id", "/status", {}};
  sms.status = status;
  sms.hook = config::SmsHook{"0123456789abcdef", {"", "/data/messageId", "/data/status", {}}};
  sms.delivered = {"DELIVRD"};
  sms.undelivered = {"UNDELIV", "REJECTD", "EXPIRED", "DELETED"};
  return sms;
}

config::SmsSettings smsc() {
  config::SmsSettings sms;
  sms.secrets = {{"password", "pa ss"}};
  sms.send.target = pattern("/sys/send.php");
  sms.send.form = {{"psw", pattern("{secret.password}")},
                   {"phones", pattern("{phone}")},
                   {"mes", pattern("{text}")},
                   {"id", pattern("{id}")}};
  sms.reply = {"/id", {}, "/id", "/error_code", "/error", {"6"}, {"2", "3", "4"}, {"7", "8"}};
  sms.hook = config::SmsHook{"0123456789abcdef", {"", "/id", "/status", "/err"}};
  sms.delivered = {"1", "2", "4"};
  sms.undelivered = {"3", "20", "22", "23", "24", "25"};
  return sms;
}

Outgoing make_sms(const std::string& text) {
  Outgoing sms;
  sms.sender = "KESTE";
  sms.recipient = "+77011234567";
  sms.message_id = "7";
  sms.content = text;
  return sms;
}

}  // namespace keste::dispatch
