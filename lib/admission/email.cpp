// E-mail addresses: the part of RFC 5321, 5322 and 6531 that people have.
#include <algorithm>

#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

constexpr std::size_t address_max = 254;
constexpr std::size_t local_max = 64;
constexpr std::size_t label_max = 63;

bool is_ascii_alphanumeric(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

/// RFC 5322 atext, and by RFC 6531 whatever is visible beyond ASCII.
bool is_local_character(char32_t c) {
  constexpr std::u32string_view signs = U"!#$%&'*+-/=?^_`{|}~";
  if (c < 0x80) return is_ascii_alphanumeric(c) || signs.find(c) != std::u32string_view::npos;
  return !is_blank(c) && !is_hidden(c);
}

/// Dots stand between something: not first, not last, not twice.
bool has_stray_dot(std::string_view text) {
  return text.starts_with('.') || text.ends_with('.') || text.find("..") != std::string_view::npos;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > local_max || has_stray_dot(local)) return false;
  while (!local.empty()) {
    const char32_t c = take_code_point(local);
    if (c != U'.' && !is_local_character(c)) return false;
  }
  return true;
}

/// One label in lower case; empty when it is none. Latin and Cyrillic letters in one label are a
/// keyboard left in the other layout ("gmail.сom"): such a domain does not exist.
std::string read_label(std::string_view label) {
  if (label.size() > label_max || label.starts_with('-') || label.ends_with('-')) return {};
  std::string out;
  bool latin = false;
  bool cyrillic = false;
  while (!label.empty()) {
    const char32_t c = take_code_point(label);
    const bool allowed = c == U'-' || (c < 0x80 ? is_ascii_alphanumeric(c) : is_letter(c));
    if (!allowed) return {};
    latin = latin || is_latin(c);
    cyrillic = cyrillic || is_cyrillic(c);
    append_code_point(out, to_lower(c));
  }
  return latin && cyrillic ? std::string() : out;
}

bool is_number(std::string_view label) {
  return std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Two labels or more in lower case; empty when it is no domain. A number at the end would make it
/// an address of a machine.
std::string read_domain(std::string_view domain) {
  std::string out;
  std::size_t labels = 0;
  for (;;) {
    const auto dot = domain.find('.');
    const std::string label = read_label(domain.substr(0, dot));
    if (label.empty()) return {};
    ++labels;
    out += label;
    if (dot == std::string_view::npos) return labels >= 2 && !is_number(label) ? out : "";
    out += '.';
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<std::string> read_email(std::string_view email) {
  if (email.size() > address_max || !is_utf8(email)) return std::nullopt;
  const auto at = email.find('@');
  if (at == std::string_view::npos || !is_local_part(email.substr(0, at))) return std::nullopt;
  const std::string domain = read_domain(email.substr(at + 1));
  if (domain.empty()) return std::nullopt;
  return std::string(email.substr(0, at + 1)) + domain;
}

}  // namespace keste::admission
