// HttpReplyReader: the answer to one HTTP request, from the bytes of a connection.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace keste::dispatch {

struct HttpReply {
  int status = 0;
  std::string body;
  bool is_cut = false;  ///< The body was longer than the bound; `body` is its beginning.
  /// From Retry-After, a day at most; a date in it counts from the server's own Date.
  std::optional<std::chrono::seconds> retry_after;
};

/// Around Beast's parser. Interim answers (1xx) are skipped. One request, one thread.
class HttpReplyReader {
 public:
  enum class State { incomplete, complete, broken };

  explicit HttpReplyReader(std::size_t body_max);
  ~HttpReplyReader();

  State take(std::string_view bytes);
  /// The server has closed the connection: the end of the answer, or its loss.
  State end();
  /// Once complete.
  HttpReply take_reply();
  /// Whether the connection may carry another request: only when the server said nothing more.
  bool keeps_alive() const;
  const std::string& complaint() const { return complaint_; }

 private:
  struct Parser;
  void restart();
  State advance();
  State broken(std::string why);

  std::size_t body_max_;
  std::unique_ptr<Parser> parser_;
  std::string unread_;
  int interims_ = 0;
  bool is_cut_ = false;
  std::string complaint_;
};

/// Retry-After in seconds; empty when it makes no sense. `date` is the answer's Date header.
std::optional<std::chrono::seconds> read_retry_after(std::string_view text, std::string_view date);

}  // namespace keste::dispatch
