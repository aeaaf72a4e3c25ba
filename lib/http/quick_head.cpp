// One pass over a plain GET request.
#include "http/quick_head.hpp"

#include <array>

namespace keste::http {
namespace {

constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                       "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> is_token = make_token_table();

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) return false;
  }
  return true;
}

bool is_plain_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return false;
  for (const char c : target) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '/' && c != '-' && c != '.' && c != '_') return false;
  }
  return true;
}

struct Line {
  std::string_view name;
  std::string_view value;
};

/// Takes "Name: value\r\n" off the front; false when it is not exactly that.
bool take_line(std::string_view& rest, Line& line) {
  std::size_t at = 0;
  while (at < rest.size() && is_token[static_cast<unsigned char>(rest[at])]) ++at;
  if (at == 0 || at >= rest.size() || rest[at] != ':') return false;
  line.name = rest.substr(0, at);
  std::size_t from = at + 1;
  while (from < rest.size() && rest[from] == ' ') ++from;
  std::size_t to = from;
  while (to < rest.size() && rest[to] >= ' ' && rest[to] != 0x7f) ++to;
  if (to + 1 >= rest.size() || rest[to] != '\r' || rest[to + 1] != '\n') return false;
  line.value = rest.substr(from, to - from);
  while (!line.value.empty() && line.value.back() == ' ') line.value.remove_suffix(1);
  rest.remove_prefix(to + 2);
  return true;
}

/// Keeps a field that matters only once; a second one is left to the full parser.
bool keep_once(std::string_view& kept, std::string_view value) {
  if (!kept.empty() || value.empty()) return false;
  kept = value;
  return true;
}

/// False when the field needs the full parser.
bool note_field(QuickHead& head, std::string_view& host, const Line& line) {
  const auto is = [&line](std::string_view name) { return equals_ignoring_case(line.name, name); };
  switch (line.name.size()) {
    case 4:
      return !is("host") || keep_once(host, line.value);
    case 6:
      return !is("expect") && !is("cookie");
    case 7:
      return !is("upgrade") && !is("trailer");
    case 10:
      return !is("connection") || equals_ignoring_case(line.value, "keep-alive");
    case 13:
      return (!is("if-none-match") || keep_once(head.if_none_match, line.value)) &&
             (!is("authorization") || keep_once(head.authorization, line.value));
    case 14:
      return !is("content-length");
    case 15:
      return !is("accept-encoding") || keep_once(head.accept_encoding, line.value);
    case 16:
      return !is("proxy-connection");
    case 17:
      return !is("transfer-encoding");
    default:
      return true;
  }
}

}  // namespace

std::optional<QuickHead> read_quick_head(std::string_view input) {
  constexpr std::string_view method = "GET ";
  constexpr std::string_view version = " HTTP/1.1\r\n";
  constexpr std::size_t longest_target = 200;
  constexpr std::size_t longest_head = 4096;
  input = input.substr(0, longest_head);
  if (!input.starts_with(method)) return std::nullopt;
  QuickHead head;
  std::string_view rest = input.substr(method.size());
  const auto space = rest.substr(0, longest_target).find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  head.target = rest.substr(0, space);
  rest.remove_prefix(space);
  if (!rest.starts_with(version) || !is_plain_target(head.target)) return std::nullopt;
  rest.remove_prefix(version.size());
  std::string_view host;
  while (!rest.starts_with("\r\n")) {
    Line line;
    if (!take_line(rest, line) || !note_field(head, host, line)) return std::nullopt;
  }
  if (host.empty()) return std::nullopt;
  head.size = input.size() - rest.size() + 2;
  return head;
}

}  // namespace keste::http
