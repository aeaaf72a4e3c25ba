// Requests of kested.yaml: their address, headers and body, as patterns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"
#include "config/gateways.hpp"

namespace keste::config {

/// What may stand in braces.
struct PlaceholderNames {
  std::vector<std::string_view> in_headers;  ///< Values of one line.
  std::vector<std::string_view> elsewhere;
};

struct SoundCall {
  WebServer server;
  HttpCall call;
};

/// The keys `url`, `method`, `headers`, `form` and `json` of a section.
std::optional<SoundCall> read_http_call(const Fields& fields, const PlaceholderNames& names,
                                        Report& report);
inline constexpr std::string_view http_call_keys[] = {"url", "method", "headers", "form", "json"};

/// Warns when credentials would cross a network in the clear.
void warn_of_plain_http(const Node& url, const WebServer& server, Report& report);

}  // namespace keste::config
