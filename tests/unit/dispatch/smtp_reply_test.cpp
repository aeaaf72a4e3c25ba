// What counts as an SMTP reply, and what a hostile server cannot do with one.
#include "dispatch/smtp_reply.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using keste::dispatch::describe;
using keste::dispatch::printable;
using keste::dispatch::Reply;
using keste::dispatch::ReplyParser;

namespace {

struct Parsed {
  ReplyParser::State state;
  int code;
  std::string text;
};

Parsed parse(std::string_view bytes) {
  ReplyParser parser;
  const ReplyParser::State state = parser.take(bytes);
  return {state, parser.reply().code, parser.reply().text};
}

}  // namespace

TEST_CASE("a reply is a code and its lines", "[dispatch][smtp_reply]") {
  struct Row {
    std::string bytes;
    int code;
    std::string text;
  };
  const std::vector<Row> rows = {
      {"250 OK\r\n", 250, "OK"},
      {"250 OK\n", 250, "OK"},
      {"250\r\n", 250, ""},
      {"250 \r\n", 250, ""},
      {"354 go ahead\r\n", 354, "go ahead"},
      {"599 odd\r\n", 599, "odd"},
      {"250-a\r\n250-PIPELINING\r\n250 SIZE 100\r\n", 250, "a\nPIPELINING\nSIZE 100"},
      {"250-a\r\n250\r\n", 250, "a\n"},
      {"421-4.3.2 bye\n421 4.3.2 now\n", 421, "4.3.2 bye\n4.3.2 now"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    const Parsed parsed = parse(row.bytes);
    CHECK(parsed.state == ReplyParser::State::complete);
    CHECK(parsed.code == row.code);
    CHECK(parsed.text == row.text);
  }
}

TEST_CASE("what is not a reply breaks the parser for good", "[dispatch][smtp_reply]") {
  const std::vector<std::string> rows = {
      "\r\n",
      "hello\r\n",
      "25 OK\r\n",
      "2500 OK\r\n",
      "250_OK\r\n",
      "199 early\r\n",
      "600 late\r\n",
      " 250 OK\r\n",
      "-50 OK\r\n",
      "HTTP/1.1 400 Bad Request\r\n",
      std::string("\x16\x03\x01\x02\n", 5),
      std::string("2\0"
                  "0 OK\r\n",
                  8),
      "250-first\r\n251 second\r\n",
      "250-first\r\nsecond\r\n",
      "250 " + std::string(ReplyParser::line_max, 'x') + "\r\n",
      std::string(ReplyParser::line_max + 1, '2'),
  };
  for (const std::string& row : rows) {
    CAPTURE(row);
    ReplyParser parser;
    std::string_view bytes = row;
    REQUIRE(parser.take(bytes) == ReplyParser::State::broken);
    CHECK(!parser.complaint().empty());
    CHECK(parser.complaint().size() <= 200);
    std::string_view good = "250 OK\r\n";
    CHECK(parser.take(good) == ReplyParser::State::broken);
  }
}

TEST_CASE("a reply without end is cut off", "[dispatch][smtp_reply]") {
  ReplyParser parser;
  ReplyParser::State state = ReplyParser::State::incomplete;
  int lines = 0;
  while (state == ReplyParser::State::incomplete && lines < 1000) {
    std::string_view line = "250-and more\r\n";
    state = parser.take(line);
    ++lines;
  }
  CHECK(state == ReplyParser::State::broken);
  CHECK(lines == ReplyParser::lines_max + 1);
}

TEST_CASE("a reply may come in any pieces", "[dispatch][smtp_reply]") {
  const std::string bytes = "250-mx\r\n250-SIZE\r\n250 OK\r\n354 go\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    CAPTURE(step);
    ReplyParser parser;
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      std::string_view piece = std::string_view(bytes).substr(at, step);
      while (parser.take(piece) == ReplyParser::State::complete) {
        seen.push_back(describe(parser.reply()));
      }
    }
    CHECK(seen == std::vector<std::string>{"250 mx SIZE OK", "354 go"});
    CHECK(!parser.is_inside());
  }
}

TEST_CASE("one reply is taken at a time", "[dispatch][smtp_reply]") {
  ReplyParser parser;
  std::string_view bytes = "250 a\r\n550 b\r\n35";
  REQUIRE(parser.take(bytes) == ReplyParser::State::complete);
  CHECK(bytes == "550 b\r\n35");
  REQUIRE(parser.take(bytes) == ReplyParser::State::complete);
  CHECK(parser.reply().code == 550);
  CHECK(!parser.is_inside());
  CHECK(parser.take(bytes) == ReplyParser::State::incomplete);
  CHECK(parser.is_inside());
}

TEST_CASE("a reason is one printable line", "[dispatch][smtp_reply]") {
  CHECK(describe(Reply{450, "4.7.1 grey\nlisted\x1b[31m"}) == "450 4.7.1 grey listed [31m");
  CHECK(describe(Reply{250, ""}) == "250");
  CHECK(describe(Reply{550, "caf\xe9"}) == "550 caf?");
  CHECK(describe(Reply{550, "әсел"}) == "550 әсел");
  const std::string cut = describe(Reply{550, std::string(195, 'x') + "әә"});
  CHECK(cut == "550 " + std::string(195, 'x'));
  CHECK(printable("abc", 2) == "ab");
}
