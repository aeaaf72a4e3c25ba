// Tests of the pages and lists.
#include "base/text.hpp"
#include "fake_engine.hpp"
#include "http/openapi.hpp"
#include "http/router.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

/// The parameters of its paths without their names, as the router has them.
std::string without_names(std::string document) {
  for (std::size_t at = 0; (at = document.find('{', at)) != std::string::npos; ++at) {
    const std::size_t end = document.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
    if (end != std::string::npos && document[end] == '}') document.erase(at + 1, end - at - 1);
  }
  return document;
}

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

}  // namespace

TEST_CASE("a city is shown as the contract says", "[http][resources]") {
  World world;
  const Answer answer = world.ask(get("/api/v1/cities/astana"));
  CHECK(answer.fields.at("content-type") == "application/json");
  CHECK(answer.fields.at("cache-control") == "no-cache");
  CHECK(answer.body ==
        R"({"code":"astana","name":{"kk":"Астана","ru":"Астана","en":"Astana"},)"
        R"("zone":"Asia/Almaty","window":{"state":"open",)"
        R"("opens_at":"2023-09-01T00:00:00+06:00","closes_at":"2023-09-23T00:00:00+06:00",)"
        R"("version":2},"sessions":[{"id":"astana-0920-1","starts_at":"2023-09-20T10:00:00+06:00",)"
        R"("ends_at":"2023-09-20T12:30:00+06:00","due_at":"2023-09-22T18:00:00+06:00",)"
        R"("state":"planned","seats":60,"seats_left":58},{"id":"astana-0920-2",)"
        R"("starts_at":"2023-09-20T10:00:00+06:00","ends_at":"2023-09-20T12:30:00+06:00",)"
        R"("due_at":"2023-09-22T18:00:00+06:00","state":"planned","seats":10,"seats_left":0}]})");
}

TEST_CASE("all cities are listed in the campaign's order", "[http][resources]") {
  World world;
  const auto cities = body_of(world.ask(get("/api/v1/cities"))).at("cities").as_array();
  REQUIRE(cities.size() == 2);
  CHECK(cities[1].at("code").as_string() == "oral");
  CHECK(cities[1].at("window").at("closes_at").as_string() == "2023-09-18T00:00:00+05:00");
}

TEST_CASE("a city's status shows seats and what happens next", "[http][resources]") {
  World world;
  const auto body = body_of(world.ask(get("/api/v1/cities/astana/status")));
  CHECK(body.at("seats").at("total").as_int64() == 70);
  CHECK(body.at("seats").at("left").as_int64() == 58);
  CHECK(body.at("sessions").at(0).at("seats_taken").as_int64() == 2);
  CHECK(body.at("sessions").at(0).as_object().count("over") == 0);
  CHECK(body.at("sessions").at(1).at("over").as_int64() == 2);
  CHECK(body.at("next").at(0).at("session").as_string() == "astana-0920-1");
  CHECK(body.at("next").at(1).at("at").as_string() == "2023-09-23T00:00:00+06:00");
  CHECK(body.at("notifications").at("sent").as_int64() == 14);
}

TEST_CASE("the campaign's status adds up its cities", "[http][resources]") {
  World world;
  const auto body = body_of(world.ask(get("/api/v1/status")));
  CHECK(body.at("campaign").as_string() == "pkr-2023");
  CHECK(body.at("totals").at("applications").at("seated").as_int64() == 14);
  CHECK(body.at("totals").at("applications").at("accepted").as_int64() == 3);
  CHECK(body.at("tests").at(0).at("id").as_string() == "QRT");
  CHECK(body.at("tests").at(0).at("window").at("closes_at").as_string() ==
        "2023-09-16T00:00:00+06:00");
  CHECK(body.at("cities").as_array().size() == 2);
  CHECK(body.at("engine").at("commits").as_int64() == 3);
  CHECK_FALSE(body.at("storage_full").as_bool());
}

TEST_CASE("places and methods that are not there are refused", "[http][resources]") {
  World world;
  CHECK(world.ask(get("/api/v1/cities/nowhere")).status == 404);
  CHECK(world.ask(get("/api/v1/cities/nowhere/status")).status == 404);
  CHECK(world.ask(get("/api/v1/cities/%zz")).status == 404);
  CHECK(world.ask(get("/nothing")).status == 404);
  const Answer wrong = world.ask(post("/api/v1/cities", "{}"));
  CHECK(wrong.status == 405);
  CHECK(wrong.fields.at("allow") == "GET, HEAD, OPTIONS");
  const Answer unknown = world.ask("BREW /api/v1/applications/x HTTP/1.1\r\nHost: k\r\n\r\n");
  CHECK(unknown.status == 405);
  CHECK(unknown.fields.at("allow") == "GET, HEAD, DELETE, OPTIONS");
  const Answer options = world.ask("OPTIONS /api/v1/applications HTTP/1.1\r\nHost: k\r\n\r\n");
  CHECK(options.status == 204);
  CHECK(options.fields.at("allow") == "POST, OPTIONS");
  CHECK(world.ask("OPTIONS * HTTP/1.1\r\nHost: k\r\n\r\n").status == 204);
}

