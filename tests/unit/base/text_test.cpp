// Text: UTF-8, trimming, and the two ways in which bytes are written as letters.
#include "base/text.hpp"

#include <catch2/catch.hpp>

#include "base/random.hpp"

namespace keste {
namespace {

using namespace std::string_literals;

TEST_CASE("well-formed UTF-8 is told from the rest", "[base][utf8]") {
  const std::vector<std::string> good = {"",
                                         "plain",
                                         "Қазақстан",
                                         "\0"s,
                                         "\x7F",
                                         "\xC2\x80",
                                         "\xDF\xBF",
                                         "\xE0\xA0\x80",
                                         "\xED\x9F\xBF",
                                         "\xEE\x80\x80",
                                         "\xEF\xBF\xBF",
                                         "\xF0\x90\x80\x80",
                                         "\xF4\x8F\xBF\xBF"};
  for (const std::string& text : good) {
    CAPTURE(to_hex(text));
    CHECK(is_utf8(text));
  }
  const std::vector<std::string> bad = {"\x80",
                                        "\xC0\xAF",
                                        "\xC1\xBF",
                                        "\xC3",
                                        "\xC3(",
                                        "\xE0\x9F\xBF",
                                        "\xE2\x82",
                                        "\xED\xA0\x80",
                                        "\xED\xBF\xBF",
                                        "\xF0\x8F\xBF\xBF",
                                        "\xF0\x9F\x98",
                                        "\xF4\x90\x80\x80",
                                        "\xF5\x80\x80\x80",
                                        "\xFF",
                                        "a\xE2\x28\xA1",
                                        "ok\xF0\x90\x28\xBC"};
  for (const std::string& text : bad) {
    CAPTURE(to_hex(text));
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("each code point goes out and back", "[base][utf8]") {
  for (const char32_t wanted : {U'\0', U'a', U'\u007F', U'\u0080', U'Қ', U'\u07FF', U'\u0800',
                                U'\uFFFD', U'\U00010000', U'\U0010FFFF'}) {
    std::string written;
    append_code_point(written, wanted);
    CHECK(is_utf8(written));
    CHECK(code_point_count(written) == 1);
    std::string_view rest = written;
    CHECK(take_code_point(rest) == wanted);
    CHECK(rest.empty());
  }
}

TEST_CASE("code points are counted and bytes are not", "[base][utf8]") {
  CHECK(code_point_count("") == 0);
  CHECK(code_point_count("Әсем") == 4);
  CHECK(code_point_count("e\xCC\x81") == 2);
}

TEST_CASE("a torn sequence is walked without reading past its end", "[base][utf8]") {
  const std::string torn = "\xF0\x9F";
  std::string_view rest = torn;
  std::size_t taken = 0;
  for (; !rest.empty(); ++taken) take_code_point(rest);
  CHECK(taken == 2);
}

TEST_CASE("blanks are trimmed at both ends only", "[base][text]") {
  CHECK(trim(" \t\r\n a b \n") == "a b");
  CHECK(trim("") == "");
  CHECK(trim(" \t") == "");
}

TEST_CASE("only ASCII letters are lowered", "[base][text]") {
  CHECK(to_lower_ascii("ABC-xyz-09-ҚАЗ") == "abc-xyz-09-ҚАЗ");
}

TEST_CASE("bytes are written in hexadecimal", "[base][text]") {
  CHECK(to_hex("\x00\x0F\xA5\xFF"s) == "000fa5ff");
  CHECK(to_hex("") == "");
}

TEST_CASE("bytes are written in Crockford's base32", "[base][random]") {
  struct Row {
    std::string bytes;
    const char* text;
  };
  const std::vector<Row> rows = {{"", ""},
                                 {"\x00"s, "00"},
                                 {"\xFF", "zw"},
                                 {"f", "cr"},
                                 {"fo", "csqg"},
                                 {"foo", "csqpy"},
                                 {"foob", "csqpyrg"},
                                 {"fooba", "csqpyrk1"},
                                 {"foobar", "csqpyrk1e8"},
                                 {"\xFF\xFF\xFF\xFF\xFF", "zzzzzzzz"}};
  for (const Row& row : rows) CHECK(crockford_base32(row.bytes) == row.text);
}

TEST_CASE("secrets have the asked length and differ", "[base][random]") {
  CHECK(secret_bytes(0).empty());
  CHECK(secret_bytes(16).size() == 16);
  CHECK(secret_bytes(16) != secret_bytes(16));
}

TEST_CASE("jitter repeats from its seed and stays below one", "[base][random]") {
  Jitter left(7);
  Jitter right(7);
  for (int i = 0; i < 100; ++i) {
    const double next = left.next();
    CHECK(next == right.next());
    CHECK(next >= 0.0);
    CHECK(next < 1.0);
  }
}

}  // namespace
}  // namespace keste
