// Dropping what does not belong in a line of text, and what must not be logged.
#include "dispatch/plain_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

bool is_break(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029 || c == ' ';
}

bool is_dropped(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool direction = c == 0x200E || c == 0x200F || c == 0x061C ||
                         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFE || c == 0xFEFF;
  return control || direction || noncharacter;
}

/// True when nothing has to be changed: most names are such.
bool is_clean(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  char before = 'x';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (c == ' ' && before == ' ')) return false;
    // Cyrillic and Latin letters have lead bytes C3 to D5; anything rarer takes the long way.
    if (byte >= 0xD6 || byte == 0xC2 || byte == 0xC0 || byte == 0xC1) return false;
    before = c;
  }
  return is_utf8(text);
}

bool is_address_byte(char c) {
  return std::string_view(" \t<>()[]:;,\"'").find(c) == std::string_view::npos;
}

/// Replaces the run of address bytes around each "@".
std::string mask_addresses(std::string text) {
  std::size_t at = text.find('@');
  while (at != std::string::npos) {
    std::size_t first = at;
    while (first > 0 && is_address_byte(text[first - 1])) --first;
    std::size_t last = at + 1;
    while (last < text.size() && is_address_byte(text[last])) ++last;
    text.replace(first, last - first, "[address]");
    at = text.find('@', first);
  }
  return text;
}

std::string mask_word(std::string text, std::string_view word) {
  if (word.size() < 3) return text;
  const std::string wanted = to_lower_ascii(word);
  std::size_t at = to_lower_ascii(text).find(wanted);
  while (at != std::string::npos) {
    text.replace(at, wanted.size(), "[address]");
    at = to_lower_ascii(text).find(wanted, at + 9);
  }
  return text;
}

std::string cut_to(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80) --bytes;
  text.resize(bytes);
  return text;
}

}  // namespace

std::string one_line(std::string_view text) {
  if (is_clean(text)) return std::string(text);
  std::string readable;
  if (!is_utf8(text)) {
    readable = text;
    std::replace_if(
        readable.begin(), readable.end(), [](char c) { return (c & 0x80) != 0; }, '?');
    text = readable;
  }
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (is_break(c)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else if (!is_dropped(c)) {
      append_code_point(out, c);
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string without_addresses(std::string_view reason, std::string_view recipient) {
  std::string text = mask_addresses(one_line(reason));
  text = mask_word(std::move(text), recipient.substr(0, recipient.find('@')));
  return cut_to(std::move(text), 200);
}

}  // namespace keste::dispatch
