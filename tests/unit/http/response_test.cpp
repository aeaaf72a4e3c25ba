// Tests of answers as bytes, and of dates.
#include "http/response.hpp"

#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

Response sample() {
  Response response;
  response.content_type = "text/plain";
  response.body = "body";
  return response;
}

}  // namespace

TEST_CASE("a date is written as RFC 9110 asks", "[http][response]") {
  DateLine line;
  CHECK(line.at(*parse_instant("2023-09-22T18:00:00.999+06:00")) ==
        "Fri, 22 Sep 2023 12:00:00 GMT");
  CHECK(line.at(*parse_instant("2024-02-29T00:00:00Z")) == "Thu, 29 Feb 2024 00:00:00 GMT");
  CHECK(line.at(Instant{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST_CASE("an answer is framed for its connection", "[http][response]") {
  Framing framing;
  framing.date = "Fri, 22 Sep 2023 12:00:00 GMT";
  const std::string start =
      "HTTP/1.1 200 OK\r\nDate: Fri, 22 Sep 2023 12:00:00 GMT\r\nServer: keste\r\n"
      "Content-Type: text/plain\r\nContent-Length: 4\r\n";
  SECTION("plain") {
    std::string out = "before ";
    append_response(out, sample(), framing);
    CHECK(out == "before " + start + "\r\nbody");
  }
  SECTION("to HEAD, with the length but without the body") {
    framing.head_only = true;
    std::string out;
    append_response(out, sample(), framing);
    CHECK(out == start + "\r\n");
  }
  SECTION("as the last one") {
    framing.close = true;
    framing.say_keep_alive = true;
    std::string out;
    append_response(out, sample(), framing);
    CHECK(out == start + "Connection: close\r\n\r\nbody");
  }
  SECTION("to an HTTP/1.0 client that stays") {
    framing.say_keep_alive = true;
    std::string out;
    append_response(out, sample(), framing);
    CHECK(out == start + "Connection: keep-alive\r\n\r\nbody");
  }
}

TEST_CASE("an answer without content has no length", "[http][response]") {
  Response response;
  response.status = 204;
  std::string out;
  append_response(out, response, Framing{});
  CHECK(out.find("Content-Length") == std::string::npos);
}
