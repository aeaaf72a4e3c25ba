// The stream of events on a connection.
#include "fake_engine.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

using std::chrono::milliseconds;

ServerSettings quick_settings() {
  ServerSettings settings = test_settings();
  settings.limits.events_every = milliseconds(5);
  settings.limits.answer_within = milliseconds(100);
  settings.limits.idle_within = milliseconds(100);
  settings.limits.head_within = milliseconds(100);
  return settings;
}

const std::string target = "/api/v1/events";
const std::string auditor = "Authorization: Bearer auditor\r\n";
const std::string coordinator = "Authorization: Bearer coordinator\r\n";
const std::string issuer = "Authorization: Bearer issuer\r\n";

TEST_CASE("a stream outlasts the times of answers and idle connections", "[http][events]") {
  World world(quick_settings());
  Client client = world.connect();
  const Answer head = client.ask(get(target));
  CHECK(head.status == 200);
  CHECK(head.fields.at("content-type") == "text/event-stream");
  CHECK(head.fields.at("cache-control") == "no-store");
  CHECK(head.fields.at("connection") == "close");
  CHECK(head.fields.count("content-length") == 0);
  CHECK(client.wait_for("event: start\n"));
  Client idle = world.connect();
  CHECK(idle.is_closed());
  world.version = 8;
  CHECK(client.wait_for("data: {\"city\":\"astana\",\"version\":8}\n\n"));
  // What a client says during a stream is no request.
  client.send(get("/healthz"));
  world.version = 9;
  CHECK(client.wait_for("\"version\":9}\n\n").value().find("HTTP/1.1") == std::string::npos);
}

TEST_CASE("HEAD and old clients are answered", "[http][events]") {
  World world(quick_settings());
  Client client = world.connect();
  client.send("HEAD " + target + " HTTP/1.1\r\nHost: k\r\n" + auditor + "\r\n");
  const Answer head = client.read(true);
  CHECK(head.status == 200);
  CHECK(head.fields.at("content-type") == "text/event-stream");
  CHECK(client.ask(get("/healthz")).status == 200);
  Client old = world.connect();
  CHECK(old.ask("GET " + target + " HTTP/1.0\r\n" + auditor + "\r\n").status == 200);
  CHECK(old.wait_for("event: start\n"));
}

TEST_CASE("only cities that exist can be watched", "[http][events]") {
  World world(quick_settings());
  CHECK(world.ask(get(target + "?city=paris")).status == 404);
  CHECK(world.ask(get(target + "?city=%zz")).status == 400);
  Client client = world.connect();
  CHECK(client.ask(get(target + "?city=oral&city=astana&city=oral")).status == 200);
  world.version = 8;
  CHECK(client.wait_for("data: {\"city\":\"astana\",\"version\":8}\n\n"));
}

TEST_CASE("a coordinator hears of their own cities only", "[http][events]") {
  World world(quick_settings());
  CHECK(world.ask(get(target, issuer)).status == 403);
  CHECK(world.ask(get(target, "Authorization: Bearer nobody\r\n")).status == 401);
  CHECK(world.ask(get(target + "?city=oral", coordinator)).status == 404);
  Client client = world.connect();
  CHECK(client.ask(get(target, coordinator)).status == 200);
  world.version = 8;
  const auto told = client.wait_for("data: {\"city\":\"astana\",\"version\":8}\n\n");
  REQUIRE(told);
  world.version = 9;
  const auto more = client.wait_for("\"version\":9}\n\n");
  REQUIRE(more);
  CHECK((*told + *more).find("event: campaign") == std::string::npos);
}

TEST_CASE("streams end at once when the server stops", "[http][events]") {
  World world(quick_settings());
  Client client = world.connect();
  CHECK(client.ask(get(target)).status == 200);
  CHECK(world.stop(std::chrono::seconds(30)).wait_for(std::chrono::seconds(5)) ==
        std::future_status::ready);
  CHECK(client.is_closed());
}

TEST_CASE("there are so many streams and no more", "[http][events]") {
  ServerSettings settings = quick_settings();
  settings.limits.watchers = 2;
  World world(std::move(settings));
  Client first = world.connect();
  CHECK(first.ask(get(target)).status == 200);
  {
    Client second = world.connect();
    CHECK(second.ask(get(target)).status == 200);
    CHECK(world.ask(get(target)).status == 503);
  }
  while (world.ask(get("/metrics")).body.find("keste_http_event_streams 1\n") ==
         std::string::npos) {
  }
  CHECK(world.ask(get(target)).status == 200);
}

TEST_CASE("a reader that takes nothing is cut in time", "[http][events]") {
  ServerSettings settings = quick_settings();
  settings.limits.events_every = milliseconds(1);
  settings.limits.write_within = milliseconds(100);
  World world(std::move(settings));
  Client client = world.connect();
  client.shrink();
  client.send(get(target));
  const auto is_cut = [&world] {
    ++world.version;
    return world.ask(get("/metrics")).body.find("keste_http_event_streams 0\n") !=
           std::string::npos;
  };
  const Steady until = steady_now() + std::chrono::seconds(20);
  bool cut = false;
  // The first look may come before the stream begins.
  while (world.ask(get("/metrics")).body.find("keste_http_event_streams 1\n") ==
         std::string::npos) {
  }
  while (!cut && steady_now() < until) cut = is_cut();
  CHECK(cut);
}

}  // namespace
}  // namespace keste::http
