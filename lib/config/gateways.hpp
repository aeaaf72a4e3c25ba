// What kested.yaml says of the channels over HTTP: the SMS gateway and the webhook.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "config/pattern.hpp"

namespace keste::config {

/// Where a web address leads; nothing is looked up.
struct WebServer {
  bool is_secure = true;  ///< https
  std::string host;       ///< An IPv6 address without its brackets.
  int port = 443;
  friend bool operator==(const WebServer&, const WebServer&) = default;
};

/// A request that is made again and again with other values.
struct HttpCall {
  using Patterns = std::vector<std::pair<std::string, Pattern>>;
  std::string method = "POST";  ///< "GET", "POST", "PUT"
  Pattern target;               ///< Path and query; values are percent-encoded.
  Patterns headers;             ///< Values as they are.
  Patterns form;                ///< The body, when there are any; values are percent-encoded.
  Pattern json;                 ///< The body, unless empty; values are escaped for JSON strings.
  friend bool operator==(const HttpCall&, const HttpCall&) = default;
};

/// How the gateway's answer to a message is read. Places are JSON pointers (RFC 6901); codes are
/// compared as texts, so that 0 and "0" are the same.
struct SmsReply {
  std::optional<std::string> success_at;   ///< Absent: status 2xx is success enough.
  std::vector<std::string> success_codes;  ///< Empty: being there is enough.
  std::optional<std::string> message_id_at;
  std::optional<std::string> error_at;  ///< The code of a refusal; being there is a refusal.
  std::optional<std::string> error_text_at;
  std::vector<std::string> hard;      ///< Codes: this message will never be taken.
  std::vector<std::string> account;   ///< Codes: no message will be taken as things are.
  std::vector<std::string> number{};  ///< Codes: nothing will ever arrive at this number.
  friend bool operator==(const SmsReply&, const SmsReply&) = default;
};

/// Where delivery states stand in an answer or a call of the gateway.
struct SmsStates {
  std::string list_at;  ///< A list of states, or one state; empty is the whole document.
  std::string id_at;    ///< In each of them.
  std::string state_at;
  std::optional<std::string> reason_at;
  friend bool operator==(const SmsStates&, const SmsStates&) = default;
};

struct SmsStatus {
  HttpCall call;
  int ids_max = 100;  ///< In one request.
  std::chrono::seconds every{60};
  SmsStates states;
  friend bool operator==(const SmsStatus&, const SmsStatus&) = default;
};

struct SmsHook {
  std::string token;  ///< The last part of the hook's address.
  SmsStates states;
  friend bool operator==(const SmsHook&, const SmsHook&) = default;
};

/// Civil times of the city. From `from` to `to`, over midnight when `to` is not after `from`; at
/// `to` itself messages may go. Equal times mean no quiet hours. Quiet days are quiet for 24 hours.
struct QuietHours {
  std::chrono::minutes from{0};
  std::chrono::minutes to{0};
  std::array<bool, 7> weekdays{};  ///< Quiet all day; 0 is Sunday.
  std::vector<Date> dates;         ///< Quiet all day.
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

struct SmsSettings {
  WebServer server;
  std::string ca_file;                         ///< Empty: the system's trust store.
  std::map<std::string, std::string> secrets;  ///< {secret.NAME}: what its file holds.
  std::string sender;                          ///< {sender}: the registered alpha-name.
  HttpCall send;
  SmsReply reply;
  std::optional<SmsStatus> status;
  std::optional<SmsHook> hook;
  std::vector<std::string> delivered;    ///< Final states of `status` and `hook`.
  std::vector<std::string> undelivered;  ///< All other states are under way.
  QuietHours quiet;
  std::vector<std::string> urgent{"session_cancelled", "session_changed"};
  int connections = 2;
  int per_second = 0;           ///< 0 is no limit.
  int per_number_per_hour = 5;  ///< 0 is no limit.
  int max_parts = 3;
  friend bool operator==(const SmsSettings&, const SmsSettings&) = default;
};

struct WebhookSettings {
  WebServer server;
  std::string target = "/";  ///< Path and query.
  std::string ca_file;
  std::vector<std::string> keys;  ///< One, or two while they are rotated; bytes.
  bool allow_private = false;
  std::vector<std::string> kinds;  ///< Empty: all.
  int connections = 2;
  int per_second = 0;
  friend bool operator==(const WebhookSettings&, const WebhookSettings&) = default;
};

}  // namespace keste::config
