// Every pattern is parsed, and the JSON tried with a sample, before anything is sent.
#include "config/http_call_reader.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <optional>

#include "base/text.hpp"
#include "config/addresses.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

using Names = std::vector<std::string_view>;

std::optional<Pattern> read_pattern(const Node* node, const Names& names, Report& report) {
  const auto text = read_lines(node, report);
  if (!text) return std::nullopt;
  auto pattern = parse_pattern(*text, names);
  if (pattern) return std::move(pattern).value();
  report.error(node->place, shown(node->key) + ": " + pattern.error());
  return std::nullopt;
}

/// The address's server; its path and query go into the call.
std::optional<WebServer> read_url(const Node* node, const Names& names, HttpCall& call,
                                  Report& report) {
  const auto text = read_text(node, report);
  if (!text) return std::nullopt;
  const auto address = parse_web_address(*text);
  if (!address) {
    report.error(node->place, node->key + " " + address.error());
    return std::nullopt;
  }
  auto target = parse_pattern(address.value().target, names);
  if (!target) {
    report.error(node->place, node->key + ": " + target.error());
    return std::nullopt;
  }
  call.target = std::move(target).value();
  warn_of_plain_http(*node, address.value().server, report);
  return address.value().server;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void read_headers(const Node* node, const Names& names, HttpCall& call, Report& report) {
  if (node == nullptr || !expect_map(*node, "headers", report)) return;
  const std::vector<std::string> own{"host", "content-length", "connection", "transfer-encoding"};
  for (const Node& child : node->children) {
    const std::string name = to_lower_ascii(child.key);
    if (!is_header_name(name) || std::find(own.begin(), own.end(), name) != own.end()) {
      report.error(child.key_place,
                   "headers: '" + shown(child.key) + "' is not a header that may be set");
      continue;
    }
    const auto text = read_text(&child, report);
    if (!text) continue;
    auto pattern = parse_pattern(*text, names);
    if (!pattern) {
      report.error(child.place, shown(child.key) + ": " + pattern.error());
    } else {
      call.headers.emplace_back(child.key, std::move(pattern).value());
    }
  }
}

void read_form(const Node* node, const Names& names, HttpCall& call, Report& report) {
  if (node == nullptr || !expect_map(*node, "form", report)) return;
  for (const Node& child : node->children) {
    auto pattern = read_pattern(&child, names, report);
    if (pattern) call.form.emplace_back(child.key, *std::move(pattern));
  }
}

/// With letters and a sign where values will be, so that one outside of a string is found out.
bool is_json(const Pattern& pattern) {
  const std::string sample = fill(pattern, [](std::string_view name) {
    if (name == "phone_digits") return std::string("77010000001");
    return std::string(name == "id" ? "1" : "+ә");
  });
  boost::system::error_code failure;
  const boost::json::value parsed = boost::json::parse(sample, failure);
  return !failure && parsed.is_structured();
}

void read_json(const Node* node, const Names& names, HttpCall& call, Report& report) {
  const auto pattern = read_pattern(node, names, report);
  if (!pattern) return;
  if (is_json(*pattern)) {
    call.json = *pattern;
  } else {
    report.error(node->place,
                 "json: is not a JSON object; placeholders of texts stand in quotes, such as "
                 "{\"to\": \"{phone}\"}");
  }
}

}  // namespace

void warn_of_plain_http(const Node& url, const WebServer& server, Report& report) {
  if (server.is_secure || is_loopback(server)) return;
  report.warning(url.place, url.key + ": http sends everything in the clear; use https");
}

std::optional<SoundCall> read_http_call(const Fields& fields, const PlaceholderNames& names,
                                        Report& report) {
  const std::size_t before = report.errors();
  HttpCall call;
  const auto server = read_url(fields.require("url"), names.elsewhere, call, report);
  const Node* method = fields.find("method");
  keep(call.method, read_choice(method, {"GET", "POST", "PUT"}, report));
  read_headers(fields.find("headers"), names.in_headers, call, report);
  const Node* form = fields.find("form");
  const Node* json = fields.find("json");
  read_form(form, names.elsewhere, call, report);
  read_json(json, names.elsewhere, call, report);
  if (form != nullptr && json != nullptr) {
    report.error(json->key_place, "json: there is a form already; keep one of them");
  }
  if (call.method == "GET" && (form != nullptr || json != nullptr)) {
    report.error(method->place, "method: a GET has no body; put the values into the url");
  }
  if (!server || report.errors() != before) return std::nullopt;
  return SoundCall{*server, std::move(call)};
}

}  // namespace keste::config
