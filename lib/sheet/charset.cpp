// Charsets told apart and turned into UTF-8, with tables of the two single-byte ones.
#include "sheet/charset.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace keste::sheet {
namespace {

constexpr std::string_view utf_8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf_16_little_mark = "\xFF\xFE";
constexpr std::string_view utf_16_big_mark = "\xFE\xFF";

/// Windows-1251 from 0x80 to 0xBF; 0 where it has nothing. From 0xC0 on stand А to я in order.
constexpr std::array<char16_t, 64> windows_1251_upper{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409,
    0x2039, 0x040A, 0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x0000, 0x2122, 0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0,
    0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6, 0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB,
    0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456, 0x0491, 0x00B5, 0x00B6,
    0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

struct Override {
  unsigned char byte;
  char16_t letter;
};

/// Where KZ-1048 (STRK1048-2002) differs from Windows-1251.
constexpr std::array<Override, 16> kz_1048_letters{{{0x8D, u'Қ'},
                                                    {0x8E, u'Һ'},
                                                    {0x9D, u'қ'},
                                                    {0x9E, u'һ'},
                                                    {0xA1, u'Ұ'},
                                                    {0xA2, u'ұ'},
                                                    {0xA3, u'Ә'},
                                                    {0xA5, u'Ө'},
                                                    {0xAA, u'Ғ'},
                                                    {0xAF, u'Ү'},
                                                    {0xB4, u'ө'},
                                                    {0xBA, u'ғ'},
                                                    {0xBC, u'ә'},
                                                    {0xBD, u'Ң'},
                                                    {0xBE, u'ң'},
                                                    {0xBF, u'ү'}}};

const Override* find_kazakh(unsigned char byte) {
  const auto found = std::find_if(kz_1048_letters.begin(), kz_1048_letters.end(),
                                  [byte](const Override& letter) { return letter.byte == byte; });
  return found == kz_1048_letters.end() ? nullptr : &*found;
}

Problem whole_file(std::string message) { return {0, 0, std::move(message)}; }

std::string line_of(std::string_view bytes, std::size_t at) {
  return std::to_string(1 + std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n'));
}

/// How many bytes a UTF-8 sequence beginning with this byte has; 0 when none begins so.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

/// What bytes above ASCII would be in UTF-8.
struct Evidence {
  std::size_t whole = 0;   ///< Sequences that are well-formed.
  std::size_t broken = 0;  ///< Bytes that belong to none.
  std::size_t first_broken = 0;
};

Evidence weigh_utf_8(std::string_view bytes) {
  Evidence found;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(static_cast<unsigned char>(bytes[at]));
    if (length == 1) {
      ++at;
    } else if (length > 1 && is_utf8(bytes.substr(at, length))) {
      ++found.whole;
      at += length;
    } else {
      if (found.broken++ == 0) found.first_broken = at;
      ++at;
    }
  }
  return found;
}

Result<Decoded, Problem> decode_single_bytes(std::string_view bytes) {
  const bool kazakh = std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return find_kazakh(static_cast<unsigned char>(c)) != nullptr;
  });
  std::array<char16_t, 256> table{};
  for (std::size_t i = 0; i < 0x80; ++i) table.at(i) = static_cast<char16_t>(i);
  std::copy(windows_1251_upper.begin(), windows_1251_upper.end(), table.begin() + 0x80);
  for (std::size_t i = 0xC0; i < 0x100; ++i) table.at(i) = static_cast<char16_t>(i - 0xC0 + u'А');
  for (const Override& letter : kz_1048_letters) {
    if (kazakh) table.at(letter.byte) = letter.letter;
  }
  Decoded out{kazakh ? Charset::kz_1048 : Charset::windows_1251, {}};
  out.text.reserve(bytes.size() * 2);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const char16_t letter = table.at(byte);
    if (letter == 0 && byte != 0) {
      return failed(whole_file("line " + line_of(bytes, at) +
                               " holds a byte that is neither UTF-8 nor Windows-1251; save the "
                               "sheet as CSV in UTF-8"));
    }
    append_code_point(out.text, letter);
  }
  return out;
}

Result<Decoded, Problem> decode_utf_16(std::string_view bytes, bool little) {
  const auto broken = [] {
    return failed(whole_file("its UTF-16 text is broken, perhaps cut off; save it once more"));
  };
  if (bytes.size() % 2 != 0) return broken();
  const auto unit_at = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little ? first | second << 8 : first << 8 | second);
  };
  Decoded out{Charset::utf_16, {}};
  out.text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    char32_t c = unit_at(at);
    if (c >= 0xD800 && c < 0xE000) {
      if (c >= 0xDC00 || at + 3 >= bytes.size()) return broken();
      const char32_t low = unit_at(at += 2);
      if (low < 0xDC00 || low >= 0xE000) return broken();
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    append_code_point(out.text, c);
  }
  return out;
}

Result<Decoded, Problem> decode_unmarked(std::string_view bytes, bool marked_utf_8) {
  if (is_utf8(bytes)) return Decoded{Charset::utf_8, std::string(bytes)};
  const Evidence found = weigh_utf_8(bytes);
  if (marked_utf_8 || found.whole > found.broken) {
    return failed(whole_file("it is UTF-8, but broken in line " +
                             line_of(bytes, found.first_broken) +
                             "; save the sheet once more as CSV in UTF-8"));
  }
  return decode_single_bytes(bytes);
}

/// Workbooks come where an export was asked for.
std::optional<Problem> refuse_workbook(std::string_view bytes) {
  constexpr std::string_view zip = "PK\x03\x04";
  constexpr std::string_view old_workbook = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  if (!bytes.starts_with(zip) && !bytes.starts_with(old_workbook)) return std::nullopt;
  return whole_file(
      "it is a workbook (.xlsx, .ods or .xls), not text; open it and save the sheet as CSV in "
      "UTF-8");
}

}  // namespace

std::string_view to_text(Charset charset) {
  switch (charset) {
    case Charset::utf_8:
      return "UTF-8";
    case Charset::utf_16:
      return "UTF-16";
    case Charset::windows_1251:
      return "Windows-1251";
    case Charset::kz_1048:
      return "KZ-1048";
  }
  return "";
}

Result<Decoded, Problem> decode(std::string_view bytes) {
  if (auto problem = refuse_workbook(bytes)) return failed(std::move(*problem));
  const bool little = bytes.starts_with(utf_16_little_mark);
  const bool marked = bytes.starts_with(utf_8_mark);
  Result<Decoded, Problem> decoded =
      little || bytes.starts_with(utf_16_big_mark)
          ? decode_utf_16(bytes.substr(utf_16_little_mark.size()), little)
          : decode_unmarked(bytes.substr(marked ? utf_8_mark.size() : 0), marked);
  if (!decoded) return decoded;
  const std::size_t nul = decoded.value().text.find('\0');
  if (nul == std::string::npos) return decoded;
  return failed(whole_file("line " + line_of(decoded.value().text, nul) +
                           " holds a NUL byte, which no text has; save the sheet as CSV in UTF-8"));
}

}  // namespace keste::sheet
