// Ranges of Unicode that matter for people's data.
#include "admission/characters.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace keste::admission {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](Range range) { return c >= range.first && c <= range.last; });
}

constexpr Range blanks[] = {{0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                            {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};

constexpr Range dashes[] = {{U'-', U'-'},     {0x2010, 0x2015}, {0x2043, 0x2043}, {0x2212, 0x2212},
                            {0xFE58, 0xFE58}, {0xFE63, 0xFE63}, {0xFF0D, 0xFF0D}};

constexpr Range hidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
    {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0xE000, 0xF8FF},
    {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFF}, {0xE0000, 0x10FFFF}};

/// Letters begin after Latin-1's signs; the gaps are combining marks, punctuation, symbols,
/// Braille.
constexpr Range letters[] = {
    {U'A', U'Z'},     {U'a', U'z'},     {0xAA, 0xAA},       {0xB5, 0xB5},       {0xBA, 0xBA},
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2C1},      {0x370, 0x373},     {0x376, 0x37D},
    {0x37F, 0x481},   {0x48A, 0x55F},   {0x561, 0x587},     {0x5D0, 0x5F2},     {0x620, 0x64A},
    {0x66E, 0x6D3},   {0x710, 0x74F},   {0x904, 0x1FFF},    {0x2C00, 0x2DFF},   {0x3041, 0x318F},
    {0x3400, 0x4DBF}, {0x4E00, 0xD7FF}, {0xF900, 0xFDCF},   {0xFDF0, 0xFDFB},   {0xFE70, 0xFEFC},
    {0xFF21, 0xFF3A}, {0xFF41, 0xFF5A}, {0x10000, 0x1CFFF}, {0x1E000, 0x1EFFF}, {0x20000, 0x3FFFF}};

/// Latin letters whose capital stands at the even number and the small one after it.
constexpr Range latin_even[] = {{0x100, 0x12F}, {0x132, 0x137}, {0x14A, 0x177}, {0x1E00, 0x1EFF}};
constexpr Range latin_odd[] = {{0x139, 0x148}, {0x179, 0x17E}};
constexpr Range cyrillic_even[] = {{0x460, 0x481}, {0x48A, 0x4BF}, {0x4D0, 0x52F}};
constexpr Range cyrillic_odd[] = {{0x4C1, 0x4CE}};

char32_t lower_latin(char32_t c) {
  if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
  if (c == 0x178) return 0xFF;
  if (c == 0x18F) return 0x259;
  if (is_in(latin_even, c)) return c | 1U;
  if (is_in(latin_odd, c)) return c % 2 == 1 ? c + 1 : c;
  return c;
}

char32_t lower_cyrillic(char32_t c) {
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c == 0x4C0) return 0x4CF;
  if (is_in(cyrillic_even, c)) return c | 1U;
  if (is_in(cyrillic_odd, c)) return c % 2 == 1 ? c + 1 : c;
  return c;
}

bool is_layout(char32_t c) { return c == U'\t' || c == U'\r' || c == U'\n'; }

/// Visible ASCII without a blank: most fields, and nothing to tidy.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

bool is_blank(char32_t c) { return is_in(blanks, c); }

bool is_dash(char32_t c) { return is_in(dashes, c); }

bool is_hidden(char32_t c) {
  const char32_t in_plane = c & 0xFFFFU;
  return is_in(hidden, c) || in_plane == 0xFFFE || in_plane == 0xFFFF;
}

bool is_letter(char32_t c) { return is_in(letters, c); }

bool is_latin(char32_t c) {
  return is_letter(c) && (c < 0x370 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0xFF21 && c < 0xFF5B));
}

bool is_cyrillic(char32_t c) { return c >= 0x400 && c <= 0x52F && is_letter(c); }

char32_t to_lower(char32_t c) { return is_cyrillic(c) ? lower_cyrillic(c) : lower_latin(c); }

std::optional<std::string> tidy(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  if (!is_utf8(text)) return std::nullopt;
  std::string out;
  std::string_view rest = trim(text);
  bool gap = false;
  bool broken = false;
  while (!rest.empty()) {
    const char32_t c = take_code_point(rest);
    gap = gap || is_blank(c);
    broken = broken || is_layout(c);
    if (is_blank(c) || is_layout(c)) continue;
    if (is_hidden(c)) return std::nullopt;
    if (broken && !out.empty()) return std::nullopt;
    if (gap && !out.empty()) out.push_back(' ');
    gap = broken = false;
    append_code_point(out, c);
  }
  return out;
}

}  // namespace keste::admission
