// Small text functions that several floors need.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keste {

/// Without spaces, tabs and line breaks at both ends.
std::string_view trim(std::string_view text);
/// ASCII letters in lower case; every other byte as it is.
std::string to_lower_ascii(std::string_view text);
/// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
/// The next code point of well-formed UTF-8, taken off the front. `text` must not be empty.
char32_t take_code_point(std::string_view& text);
void append_code_point(std::string& out, char32_t code_point);
/// How many code points well-formed UTF-8 holds.
std::size_t code_point_count(std::string_view text);
/// Lower-case hexadecimal of the bytes.
std::string to_hex(std::string_view bytes);

}  // namespace keste
