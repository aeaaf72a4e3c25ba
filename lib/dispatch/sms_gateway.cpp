// Filling patterns in, and taking out of reasons what a gateway repeats of a request.
#include "dispatch/sms_gateway.hpp"

#include <utility>

#include "base/check.hpp"
#include "dispatch/plain_text.hpp"
#include "dispatch/sms_replies.hpp"

namespace keste::dispatch {
namespace {

std::string replace_all(std::string text, const std::string& what, std::string_view with) {
  if (what.empty()) return text;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string digits_of(const std::string& phone) {
  return phone.starts_with('+') ? phone.substr(1) : phone;
}

}  // namespace

SmsGateway::SmsGateway(config::SmsSettings settings) : settings_(std::move(settings)) {}

HttpRequest SmsGateway::make_send(const Outgoing& message) const {
  return make_request(settings_.send, [&message](std::string_view name) {
    if (name == "phone") return message.recipient;
    if (name == "phone_digits") return digits_of(message.recipient);
    if (name == "text") return message.content;
    if (name == "sender") return message.sender;
    CHECK(name == "id");
    return message.message_id;
  });
}

HttpRequest SmsGateway::make_status(const std::vector<std::string>& ids) const {
  CHECK(settings_.status.has_value() && !ids.empty());
  std::string joined;
  for (const std::string& id : ids) joined.append(joined.empty() ? "" : ",").append(id);
  return make_request(settings_.status->call, [&joined](std::string_view) { return joined; });
}

HttpRequest SmsGateway::make_request(const config::HttpCall& call, const Value& value) const {
  const Value plain = [&](std::string_view name) {
    constexpr std::string_view prefix = "secret.";
    if (!name.starts_with(prefix)) return value(name);
    return settings_.secrets.at(std::string(name.substr(prefix.size())));
  };
  const Value encoded = [&plain](std::string_view name) {
    return config::percent_encode(plain(name));
  };
  HttpRequest request;
  request.method = call.method;
  request.target = config::fill(call.target, encoded);
  for (const auto& [name, pattern] : call.headers) {
    request.headers.emplace_back(name, config::fill(pattern, plain));
  }
  for (const auto& [name, pattern] : call.form) {
    if (!request.body.empty()) request.body += '&';
    request.body +=
        config::percent_encode(name) + "=" + config::percent_encode(config::fill(pattern, plain));
  }
  if (!call.form.empty()) {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  } else if (!call.json.empty()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = config::fill(
        call.json, [&plain](std::string_view name) { return config::json_escape(plain(name)); });
  }
  request.headers.emplace_back("Accept", "application/json");
  return request;
}

SendResult SmsGateway::judge(const HttpOutcome& outcome, const Outgoing& message) const {
  SendResult result;
  switch (outcome.kind) {
    case HttpOutcome::Kind::answered:
      result = read_sms_reply(settings_.reply, outcome.reply);
      break;
    case HttpOutcome::Kind::not_sent:
      result = {Outcome::unavailable, outcome.reason};
      break;
    case HttpOutcome::Kind::lost:
      result = {Outcome::ambiguous, outcome.reason};
      break;
  }
  std::string reason = without_secrets(std::move(result.reason));
  reason = replace_all(std::move(reason), one_line(message.content), "[text]");
  reason = replace_all(std::move(reason), message.recipient, "[number]");
  reason = replace_all(std::move(reason), digits_of(message.recipient), "[number]");
  result.reason = without_addresses(reason, "");
  return result;
}

std::string SmsGateway::without_secrets(std::string reason) const {
  for (const auto& [name, secret] : settings_.secrets) {
    reason = replace_all(std::move(reason), secret, "[secret]");
    reason = replace_all(std::move(reason), config::percent_encode(secret), "[secret]");
  }
  return reason;
}

}  // namespace keste::dispatch
