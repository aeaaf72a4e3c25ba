// Tests of the quick reader: it agrees with the full parser, or stands aside.
#include "http/quick_head.hpp"
#include "client.hpp"
#include "http/request_reader.hpp"

#include <catch2/catch.hpp>

using namespace keste::http;

TEST_CASE("a plain GET is read at once", "[http][quick]") {
  const std::string text =
      get("/api/v1/cities", "Accept-Encoding:  gzip, br \r\nIf-None-Match: \"a\"\r\nX: y\r\n");
  const std::string batch = text + "GET /next";
  const auto head = read_quick_head(batch);
  REQUIRE(head);
  CHECK(head->target == "/api/v1/cities");
  CHECK(head->accept_encoding == "gzip, br");
  CHECK(head->if_none_match == "\"a\"");
  CHECK(head->size == text.size());
}

TEST_CASE("anything unusual is left to the full parser", "[http][quick]") {
  const std::string line = "GET /a HTTP/1.1\r\n";
  for (const std::string& text : {std::string(),
                                  line,
                                  line + "\r\n",
                                  get("/a").substr(0, 30),
                                  post("/a", "{}"),
                                  get("/a?b"),
                                  get("/a%20"),
                                  std::string("GET  /a HTTP/1.1\r\nHost: k\r\n\r\n"),
                                  line + "Host: a\r\nHost: b\r\n\r\n",
                                  line + "Host:\r\n\r\n",
                                  line + "Host : a\r\n\r\n",
                                  line + "Host: a\r\n b\r\n\r\n",
                                  line + "Host: a\n\n",
                                  get("/a", "Connection: close\r\n"),
                                  get("/a", "Content-Length: 0\r\n"),
                                  get("/a", "transfer-encoding: chunked\r\n"),
                                  get("/a", "Expect: 100-continue\r\n"),
                                  get("/a", "Upgrade: h2c\r\n"),
                                  get("/a", "X: \x01\r\n"),
                                  get("/a", "X: \xff\r\n"),
                                  get("http://keste/a"),
                                  std::string("GET /a HTTP/1.0\r\nHost: k\r\n\r\n"),
                                  std::string("get /a HTTP/1.1\r\nHost: k\r\n\r\n"),
                                  get("/a", "X: " + std::string(5000, 'x') + "\r\n")}) {
    INFO(text);
    CHECK_FALSE(read_quick_head(text));
  }
}

TEST_CASE("what it reads means the same to the full parser", "[http][quick]") {
  const ServerLimits limits;
  for (const std::string& text :
       {get("/a"), get("/a-b_c.d/E", "Accept: */*\r\nConnection: Keep-Alive\r\n"),
        get("/a", "Accept-Encoding: gzip\r\nif-none-match: W/\"x\"\r\nUser-Agent: t\r\n"),
        get("/a", "X:\r\nY: \t z\r\n"), get("/a", "X:y \r\n")}) {
    INFO(text);
    const auto quick = read_quick_head(text);
    RequestReader reader(limits, Origin{});
    std::string_view input = text;
    const auto step = reader.read(input);
    if (!quick) continue;
    REQUIRE(step == RequestReader::Step::complete);
    CHECK(input.empty());
    CHECK(quick->size == text.size());
    const Request full = reader.take();
    CHECK(full.path == quick->target);
    CHECK(full.accepts_gzip == allows_gzip(quick->accept_encoding));
    CHECK(full.if_none_match == quick->if_none_match);
    CHECK(full.keep_alive);
    CHECK(full.body.empty());
  }
}
