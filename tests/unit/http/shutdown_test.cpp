// Tests of the server's end.
#include "fake_engine.hpp"

#include <catch2/catch.hpp>

using namespace keste::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("idle connections end at once when the server stops", "[http][shutdown]") {
  World world;
  Client idle = world.connect();
  CHECK(idle.ask(get("/healthz")).status == 200);
  CHECK(world.stop(seconds(30)).wait_for(seconds(5)) == std::future_status::ready);
  CHECK(idle.is_closed());
}

TEST_CASE("an open request is answered before the server stops", "[http][shutdown]") {
  World world;
  world.hold_answers = true;
  Client client = world.connect();
  client.send(post("/api/v1/applications", right_form()));
  while (world.ask(get("/healthz")).status != 200 || [&] {
    bool none = true;
    world.on_io([&](Server&) { none = world.applied.empty(); });
    return none;
  }()) {
  }
  auto stopped = world.stop(seconds(30));
  CHECK(stopped.wait_for(milliseconds(50)) == std::future_status::timeout);
  world.release();
  const Answer answer = client.read();
  CHECK(answer.status == 201);
  CHECK(answer.fields.at("connection") == "close");
  client.close();
  CHECK(stopped.wait_for(seconds(5)) == std::future_status::ready);
}

TEST_CASE("what is not done by the deadline is cut", "[http][shutdown]") {
  World world;
  Client half = world.connect();
  half.send("GET /healthz HTTP/1.1\r\n");
  Client idle = world.connect();
  CHECK(idle.ask(get("/healthz")).status == 200);
  auto stopped = world.stop(milliseconds(30));
  CHECK(stopped.wait_for(seconds(5)) == std::future_status::ready);
  CHECK(half.read().status == 0);
}

TEST_CASE("stopping twice is stopping once and the second may mean now", "[http][shutdown]") {
  World world;
  Client half = world.connect();
  half.send("GET /healthz HTTP/1.1\r\n");
  Client other = world.connect();
  CHECK(other.ask(get("/healthz")).status == 200);
  auto first = world.stop(seconds(60));
  auto second = world.stop(seconds(60));
  CHECK(first.wait_for(milliseconds(20)) == std::future_status::timeout);
  auto now = world.stop(milliseconds(0));
  for (auto* stopped : {&first, &second, &now}) {
    CHECK(stopped->wait_for(seconds(5)) == std::future_status::ready);
  }
}

TEST_CASE("a server destroyed under load leaves nothing behind", "[http][shutdown]") {
  for (int i = 0; i < 20; ++i) {
    World world;
    world.hold_answers = i % 2 == 0;
    std::vector<Client> clients;
    for (int n = 0; n < 8; ++n) {
      clients.push_back(world.connect());
      clients.back().send(post("/api/v1/applications", right_form()) + get("/healthz"));
    }
  }
}
