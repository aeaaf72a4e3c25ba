// JSON pointers into answers, and codes compared as texts.
#include "dispatch/sms_replies.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "dispatch/plain_text.hpp"

namespace keste::dispatch {
namespace {

namespace json = boost::json;
using Code = std::optional<std::string>;
using Codes = std::vector<std::string>;

constexpr std::size_t provider_id_max = 128;

std::optional<json::value> parse_json(std::string_view text) {
  boost::system::error_code failure;
  json::value document = json::parse(text, failure);
  if (failure) return std::nullopt;
  return document;
}

/// Numbers and texts alike; empty for null, lists, objects and what is not there.
Code find_code(const json::value& document, const std::optional<std::string>& pointer) {
  if (!pointer) return std::nullopt;
  boost::system::error_code failure;
  const json::value* found = document.find_pointer(*pointer, failure);
  if (found == nullptr) return std::nullopt;
  if (const auto* text = found->if_string()) return std::string(text->data(), text->size());
  if (found->is_number() || found->is_bool()) return json::serialize(*found);
  return std::nullopt;
}

bool holds(const Codes& codes, const Code& code) {
  return code && std::find(codes.begin(), codes.end(), *code) != codes.end();
}

/// The part of an answer that says how it went.
struct Reading {
  bool is_readable = false;
  bool is_success = false;
  Code error;  ///< Of a refusal.
  Code text;
  Code message_id;
};

Reading read(const config::SmsReply& how, const HttpReply& reply) {
  Reading reading;
  const auto document = reply.is_cut ? std::nullopt : parse_json(reply.body);
  if (!document) {
    reading.is_success = !how.success_at;
    reading.is_readable = reading.is_success;
    return reading;
  }
  reading.is_readable = true;
  const Code success = find_code(*document, how.success_at);
  const bool fits =
      how.success_codes.empty() ? success.has_value() : holds(how.success_codes, success);
  reading.error = find_code(*document, how.error_at);
  // The place of the error may be that of success too: {"code": 0}.
  if (how.error_at == how.success_at && fits) reading.error.reset();
  reading.is_success = (!how.success_at || fits) && !reading.error;
  reading.text = find_code(*document, how.error_text_at);
  reading.message_id = find_code(*document, how.message_id_at);
  return reading;
}

Outcome judge_status(int status) {
  if (status == 408 || status == 425 || status == 429 || status >= 500) return Outcome::soft;
  const bool ours = status < 400 || (status >= 401 && status <= 405) || status == 407;
  return ours ? Outcome::unavailable : Outcome::hard;
}

Outcome judge(const config::SmsReply& how, const Reading& reading, int status) {
  if (holds(how.hard, reading.error) || holds(how.number, reading.error)) return Outcome::hard;
  if (holds(how.account, reading.error)) return Outcome::unavailable;
  if (status < 200 || status > 299) return judge_status(status);
  if (reading.is_success) return Outcome::sent;
  return reading.is_readable ? Outcome::soft : Outcome::ambiguous;
}

std::string describe(const Reading& reading, int status) {
  std::string text = "HTTP " + std::to_string(status);
  if (reading.error) text += ", code " + *reading.error;
  if (reading.text) text += ": " + *reading.text;
  if (!reading.is_readable) text += ", an answer that cannot be read";
  return one_line(text);
}

std::optional<engine::DeliveryReport> read_report(const config::SmsSettings& sms,
                                                  const config::SmsStates& states,
                                                  const json::value& item) {
  const Code id = find_code(item, states.id_at);
  const Code state = find_code(item, states.state_at);
  if (!id || id->empty() || id->size() > provider_id_max || !state) return std::nullopt;
  engine::DeliveryReport report;
  report.channel = "sms";
  report.provider_id = *id;
  if (holds(sms.delivered, state)) report.state = engine::DeliveryReport::State::delivered;
  if (holds(sms.undelivered, state)) report.state = engine::DeliveryReport::State::undelivered;
  const Code reason = find_code(item, states.reason_at);
  report.reason = without_addresses(reason ? *state + " " + *reason : *state, "");
  return report;
}

std::vector<engine::DeliveryReport> read_reports(const config::SmsSettings& sms,
                                                 const config::SmsStates& states,
                                                 const json::value& document) {
  boost::system::error_code failure;
  const json::value* place = document.find_pointer(states.list_at, failure);
  std::vector<engine::DeliveryReport> reports;
  const auto add = [&](const json::value& item) {
    if (auto report = read_report(sms, states, item)) reports.push_back(*std::move(report));
  };
  if (place == nullptr) return reports;
  if (const auto* list = place->if_array()) {
    std::for_each(list->begin(), list->end(), add);
  } else {
    add(*place);
  }
  return reports;
}

std::string decode_form(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    char c = text.front();
    std::size_t taken = 1;
    unsigned byte = 0;
    if (c == '+') c = ' ';
    if (c == '%' && text.size() >= 3) {
      const auto [end, failure] = std::from_chars(text.data() + 1, text.data() + 3, byte, 16);
      if (failure == std::errc() && end == text.data() + 3) {
        c = static_cast<char>(byte);
        taken = 3;
      }
    }
    out.push_back(c);
    text.remove_prefix(taken);
  }
  return out;
}

json::value parse_form(std::string_view body) {
  json::object fields;
  while (!body.empty()) {
    const std::string_view field = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), field.size() + 1));
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    fields[decode_form(field.substr(0, equals))] = decode_form(field.substr(equals + 1));
  }
  return fields;
}

}  // namespace

SendResult read_sms_reply(const config::SmsReply& how, const HttpReply& reply) {
  const Reading reading = read(how, reply);
  SendResult result;
  result.outcome = judge(how, reading, reply.status);
  result.reason = describe(reading, reply.status);
  if (result.outcome == Outcome::sent) {
    result.reason.clear();
    const bool usable = reading.message_id && reading.message_id->size() <= provider_id_max;
    if (usable) result.provider_id = *reading.message_id;
  }
  result.address_dead = holds(how.number, reading.error);
  if (result.outcome == Outcome::soft) result.retry_after = reply.retry_after;
  return result;
}

std::vector<engine::DeliveryReport> read_status_reply(const config::SmsSettings& sms,
                                                      const HttpReply& reply) {
  if (!sms.status || reply.status < 200 || reply.status > 299 || reply.is_cut) return {};
  const auto document = parse_json(reply.body);
  if (!document) return {};
  return read_reports(sms, sms.status->states, *document);
}

std::vector<engine::DeliveryReport> read_delivery_hook(const config::SmsSettings& sms,
                                                       std::string_view body,
                                                       std::string_view content_type) {
  if (!sms.hook) return {};
  const std::string type = to_lower_ascii(content_type.substr(0, content_type.find(';')));
  if (trim(type) == "application/x-www-form-urlencoded") {
    return read_reports(sms, sms.hook->states, parse_form(body));
  }
  const auto document = parse_json(body);
  if (!document) return {};
  return read_reports(sms, sms.hook->states, *document);
}

}  // namespace keste::dispatch
