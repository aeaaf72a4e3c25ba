// Tests of the server's bounds: sizes, times, connections, descriptors.
#include "fake_engine.hpp"

#include <sys/resource.h>
#include <unistd.h>
#include <catch2/catch.hpp>

using namespace keste::http;
using std::chrono::milliseconds;

TEST_CASE("what is too large is refused by name", "[http][limits]") {
  World world;
  const std::string chunked =
      "POST /api/v1/applications HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n20000\r\n" +
      std::string(0x20000, ' ');
  struct Case {
    std::string text;
    int status;
  };
  for (const Case& each :
       {Case{get("/" + std::string(9000, 'a')), 414}, Case{"GET /" + std::string(9000, 'a'), 414},
        Case{get("/", "X: " + std::string(17000, 'x') + "\r\n"), 431},
        Case{get("/").substr(0, 20) + "X: " + std::string(17000, 'x'), 431},
        Case{post("/api/v1/applications", std::string(70000, ' ')), 413}, Case{chunked, 413}}) {
    INFO(each.text.substr(0, 60));
    Client client = world.connect();
    client.try_send(each.text);
    const Answer answer = client.read();
    CHECK(answer.status == each.status);
    CHECK(answer.fields.at("connection") == "close");
    CHECK(client.is_closed());
  }
  CHECK(world.ask(post("/api/v1/applications", std::string(65000, ' '))).status == 400);
}

TEST_CASE("a head that drips is ended in time", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.head_within = milliseconds(60);
  World world(settings);
  Client client = world.connect();
  client.send("GET /healthz HTTP/1.1\r\n");
  client.send("X: y\r\n");
  CHECK(client.read().status == 408);
  CHECK(client.is_closed());
  Client silent = world.connect();
  CHECK(silent.is_closed());
}

TEST_CASE("a body that does not come is ended in time", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.body_within = milliseconds(60);
  World world(settings);
  Client client = world.connect();
  const std::string text = post("/api/v1/applications", right_form());
  client.send(text.substr(0, text.size() - 1));
  CHECK(client.read().status == 408);
  CHECK(client.is_closed());
  CHECK(world.applied.empty());
}

TEST_CASE("an idle connection is closed without a word", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.idle_within = milliseconds(60);
  World world(settings);
  Client client = world.connect();
  CHECK(client.ask(get("/healthz")).status == 200);
  CHECK(client.read().status == 0);
}

TEST_CASE("an engine that stays silent is answered for", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.answer_within = milliseconds(60);
  World world(settings);
  world.hold_answers = true;
  Client client = world.connect();
  const Answer answer = client.ask(post("/api/v1/applications", right_form()));
  CHECK(answer.status == 503);
  CHECK(answer.body.find("/problems/unanswered") != std::string::npos);
  world.release();
  CHECK(client.is_closed());
}

TEST_CASE("a client that takes no answer is cut off", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.write_within = milliseconds(60);
  World world(settings);
  Client client = world.connect();
  std::string batch;
  for (int i = 0; i < 300; ++i) batch += get("/api/v1/openapi.yaml");
  for (int i = 0; i < 10; ++i) client.try_send(batch);
  while (world.ask(get("/metrics")).body.find("keste_http_connections_timed_out_total 1\n") ==
         std::string::npos) {
  }
  CHECK(client.is_closed());
}

TEST_CASE("more connections than allowed are told so and others go on", "[http][limits]") {
  ServerSettings settings = test_settings();
  settings.limits.connections = 2;
  World world(settings);
  Client first = world.connect();
  Client second = world.connect();
  CHECK(first.ask(get("/healthz")).status == 200);
  CHECK(second.ask(get("/healthz")).status == 200);
  Client third = world.connect();
  const Answer refused = third.read();
  CHECK(refused.status == 503);
  CHECK(refused.fields.at("retry-after") == "1");
  CHECK(third.is_closed());
  CHECK(first.ask(get("/healthz")).status == 200);
}

TEST_CASE("the server survives a want of descriptors", "[http][limits]") {
  World world;
  CHECK(world.ask(get("/healthz")).status == 200);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  Client client = world.connect();
  CHECK(client.ask(get("/healthz")).status == 200);
  // The next descriptor is the client's; the server then finds none for its own end.
  const int next = ::dup(0);
  ::close(next);
  rlimit scarce = before;
  scarce.rlim_cur = static_cast<rlim_t>(next) + 1;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &scarce) == 0);
  Client waiting = world.connect();
  waiting.send(get("/healthz"));
  CHECK(client.ask(get("/healthz")).status == 200);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(waiting.read().status == 200);
}
