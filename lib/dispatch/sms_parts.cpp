// The default alphabet with its extension table, and filling parts one after another.
#include "dispatch/sms_parts.hpp"

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

struct Limits {
  int single;
  int part;
};

constexpr Limits gsm7_limits{160, 153};
constexpr Limits ucs2_limits{70, 67};

/// The default alphabet without what it shares with ASCII.
constexpr std::u32string_view gsm7_others = U"@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
constexpr std::u32string_view gsm7_extended = U"\f^{}\\[~]|€";

/// Septets of a character; 0 when the default alphabet has none for it.
int gsm7_width(char32_t c) {
  const bool letter = (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  const bool mark = c >= U' ' && c <= U'?' && c != U'$';
  if (letter || mark || c == U'\n' || c == U'\r') return 1;
  if (gsm7_others.find(c) != std::u32string_view::npos) return 1;
  return gsm7_extended.find(c) != std::u32string_view::npos ? 2 : 0;
}

int ucs2_width(char32_t c) { return c > 0xFFFF ? 2 : 1; }

bool fits_gsm7(std::string_view text) {
  while (!text.empty()) {
    if (gsm7_width(take_code_point(text)) == 0) return false;
  }
  return true;
}

template <class Width>
SmsSize fill_parts(std::string_view text, Limits limits, Width width) {
  SmsSize size;
  int in_part = 0;
  while (!text.empty()) {
    const int taken = width(take_code_point(text));
    size.units += taken;
    if (in_part + taken > limits.part) {
      ++size.parts;
      in_part = 0;
    }
    in_part += taken;
  }
  if (size.units <= limits.single) size.parts = 1;
  return size;
}

}  // namespace

SmsSize measure_sms_text(std::string_view text) {
  if (fits_gsm7(text)) return fill_parts(text, gsm7_limits, gsm7_width);
  SmsSize size = fill_parts(text, ucs2_limits, ucs2_width);
  size.alphabet = SmsAlphabet::ucs2;
  return size;
}

}  // namespace keste::dispatch
