// Charsets: what bytes are taken for, and what is no text.
#include "sheet/charset.hpp"

#include <catch2/catch.hpp>

namespace keste::sheet {
namespace {

using namespace std::string_literals;

Decoded read(std::string_view bytes) {
  const auto decoded = decode(bytes);
  INFO((decoded ? "" : decoded.error().message));
  REQUIRE(decoded);
  return decoded.value();
}

std::string refuse(std::string_view bytes) {
  const auto decoded = decode(bytes);
  REQUIRE_FALSE(decoded);
  return decoded.error().message;
}

TEST_CASE("the charset is told by its mark or by the bytes", "[sheet][charset]") {
  struct Case {
    std::string bytes;
    Charset charset;
    const char* text;
  };
  const Case c =
      GENERATE(values<Case>({{"abc", Charset::utf_8, "abc"},
                             {"", Charset::utf_8, ""},
                             {"Қала", Charset::utf_8, "Қала"},
                             {"\xEF\xBB\xBFҚала", Charset::utf_8, "Қала"},
                             {"\xFF\xFE\x9A\x04\x30\x04"s, Charset::utf_16, "Қа"},
                             {"\xFE\xFF\x04\x9A\x04\x30"s, Charset::utf_16, "Қа"},
                             {"\xFF\xFE\x3D\xD8\x00\xDE"s, Charset::utf_16, "😀"},
                             {"\xC0\xEB\xEC\xE0\xF2\xFB", Charset::windows_1251, "Алматы"},
                             {"\xB2\xB3\xA8\xB8 \xB9\x31\xA0\xAB\xBB\x97\x88",
                              Charset::windows_1251, "ІіЁё №1\u00A0«»—€"},
                             {"\xC0\xFF\xE0\xDF", Charset::windows_1251, "АяаЯ"},
                             {"\x8D\x9D\xA1\xA2\xA3\xBC\xA5\xB4\xAA\xBA\xAF\xBF\xBD\xBE\x8E\x9E",
                              Charset::kz_1048, "ҚқҰұӘәӨөҒғҮүҢңҺһ"}}));
  const Decoded decoded = read(c.bytes);
  CHECK(to_text(decoded.charset) == to_text(c.charset));
  CHECK(decoded.text == c.text);
}

TEST_CASE("what is no text is refused with what to do", "[sheet][charset]") {
  struct Case {
    std::string bytes;
    const char* message;
  };
  const Case c = GENERATE(values<Case>(
      {{"a\nb\0c"s, "line 2 holds a NUL byte, which no text has; save the sheet as CSV in UTF-8"},
       {"\xFF\xFE\x61\x00\x00\x00"s,
        "line 1 holds a NUL byte, which no text has; save the sheet as CSV in UTF-8"},
       {"\xFF\xFE\x61"s, "its UTF-16 text is broken, perhaps cut off; save it once more"},
       {"\xFF\xFE\x3D\xD8"s, "its UTF-16 text is broken, perhaps cut off; save it once more"},
       {"\xFF\xFE\x3D\xD8\x61\x00"s,
        "its UTF-16 text is broken, perhaps cut off; save it once more"},
       {"\xFF\xFE\x00\xDE"s, "its UTF-16 text is broken, perhaps cut off; save it once more"},
       {"Қала\nАты\xD0",
        "it is UTF-8, but broken in line 2; save the sheet once more as CSV in UTF-8"},
       {"\xEF\xBB\xBF\xC0",
        "it is UTF-8, but broken in line 1; save the sheet once more as CSV in UTF-8"},
       {"\xC0\n\x98",
        "line 2 holds a byte that is neither UTF-8 nor Windows-1251; save the sheet as CSV in "
        "UTF-8"},
       {"PK\x03\x04rest",
        "it is a workbook (.xlsx, .ods or .xls), not text; open it and save the sheet as CSV in "
        "UTF-8"},
       {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "it is a workbook (.xlsx, .ods or .xls), not text; open it and save the sheet as CSV in "
        "UTF-8"}}));
  CHECK(refuse(c.bytes) == c.message);
}

}  // namespace
}  // namespace keste::sheet
