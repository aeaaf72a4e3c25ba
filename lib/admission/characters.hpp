// Which characters people's names and addresses are made of, without a library of Unicode tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keste::admission {

/// Space and its relatives that people paste: no-break, thin, ideographic and so on.
bool is_blank(char32_t c);
/// Hyphens and dashes, with the minus sign.
bool is_dash(char32_t c);
/// What can change the look of a line without being seen: controls, line separators, marks of
/// direction, zero-width characters, code points that are no characters.
bool is_hidden(char32_t c);
/// A letter of any script. Generous: it tells names from figures and signs, not from one another.
bool is_letter(char32_t c);
bool is_latin(char32_t c);
bool is_cyrillic(char32_t c);
/// The small letter of a Latin or Cyrillic capital; every other character as it is.
char32_t to_lower(char32_t c);

/// Without blanks and line breaks at both ends, inner runs of blanks as one space. Empty when the
/// text is not UTF-8 or holds hidden characters.
std::optional<std::string> tidy(std::string_view text);

}  // namespace keste::admission