TEST_CASE("the agenda is paged by a cursor", "[http][resources]") {
  World world;
  const auto first = body_of(world.ask(get("/api/v1/agenda?state=done&limit=1")));
  CHECK(world.asked_state == "done");
  CHECK(world.asked_limit == 1);
  CHECK(first.at("entries").at(0).at("at").as_string() == "2023-09-18T00:00:00+05:00");
  CHECK(first.at("entries").at(0).at("late").as_bool() == false);
  const std::string cursor(first.at("next_cursor").as_string());
  world.ask(get("/api/v1/agenda?state=done&limit=1&cursor=" + cursor));
  CHECK(world.asked_after == 1);
  const auto last = body_of(world.ask(get("/api/v1/agenda")));
  CHECK(world.asked_state == "pending");
  CHECK(last.at("next_cursor").is_null());
  CHECK(world.ask(get("/api/v1/agenda?state=x")).status == 400);
}

TEST_CASE("the outbox is paged by a cursor", "[http][resources]") {
  World world;
  const auto first = body_of(world.ask(get("/api/v1/notifications?limit=1")));
  CHECK(first.at("notifications").at(0).at("kind").as_string() == "results_due");
  CHECK(first.at("notifications").at(0).at("application").is_null());
  CHECK(first.at("notifications").at(0).at("channel").as_string() == "email");
  const std::string cursor(first.at("next_cursor").as_string());
  world.ask(get("/api/v1/notifications?state=failed&cursor=" + cursor));
  CHECK(world.asked_after == 1);
  CHECK(world.asked_state == "failed");
}

TEST_CASE("the audit chain is verified on request", "[http][resources]") {
  World world;
  const auto body = body_of(world.ask(get("/api/v1/audit/verification")));
  CHECK(body.at("whole").as_bool());
  CHECK(body.at("broken_at").is_null());
}

TEST_CASE("readiness names the part that is not ready", "[http][resources]") {
  ServerSettings settings = test_settings();
  settings.more_parts = [] {
    return std::vector<ReadyPart>{ReadyPart{"dispatch", false, "no connection"}};
  };
  World world(settings);
  const Answer answer = world.ask(get("/readyz"));
  CHECK(answer.status == 503);
  const auto parts = body_of(answer).at("parts").as_object();
  CHECK(parts.at("store").at("ready").as_bool());
  CHECK(parts.at("dispatch").at("state").as_string() == "no connection");
  CHECK(World().ask(get("/readyz")).status == 200);
}

TEST_CASE("the figures count what was answered", "[http][resources]") {
  ServerSettings settings = test_settings();
  settings.more_metrics = [] {
    Metric metric;
    metric.name = "keste_dispatch_connections";
    metric.help = "Connections.";
    metric.samples.push_back(Sample{Labels{}, 16});
    return std::vector<Metric>{metric};
  };
  World world(settings);
  Client client = world.connect();
  for (int i = 0; i < 3; ++i) client.ask(get("/api/v1/cities/astana/status"));
  client.ask(get("/nowhere"));
  const Answer answer = client.ask(get("/metrics"));
  CHECK(answer.fields.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line :
       {"keste_http_requests_total{route=\"GET /api/v1/cities/{}/status\",status=\"2xx\"} 3\n",
        "keste_http_requests_total{route=\"other\",status=\"4xx\"} 1\n",
        "keste_http_connections 1\n", "keste_window_open{city=\"oral\"} 0\n",
        "keste_notifications{state=\"sent\"} 14\n", "keste_dispatch_connections 16\n",
        "keste_build_info{version=\""}) {
    INFO(line);
    CHECK(answer.body.find(line) != std::string::npos);
  }
}

TEST_CASE("the OpenAPI document is served", "[http][resources]") {
  World world;
  const Answer answer = world.ask(get("/api/v1/openapi.yaml"));
  CHECK(answer.fields.at("content-type") == "application/yaml");
  CHECK(answer.body.starts_with("openapi: 3.1.0\n"));
}

TEST_CASE("the OpenAPI document says of every route what right it asks for", "[http][resources]") {
  const std::string document = without_names(std::string(openapi_document()));
  for (std::size_t route = 0; route_name(route) != "other"; ++route) {
    const std::string name = route_name(route);
    INFO(name);
    std::string path = name.substr(name.find(' ') + 1);
    if (path.starts_with("/api/v1")) path.erase(0, 7);
    const std::string method = to_lower_ascii(name.substr(0, name.find(' ')));
    const auto place = document.find("\n  " + path + ":\n");
    REQUIRE(place != std::string::npos);
    const auto operation = document.find("\n    " + method + ":\n", place);
    REQUIRE(operation != std::string::npos);
    const std::string after = document.substr(operation + 6 + method.size() + 1, 200);
    const std::string right(to_text(route_right(route)));
    if (right == "everybody") {
      CHECK_FALSE(after.starts_with("      x-right"));
    } else {
      CHECK(after.starts_with("      x-right: " + right + "\n      security: "));
    }
  }
}

TEST_CASE("the OpenAPI document describes every route", "[http][resources]") {
  const std::string document = without_names(std::string(openapi_document()));
  for (std::size_t route = 0; route_name(route) != "other"; ++route) {
    const std::string name = route_name(route);
    INFO(name);
    std::string path = name.substr(name.find(' ') + 1);
    if (path.starts_with("/api/v1")) path.erase(0, 7);
    CHECK(document.find("\n  " + path + ":\n") != std::string::npos);
  }
}
