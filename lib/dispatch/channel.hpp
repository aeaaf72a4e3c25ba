// Channel: one way to hand a finished message to the next hop.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace keste::dispatch {

/// A finished e-mail: envelope and the whole RFC 5322 text with CRLF line ends, dots not stuffed.
struct Mail {
  std::string sender;      ///< Envelope address; empty for the null path.
  std::string recipient;   ///< One address; UTF-8 in it needs SMTPUTF8.
  std::string message_id;  ///< With angle brackets; stable for the notification.
  std::string content;
  bool needs_utf8 = false;  ///< An address holds non-ASCII characters.
};

enum class Outcome {
  sent,         ///< The final reply was 2xx, or the file stands.
  soft,         ///< 4xx for this message: try again later.
  hard,         ///< 5xx for this message: never.
  ambiguous,    ///< The connection was lost after the final dot.
  unavailable,  ///< No connection, or the server said 421 before the message was in: not tried.
};

struct SendResult {
  Outcome outcome = Outcome::sent;
  std::string reason;  ///< "450 4.7.1 greylisted": the server's words cut to 200 bytes.
};

/// All functions on the io thread. A channel never blocks it.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view name() const = 0;  ///< "smtp", "maildir"
  /// How many messages may be under way at once.
  virtual int width() const = 0;
  /// Sends one message in one of `width` lanes (0 based); one at a time in each lane.
  virtual void send(int lane, Mail mail, std::function<void(SendResult)> done) = 0;
  /// Lets dialogues that are under way end, says QUIT, then calls `done`. No `send` afterwards.
  virtual void close(std::function<void()> done) = 0;
};

}  // namespace keste::dispatch
