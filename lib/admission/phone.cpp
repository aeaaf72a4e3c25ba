// Phone numbers as people write them, to E.164.
#include <algorithm>

#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

/// Address books put invisible marks of direction around numbers; they come along when pasted.
bool is_filler(char32_t c) {
  const bool mark = c >= 0x80 && is_hidden(c);
  return is_blank(c) || is_dash(c) || mark || c == U'(' || c == U')' || c == U'.' || c == U'/';
}

struct Written {
  bool international = false;  ///< Began with "+" or "00".
  std::string digits;
};

/// The digits, and how they began. Empty when there is anything else than digits and fillers.
std::optional<Written> read_digits(std::string_view phone) {
  constexpr std::size_t digits_max = 17;
  Written out;
  std::string_view rest = trim(phone);
  while (!rest.empty()) {
    const char32_t c = take_code_point(rest);
    if (c == U'+' && out.digits.empty() && !out.international) {
      out.international = true;
    } else if (c >= U'0' && c <= U'9' && out.digits.size() < digits_max) {
      out.digits.push_back(static_cast<char>(c));
    } else if (!is_filler(c)) {
      return std::nullopt;
    }
  }
  if (!out.international && out.digits.starts_with("00")) {
    out.international = true;
    out.digits.erase(0, 2);
  }
  return out;
}

/// Country code 7 has ten digits after it. "+8 7xx" is a slip for "8 7xx", not a foreign number.
bool is_international(std::string_view digits) {
  if (digits.starts_with('7')) return digits.size() == 11;
  if (digits.starts_with("87")) return false;
  return digits.size() >= 8 && digits.size() <= 15 && !digits.starts_with('0');
}

}  // namespace

std::optional<std::string> to_e164(std::string_view phone) {
  if (!is_utf8(phone)) return std::nullopt;
  const std::optional<Written> written = read_digits(phone);
  if (!written) return std::nullopt;
  const std::string& digits = written->digits;
  if (written->international) {
    if (!is_international(digits)) return std::nullopt;
    return "+" + digits;
  }
  const bool dials_abroad = digits.starts_with("810");
  const bool has_prefix = digits.starts_with('8') || digits.starts_with('7');
  if (digits.size() == 11 && has_prefix && !dials_abroad) return "+7" + digits.substr(1);
  const bool kazakh = digits.starts_with('7') || digits.starts_with('6');
  if (digits.size() == 10 && kazakh) return "+7" + digits;
  return std::nullopt;
}

}  // namespace keste::admission
