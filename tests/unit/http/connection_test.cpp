// Tests of connections over real sockets: order, framing, persistence, garbage.
#include "fake_engine.hpp"
#include "gunzip.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste::http;

namespace {

const std::string status_target = "/api/v1/cities/astana/status";

}  // namespace

TEST_CASE("requests on one connection are answered one after the other", "[http][connection]") {
  World world;
  Client client = world.connect();
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(get(status_target));
    CHECK(answer.status == 200);
    CHECK(answer.fields.at("date") == "Tue, 19 Sep 2023 06:00:00 GMT");
    CHECK(answer.fields.count("connection") == 0);
  }
}

TEST_CASE("fifty pipelined requests of all kinds are answered in order", "[http][connection]") {
  World world;
  Client client = world.connect();
  std::string batch;
  std::vector<int> expected;
  for (int i = 0; i < 10; ++i) {
    batch += get(status_target) + get("/nowhere") + post("/api/v1/applications", right_form());
    batch += get("/healthz", "X-Long: " + std::string(100, 'x') + "\r\n") + get(status_target);
    expected.insert(expected.end(), {200, 404, 201, 200, 200});
  }
  client.send(batch);
  for (const int status : expected) CHECK(client.read().status == status);
  CHECK(world.applied.size() == 10);
}

TEST_CASE("a request that comes byte by byte is answered", "[http][connection]") {
  World world;
  Client client = world.connect();
  for (const std::string& text : {get(status_target), post("/api/v1/applications", right_form())}) {
    for (const char c : text) client.send(std::string_view(&c, 1));
    CHECK(client.read().status < 300);
  }
}

TEST_CASE("HEAD tells the length and sends no body", "[http][connection]") {
  World world;
  Client client = world.connect();
  const Answer whole = client.ask(get(status_target));
  client.send("HEAD " + status_target +
              " HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer auditor\r\n\r\n");
  const Answer head = client.read(true);
  CHECK(head.status == 200);
  CHECK(head.fields.at("content-length") == std::to_string(whole.body.size()));
  CHECK(head.fields.at("etag") == whole.fields.at("etag"));
  CHECK(client.ask(get("/healthz")).body == "ok\n");
}

TEST_CASE("a known version is not sent again", "[http][connection]") {
  World world;
  Client client = world.connect();
  const std::string etag = client.ask(get(status_target)).fields.at("etag");
  const std::string again = get(status_target, "If-None-Match: " + etag + "\r\n");
  CHECK(client.ask(again).status == 304);
  CHECK(client.ask(get(status_target)).status == 200);
  world.version = 8;
  const Answer changed = client.ask(again);
  CHECK(changed.status == 200);
  CHECK(changed.fields.at("etag") != etag);
}

TEST_CASE("a compressed page holds the same text", "[http][connection]") {
  World world;
  Client client = world.connect();
  const Answer plain = client.ask(get(status_target));
  const Answer packed = client.ask(get(status_target, "Accept-Encoding: gzip\r\n"));
  REQUIRE(plain.body.size() > 1024);
  CHECK(packed.fields.at("content-encoding") == "gzip");
  // What a right was asked for is not for everybody's cache.
  CHECK(packed.fields.at("vary") == "Accept-Encoding, Authorization, Cookie");
  CHECK(packed.fields.at("cache-control") == "private, no-cache");
  CHECK(gunzip(packed.body) == plain.body);
}

TEST_CASE("HTTP/1.0 closes unless it asks to stay", "[http][connection]") {
  World world;
  Client leaving = world.connect();
  const Answer last = leaving.ask("GET /healthz HTTP/1.0\r\n\r\n");
  CHECK(last.status == 200);
  CHECK(last.fields.at("connection") == "close");
  CHECK(leaving.is_closed());
  Client staying = world.connect();
  const std::string text = "GET " + status_target + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  for (int i = 0; i < 2; ++i) CHECK(staying.ask(text).fields.at("connection") == "keep-alive");
}

TEST_CASE("a client that says close is answered and closed", "[http][connection]") {
  World world;
  Client client = world.connect();
  const Answer answer = client.ask(get(status_target, "Connection: close\r\n"));
  CHECK(answer.status == 200);
  CHECK(answer.fields.at("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("garbage is answered with 400 and ends only its own connection", "[http][connection]") {
  World world;
  Client other = world.connect();
  for (const std::string& text :
       {std::string("\x16\x03\x01\x02\x00\x01\xfc\x03\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\nHost: k\r\n\r\n"), std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET x HTTP/1.1\r\nHost: k\r\n\r\n"), get("/", "Host: again\r\n"),
        get("/", "Bad Name: x\r\n"), get("/", "Content-Length: x\r\n"),
        get("/", "Content-Length: 1\r\nContent-Length: 2\r\n"),
        get("/", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
        std::string("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("POST / HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")}) {
    INFO(text);
    Client client = world.connect();
    const Answer answer = client.ask(text);
    CHECK(answer.status == 400);
    CHECK(answer.fields.at("content-type") == "application/problem+json");
    CHECK(answer.fields.at("connection") == "close");
    CHECK(client.is_closed());
  }
  CHECK(other.ask(get("/healthz")).status == 200);
}

TEST_CASE("empty lines between requests are ignored", "[http][connection]") {
  World world;
  Client client = world.connect();
  CHECK(client.ask("\r\n\r\n" + get("/healthz")).status == 200);
  CHECK(client.ask("\r\n" + get("/healthz")).status == 200);
}

TEST_CASE("a body in chunks is put together", "[http][connection]") {
  World world;
  Client client = world.connect();
  const std::string form = right_form();
  std::string text =
      "POST /api/v1/applications HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  for (const std::string& part : {form.substr(0, 10), form.substr(10)}) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    text += size + part + "\r\n";
  }
  CHECK(client.ask(text + "0\r\nTrailer: x\r\n\r\n").status == 201);
  CHECK(client.ask(get("/healthz")).status == 200);
}

TEST_CASE("an unknown transfer coding is refused", "[http][connection]") {
  World world;
  CHECK(world
            .ask("POST /api/v1/applications HTTP/1.1\r\nHost: k\r\n"
                 "Transfer-Encoding: gzip, chunked\r\n\r\n")
            .status == 501);
}

TEST_CASE("a client that waits is told to go on, or refused at once", "[http][connection]") {
  World world;
  const std::string form = right_form();
  const std::string fields =
      " HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
      "Content-Length: " +
      std::to_string(form.size()) + "\r\n\r\n";
  Client client = world.connect();
  CHECK(client.ask("POST /api/v1/applications" + fields).status == 100);
  CHECK(client.ask(form).status == 201);
  CHECK(world.ask("POST /nowhere" + fields).status == 404);
  CHECK(world.ask("POST /api/v1/agenda" + fields).status == 405);
  CHECK(world.ask(post("/api/v1/applications", form, "Expect: more\r\n")).status == 417);
}

TEST_CASE("a target in absolute form names the same page", "[http][connection]") {
  World world;
  CHECK(world.ask(get("http://keste.example" + status_target)).status == 200);
  CHECK(world.ask(get("/api/v1/cities/%61stana/status")).status == 200);
  CHECK(world.ask(get("/api/v1/cities/astana/status/")).status == 404);
}

TEST_CASE("an exception in a resource becomes 500 and the server lives", "[http][connection]") {
  World world;
  std::string form = right_form();
  form.replace(form.find("Үлгі"), std::string("Үлгі").size(), "Throw");
  Client client = world.connect();
  CHECK(client.ask(post("/api/v1/applications", form)).status == 500);
  CHECK(client.ask(get("/healthz")).status == 200);
}
