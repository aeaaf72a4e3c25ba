// Dot-stuffing to the byte, and what text and addresses must not hold.
#include "dispatch/smtp_content.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace keste::dispatch;

TEST_CASE("dots are doubled at the beginning of a line and nowhere else",
          "[dispatch][smtp_content]") {
  struct Row {
    std::string content;
    std::string stuffed;
    std::size_t lines;
  };
  const std::vector<Row> rows = {
      {"", "", 0},
      {"a.b\r\n", "a.b\r\n", 0},
      {".\r\n", "..\r\n", 1},
      {".", "..", 1},
      {"..\r\n", "...\r\n", 1},
      {".a\r\n.b\r\n", "..a\r\n..b\r\n", 2},
      {"a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n", 1},
      {"\r\n.\r\n.\r\n", "\r\n..\r\n..\r\n", 2},
      {"a\r\n.", "a\r\n..", 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.content);
    CHECK(survey_content(row.content).dotted_lines == row.lines);
    CHECK(stuff_dots(row.content, row.lines) == row.stuffed);
  }
}

TEST_CASE("bare line ends are seen wherever they stand", "[dispatch][smtp_content]") {
  const std::vector<std::string> bad = {"\n",           "\r",      "a\nb\r\n", "a\rb\r\n",
                                        "a\r\n\n",      "a\r\r\n", "a\r",      "a\n.\nb\r\n",
                                        "a\r\n\rb\r\n", "\r\r\n",  "a\n.\r\n"};
  for (const std::string& content : bad) {
    CAPTURE(content);
    CHECK(survey_content(content).bare_line_end);
  }
  const std::vector<std::string> good = {"", "a", "a\r\n", "\r\n", "\r\n\r\n", "a\r\nb"};
  for (const std::string& content : good) {
    CAPTURE(content);
    CHECK(!survey_content(content).bare_line_end);
  }
}

TEST_CASE("the last line's end and bytes beyond ASCII are seen", "[dispatch][smtp_content]") {
  CHECK(survey_content("").ends_line);
  CHECK(survey_content("a\r\n").ends_line);
  CHECK(!survey_content("a").ends_line);
  CHECK(!survey_content("plain text\r\n").eight_bit);
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'x');
    text[at] = '\xd3';
    CHECK(survey_content(text).eight_bit);
  }
}

TEST_CASE("an address that could end its command is not sendable", "[dispatch][smtp_content]") {
  CHECK(is_sendable_address("aigerim@example.kz"));
  CHECK(is_sendable_address("әсел@example.kz"));
  CHECK(is_sendable_address(""));
  for (const char* bad : {"a@example.kz>\r\nDATA", "a@example.kz\n", "a b@example.kz", "<a@b>",
                          "a@example.kz> SIZE=1", "a\t@b"}) {
    CAPTURE(bad);
    CHECK(!is_sendable_address(bad));
  }
  CHECK(!is_sendable_address(std::string("a\0@b", 4)));
  CHECK(!is_sendable_address(std::string(600, 'a')));
}
