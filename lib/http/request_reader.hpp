// RequestReader: one HTTP/1 request at a time out of received bytes, by Beast's parser.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "http/caller.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"
#include "http/settings.hpp"

namespace keste::http {

/// Holds what has been read of one request. One thread. `input` must begin where the last call
/// left off, and hold at least the whole unread rest.
class RequestReader {
 public:
  enum class Step { need_more, head_done, complete, failed };

  /// How long a body may be, by its head.
  using BodyLimit = std::function<std::size_t(const Request& head)>;

  /// Without `body_limit`, the limits' own.
  RequestReader(const ServerLimits& limits, const Origin& origin, BodyLimit body_limit = {});
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  /// Reads on; what was used is taken off the front of `input`. `head_done` comes once, before
  /// the body, and only for requests that have one.
  Step read(std::string_view& input);
  /// True from the first byte of a request until `take` or `reset`.
  bool begun() const { return begun_; }
  bool in_body() const { return head_done_; }
  /// After `head_done`: the client waits for "100 Continue".
  bool expects_continue() const;
  /// After `head_done`: the request without its body.
  const Request& head() const { return request_; }
  /// After `complete`.
  Request take();
  /// After `failed`; the connection cannot go on.
  const Problem& problem() const { return problem_; }
  void reset();

 private:
  struct Parser;
  Step fail(ProblemKind kind, std::size_t limit = 0);
  Step fail_malformed(std::string_view why);
  Step read_head(std::string_view& input);
  Step read_body(std::string_view& input);
  Step check_head();
  void fill_request();

  const ServerLimits& limits_;
  const BodyLimit body_limit_;
  std::size_t longest_body_ = 0;  ///< Of the present request.
  const Origin origin_;
  std::unique_ptr<Parser> parser_;
  Request request_;
  Problem problem_{ProblemKind::malformed_request};
  bool begun_ = false;
  bool line_seen_ = false;
  bool head_done_ = false;
};

}  // namespace keste::http
