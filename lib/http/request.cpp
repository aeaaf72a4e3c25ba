// Reading header fields, paths and queries.
#include "http/request.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace keste::http {
namespace {

/// Takes the next item of a comma-separated list off the front.
std::string_view take_item(std::string_view& list) {
  const auto comma = list.find(',');
  const std::string_view item = trim(list.substr(0, comma));
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return item;
}

/// True for "q=0", "q=0.0", "Q=0.000": the weight that means "not at all".
bool has_zero_weight(std::string_view parameters) {
  const std::string text = to_lower_ascii(parameters);
  const auto at = text.find("q=");
  if (at == std::string::npos) return false;
  const std::string_view weight = trim(std::string_view(text).substr(at + 2));
  return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

struct MethodName {
  Method method;
  std::string_view name;
};
constexpr std::array<MethodName, 5> method_names{{{Method::get, "GET"},
                                                  {Method::head, "HEAD"},
                                                  {Method::post, "POST"},
                                                  {Method::delete_, "DELETE"},
                                                  {Method::options, "OPTIONS"}}};

}  // namespace

std::string_view to_text(Method method) {
  for (const MethodName& each : method_names) {
    if (each.method == method) return each.name;
  }
  return {};
}

Method parse_method(std::string_view text) {
  for (const MethodName& each : method_names) {
    if (each.name == text) return each.method;
  }
  return Method::other;
}

bool allows_gzip(std::string_view accept_encoding) {
  bool by_star = false;
  while (!accept_encoding.empty()) {
    const std::string_view item = take_item(accept_encoding);
    const auto semicolon = item.find(';');
    const std::string coding = to_lower_ascii(trim(item.substr(0, semicolon)));
    const bool allowed =
        semicolon == std::string_view::npos || !has_zero_weight(item.substr(semicolon));
    if (coding == "gzip" || coding == "x-gzip") return allowed;
    if (coding == "*") by_star = allowed;
  }
  return by_star;
}

bool allows_html(std::string_view accept) {
  while (!accept.empty()) {
    const std::string_view item = take_item(accept);
    const auto semicolon = item.find(';');
    if (to_lower_ascii(trim(item.substr(0, semicolon))) != "text/html") continue;
    return semicolon == std::string_view::npos || !has_zero_weight(item.substr(semicolon));
  }
  return false;
}

bool prefers(std::string_view prefer, std::string_view preference) {
  while (!prefer.empty()) {
    const std::string_view item = take_item(prefer);
    if (to_lower_ascii(trim(item.substr(0, item.find(';')))) == preference) return true;
  }
  return false;
}

std::string_view find_cookie(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    const std::string_view pair = trim(cookies.substr(0, end));
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view item = take_item(if_none_match);
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
  }
  return false;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::optional<std::vector<QueryItem>> parse_query(std::string_view query) {
  std::vector<QueryItem> items;
  while (!query.empty()) {
    const auto end = query.find('&');
    std::string item(query.substr(0, end));
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (item.empty()) continue;
    std::replace(item.begin(), item.end(), '+', ' ');
    const auto equals = item.find('=');
    const auto name = percent_decode(std::string_view(item).substr(0, equals));
    const auto value = equals == std::string::npos
                           ? std::string()
                           : percent_decode(std::string_view(item).substr(equals + 1));
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
    items.push_back(QueryItem{*name, *value});
  }
  return items;
}

}  // namespace keste::http
