// People's data as they really come: IIN, phone, e-mail, names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admission/application.hpp"

namespace keste::admission {

/// Null when the IIN is acceptable: 12 digits whose control digit fits (weights 1..11, then
/// 3,4,…,11,1,2; mod 11). The date part and the seventh digit are not judged: since the
/// Government's resolution 853 of 2013-08-26 they may lawfully differ from the birth date and sex.
/// The eleventh digit weighs nothing in the first pass, so a slip there is seldom seen.
std::optional<Wrong> check_iin(std::string_view iin);

/// "8 701 123-45-67", "+7 (701) 1234567", "77011234567", "701 123 45 67" → "+77011234567".
/// Foreign numbers need "+" or "00" and 8 to 15 digits. Empty when it is no phone number.
/// Unknown Kazakh prefixes are not refused: ranges are opened, and numbers move.
std::optional<std::string> to_e164(std::string_view phone);

/// A usable address: one @, a local part of 1 to 64 bytes (UTF-8 allowed, RFC 6531), a domain of
/// dot-separated labels, 254 bytes at most, no spaces, control characters, quotes or angle
/// brackets; no label of the domain mixes Latin and Cyrillic letters. Returned with the domain in
/// lower case.
std::optional<std::string> read_email(std::string_view email);

/// For comparing names, cities and codes: lower case, look-alike letters folded to one (Latin
/// a b c e h i k m o p t x y and U+0259 to their Cyrillic twins, ё to е, й in two parts to one),
/// runs of space and dashes folded to one space. Never shown.
std::string fold_for_comparison(std::string_view text);

}  // namespace keste::admission
