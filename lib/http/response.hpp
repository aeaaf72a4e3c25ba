// Response: an answer as a value, and its bytes on the wire.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace keste::http {

struct EventWatch;

struct Header {
  std::string name;
  std::string value;
};

/// A whole answer as bytes; only the date in it is filled in when it is sent.
struct Prepared {
  int status = 200;
  std::string bytes;
  std::size_t head_size = 0;  ///< Status line, header fields and the empty line.
  std::size_t date_at = 0;    ///< Where the 29 characters of the Date field stand.
};

struct Response {
  int status = 200;
  std::string content_type;  ///< Empty when there is no body.
  std::vector<Header> headers;
  std::string body;
  /// When set, a stream of events follows the head.
  std::shared_ptr<const EventWatch> watch = nullptr;
  std::shared_ptr<const Prepared> prepared;  ///< When set, it is the answer; the rest is unused.
};

/// Runs once with the answer, on the io thread, now or later.
using Reply = std::function<void(Response)>;

std::string_view reason_phrase(int status);

/// The text of the Date field, made anew only when the second changes. One thread.
class DateLine {
 public:
  /// "Fri, 22 Sep 2023 12:00:00 GMT"; valid until the next call.
  std::string_view at(Instant now);

 private:
  std::chrono::sys_seconds second_{std::chrono::seconds(-1)};
  std::string text_;
};

/// How the answer must look on this connection.
struct Framing {
  std::string_view date;
  bool head_only = false;       ///< HEAD: the body's length, but no body.
  bool close = false;           ///< Says "Connection: close".
  bool say_keep_alive = false;  ///< HTTP/1.0 clients must be told.
};

Prepared prepare(const Response& response);
void append_prepared(std::string& out, const Prepared& prepared, const Framing& framing);
void append_response(std::string& out, const Response& response, const Framing& framing);

}  // namespace keste::http
