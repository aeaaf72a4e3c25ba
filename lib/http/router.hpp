// Router: from a request to the resource that answers it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/quick_head.hpp"
#include "http/resources.hpp"

namespace keste::http {

/// How the metrics call a route: its pattern, or "other".
std::string route_name(std::size_t route);
/// What a known route asks for.
Right route_right(std::size_t route);

/// io thread only; one for a server. Counts what it answers.
class Router {
 public:
  explicit Router(Service& service) : service_(service) {}

  /// Answers through `reply`, once, now or later. Lets no exception of a resource pass that was
  /// thrown before its answer: those become 500 in the caller.
  void handle(Request request, Reply reply);
  /// How long the body may be: longer for whoever has the right that the route asks for.
  std::size_t find_body_limit(const Request& head, bool trusted) const;
  /// The final answer when the head alone decides it (no such place or method, or not for
  /// everybody), so that a client that waits for "100 Continue" need not send its body.
  std::optional<Response> refuse_early(const Request& head, bool trusted) const;
  /// The ready answer for a plain GET of a cached page; null when there is none. Valid until the
  /// next request is handled.
  const Prepared* find_ready(const QuickHead& head, const engine::Snapshot& snapshot, bool trusted);

 private:
  PageCache::Entry* find_page(const QuickHead& head, const engine::Snapshot& snapshot,
                              bool trusted);

  Service& service_;
};

}  // namespace keste::http
