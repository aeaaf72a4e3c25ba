// Finding placeholders among braces, and the ways of writing values into URLs and JSON.
#include "config/pattern.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "config/spelling.hpp"

namespace keste::config {
namespace {

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyz0123456789_.";

/// The name of a placeholder that begins at the front; empty when none does.
std::string_view name_at_front(std::string_view text) {
  if (!text.starts_with('{')) return {};
  const std::size_t end = text.find_first_not_of(name_characters, 1);
  if (end == std::string_view::npos || end == 1 || text[end] != '}') return {};
  return text.substr(1, end - 1);
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

bool Pattern::names(std::string_view name) const {
  return std::any_of(pieces.begin(), pieces.end(),
                     [name](const Piece& piece) { return piece.name == name; });
}

Result<Pattern, std::string> parse_pattern(std::string_view text,
                                           const std::vector<std::string_view>& names) {
  Pattern pattern;
  Pattern::Piece piece;
  while (!text.empty()) {
    const std::string_view name = name_at_front(text);
    if (name.empty()) {
      piece.literal.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return failed("unknown placeholder {" + shown(name) + "}" + suggest(name, names));
    }
    piece.name = name;
    pattern.pieces.push_back(std::move(piece));
    piece = {};
    text.remove_prefix(name.size() + 2);
  }
  if (!piece.literal.empty()) pattern.pieces.push_back(std::move(piece));
  return pattern;
}

std::string fill(const Pattern& pattern,
                 const std::function<std::string(std::string_view name)>& value) {
  std::string out;
  for (const Pattern::Piece& piece : pattern.pieces) {
    out += piece.literal;
    if (!piece.name.empty()) out += value(piece.name);
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
  }
  return out;
}

std::string json_escape(std::string_view text) {
  const std::string quoted = boost::json::serialize(boost::json::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace keste::config
