// Channel: one way to hand a finished message to the next hop.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keste::dispatch {

/// A finished message.
struct Outgoing {
  std::string sender;      ///< Mail: envelope address; empty for the null path. SMS: alpha-name.
  std::string recipient;   ///< Mail: one address; UTF-8 in it needs SMTPUTF8. SMS: E.164.
  std::string message_id;  ///< Stable for the notification. Mail: with angle brackets.
  /// Mail: the whole RFC 5322 text with CRLF line ends, dots not stuffed. SMS: the text. Webhook:
  /// the JSON.
  std::string content;
  bool needs_utf8 = false;  ///< Mail: an address holds non-ASCII characters.
};
using Mail = Outgoing;

enum class Outcome {
  sent,         ///< The final reply was 2xx, or the file stands.
  soft,         ///< 4xx for this message: try again later.
  hard,         ///< 5xx for this message: never.
  ambiguous,    ///< The connection was lost after the final dot, or after the request.
  unavailable,  ///< No connection, or the server takes nothing at all: not tried.
};

struct SendResult {
  Outcome outcome = Outcome::sent;
  std::string reason;         ///< "450 4.7.1 greylisted": the server's words cut to 200 bytes.
  std::string provider_id{};  ///< Under which the next hop tells of the delivery; may be empty.
  bool address_dead = false;  ///< Hard: nothing will ever arrive at this address.
  std::optional<std::chrono::seconds> retry_after{};  ///< Soft: not sooner, says the server.
};

/// All functions on the io thread. A channel never blocks it.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view name() const = 0;  ///< "smtp", "maildir", "sms", "webhook"
  /// How many messages may be under way at once.
  virtual int width() const = 0;
  /// Sends one message in one of `width` lanes (0 based); one at a time in each lane.
  virtual void send(int lane, Outgoing message, std::function<void(SendResult)> done) = 0;
  /// Lets dialogues that are under way end, says QUIT, then calls `done`. No `send` afterwards.
  virtual void close(std::function<void()> done) = 0;
};

}  // namespace keste::dispatch
