// Request: what a client asked, with the header fields that Keste looks at, already read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "engine/engine_thread.hpp"
#include "http/asker.hpp"

namespace keste::http {

enum class Method { get, head, post, delete_, options, other };

/// "GET", "DELETE"; empty for `other`.
std::string_view to_text(Method method);
/// `other` for a method that no resource knows.
Method parse_method(std::string_view text);

/// One whole request. A value: it lives on after its connection.
struct Request {
  Method method = Method::get;
  std::string path;                     ///< Origin form, percent-encoded as received.
  std::string query;                    ///< Without the question mark.
  std::vector<std::string> parameters;  ///< The decoded variable segments of the path.
  int minor = 1;                        ///< HTTP/1.0 or HTTP/1.1
  bool keep_alive = true;
  Language language = Language::kk;
  bool accepts_gzip = false;
  bool accepts_html = false;  ///< A browser shows a page, where a program reads a problem.
  std::string cookie;         ///< The Cookie field, as received.
  std::string if_none_match;
  std::string content_type;
  std::string content_encoding;
  std::optional<std::string> idempotency_key;
  bool wants_receipt = false;  ///< "Prefer: receipt" (RFC 7240).
  std::string last_event_id;   ///< Where a stream of events broke off.
  std::string body;
  engine::Receipt receipt;  ///< When its last byte had been read.
  std::string authorization;
  std::string csrf;         ///< Keste-Csrf: see Gate::is_own_page.
  bool background = false;  ///< Keste-Background: sent by a page by itself; keeps no sign-in alive.
  Asker asker{};            ///< Filled in by the router where a route asks for a right.
  bool trusted = false;     ///< Over the Unix socket, whose peer was checked.
  std::string client;       ///< The address of who asks, behind proxies too; empty: trusted.
  bool secure = false;      ///< By TLS, here or at a trusted proxy.
};

/// Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3).
bool allows_gzip(std::string_view accept_encoding);
/// Whether an Accept header names HTML: browsers do.
bool allows_html(std::string_view accept);
/// The value of a cookie; empty when it is not there.
std::string_view find_cookie(std::string_view cookies, std::string_view name);
/// Whether a Prefer header has `preference`, in lower case and without a value (RFC 7240, 2).
bool prefers(std::string_view prefer, std::string_view preference);
/// Whether an If-None-Match header names `etag`, by the weak comparison (RFC 9110, 13.1.2).
bool names_etag(std::string_view if_none_match, std::string_view etag);
/// Empty when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

struct QueryItem {
  std::string name;
  std::string value;
};
/// "a=1&b=x%20y"; a plus sign stands for a space. Empty when it cannot be decoded.
std::optional<std::vector<QueryItem>> parse_query(std::string_view query);

}  // namespace keste::http
