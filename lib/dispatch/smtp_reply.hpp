// SMTP replies: bytes from a server that may be hostile, to code and text (RFC 5321, 4.2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keste::dispatch {

struct Reply {
  int code = 0;      ///< 200 to 599
  std::string text;  ///< The lines without their codes, joined by line feeds.

  bool is_positive() const { return code < 300; }
  bool is_temporary() const { return code >= 400 && code < 500; }
  bool is_permanent() const { return code >= 500; }
  /// The server is about to close the connection.
  bool is_closing() const { return code == 421; }
};

/// Whether the server says that there is no such address: 5xx with an enhanced code of the class
/// "addressing" (5.1.x, RFC 3463). Other refusals may be about the message or the sender.
bool tells_dead_address(const Reply& reply);

/// "450 4.7.1 greylisted": one printable line of at most 200 bytes of UTF-8.
std::string describe(const Reply& reply);
/// One line of at most `limit` bytes: control characters become spaces, and what is not UTF-8 '?'.
std::string printable(std::string_view text, std::size_t limit = 200);

/// Cuts replies out of a stream that arrives in any pieces. Once broken it stays broken.
class ReplyParser {
 public:
  enum class State { incomplete, complete, broken };

  static constexpr std::size_t line_max = 2048;
  static constexpr int lines_max = 128;

  /// Takes at most one reply off the front of `bytes`. `incomplete` has taken them all.
  State take(std::string_view& bytes);
  /// The reply that `complete` spoke of, until the next `take`.
  const Reply& reply() const { return reply_; }
  /// True between the first byte of a reply and its last.
  bool is_inside() const { return lines_ > 0 || !line_.empty(); }
  /// What was wrong, once broken.
  const std::string& complaint() const { return complaint_; }

 private:
  State take_line();
  State fail(std::string_view complaint);

  Reply reply_;
  std::string line_;
  std::string complaint_;
  int lines_ = 0;
};

}  // namespace keste::dispatch
