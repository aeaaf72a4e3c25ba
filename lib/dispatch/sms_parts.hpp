// SMS parts: in which alphabet a text travels, and how many messages it takes (3GPP TS 23.038).
#pragma once

#include <string_view>

namespace keste::dispatch {

enum class SmsAlphabet {
  gsm7,  ///< 160 characters, or 153 in each of several parts; ^{}\[~]| and € take two places.
  ucs2,  ///< 70 UTF-16 units, or 67 in each of several parts: any Cyrillic letter is enough.
};

struct SmsSize {
  SmsAlphabet alphabet = SmsAlphabet::gsm7;
  int units = 0;  ///< Septets or UTF-16 units.
  int parts = 1;
  friend bool operator==(const SmsSize&, const SmsSize&) = default;
};

/// Pure. `text` is well-formed UTF-8. What takes two places is never split between two parts.
SmsSize measure_sms_text(std::string_view text);

}  // namespace keste::dispatch
