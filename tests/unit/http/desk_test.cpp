// Tests of the desk's routes: who may use them, how bodies are read, how refusals are told.
#include "http/desk_answer.hpp"

#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

std::string api(const std::string& path) { return "/api/v1" + path; }

/// A right request for each route that takes a body.
const std::pair<const char*, const char*> posts[] = {
    {"/promo-codes", R"({"iin":"900101300017","test":"QAZTEST"})"},
    {"/promo-codes:void", R"({"code":"A","reason":"a mistake"})"},
    {"/promo-codes:show", R"({"code":"A"})"},
    {"/applications:needs", R"({"application":1,"needs":"ramp","extra_minutes":30})"},
    {"/results", R"({"results":[{"application":1,"level":"B1"}]})"},
    {"/sessions/astana-0920-1/finish", "{}"},
    {"/sessions/astana-0920-1/attendance", R"({"present":[1],"absent":[2]})"},
    {"/sessions/astana-0920-1/move", R"({"starts_at":"2023-09-21T10:00","reason":"fire"})"},
    {"/sessions/astana-0920-1/cancel", R"({"reason":"fire"})"},
    {"/cities/astana/window", R"({"closes_at":"2023-09-25T00:00","reason":"fire"})"},
    {"/extensions",
     R"({"iin":"900101300017","city":"astana","until":"2023-09-25T00:00","reason":"ill"})"},
    {"/call-list:called", R"({"application":1,"note":"reached"})"},
    {"/addresses:release", R"({"address":"a@example.kz"})"},
    {"/persons:export", R"({"iin":"900101300017"})"},
    {"/persons:erase", R"({"iin":"900101300017","reason":"asked for"})"}};
const char* const gets[] = {"/promo-codes/report", "/sessions/astana-0920-1/roster", "/call-list",
                            "/accounting"};

std::string as(std::string_view who) {
  return "Authorization: Bearer " + std::string(who) + "\r\n";
}

}  // namespace

TEST_CASE("the desk's routes answer on the Unix socket, and not to everybody", "[http][desk]") {
  World world;
  for (const auto& [path, body] : posts) {
    INFO(path);
    CHECK(world.ask(post(api(path), body)).status == 403);
    CHECK(world.performed.empty());
    CHECK(world.ask_at_desk(post(api(path), body)).status == 200);
    CHECK(world.performed.size() == 1);
    world.performed.clear();
  }
  for (const char* path : gets) {
    INFO(path);
    CHECK(world.ask(get(api(path), as("monitor"))).status == 403);
    CHECK(world.ask(get(api(path), as("nobody"))).status == 401);
    CHECK(world.ask_at_desk(get(api(path))).status == 200);
  }
  for (const char* path : {"/promo-codes:import", "/applications:import"}) {
    CHECK(world.ask(post(api(path), "x", "Content-Type: text/csv\r\n")).status == 403);
  }
  CHECK(world.ask(get(api("/imports/x"), as("nobody"))).status == 401);
}

TEST_CASE("a client that waits for 100 Continue is told at once that it may not", "[http][desk]") {
  World world;
  Client client = world.connect();
  client.send(
      "POST /api/v1/results HTTP/1.1\r\nHost: k\r\nContent-Length: 9\r\n"
      "Expect: 100-continue\r\n\r\n");
  CHECK(client.read().status == 401);
}

TEST_CASE("a member that is not known is named", "[http][desk]") {
  World world;
  for (const auto& [path, body] : posts) {
    INFO(path);
    std::string more = body;
    more.insert(1, more == "{}" ? R"("surprise":1)" : R"("surprise":1,)");
    const Answer answer = world.ask_at_desk(post(api(path), more));
    CHECK(answer.status == 422);
    const auto told = body_of(answer);
    CHECK(told.at("errors").at(0).at("field").as_string() == "surprise");
    CHECK(told.at("errors").at(0).at("code").as_string() == "unknown_field");
  }
  CHECK(world.performed.empty());
}

TEST_CASE("civil times are by the city's clock, and offsets are believed", "[http][desk]") {
  World world;
  struct Case {
    const char* closes_at;
    const char* instant;
  };
  for (const Case& each : {Case{"2023-09-25T00:00", "2023-09-24T19:00:00Z"},
                           Case{"2023-09-25T00:00:00+06:00", "2023-09-24T18:00:00Z"},
                           Case{"2023-09-25T00:00:00Z", "2023-09-25T00:00:00Z"}}) {
    const std::string body =
        std::string(R"({"closes_at":")") + each.closes_at + R"(","reason":"fire"})";
    REQUIRE(world.ask_at_desk(post(api("/cities/oral/window"), body)).status == 200);
    const auto& command = std::get<engine::ChangeWindow>(world.performed.back());
    CHECK(command.closes_at == parse_instant(each.instant).value());
  }
  for (const char* wrong : {"tomorrow", "2023-09-31T00:00", "2023-09-25"}) {
    const std::string body = std::string(R"({"closes_at":")") + wrong + R"(","reason":"fire"})";
    const Answer answer = world.ask_at_desk(post(api("/cities/oral/window"), body));
    CHECK(answer.status == 422);
    CHECK(body_of(answer).at("errors").at(0).at("code").as_string() == "not_an_instant");
  }
}

TEST_CASE("a session is moved by what is given and no more", "[http][desk]") {
  World world;
  REQUIRE(world
              .ask_at_desk(post(api("/sessions/astana-0920-1/move"),
                                R"({"seats":5,"venue":"Hall","reason":"fire"})"))
              .status == 200);
  const auto& command = std::get<engine::MoveSession>(world.performed.back());
  CHECK(command.session == "astana-0920-1");
  CHECK(command.seats == 5);
  CHECK(command.venue == "Hall");
  CHECK_FALSE(command.starts_at);
  CHECK_FALSE(command.address);
  CHECK(
      world.ask_at_desk(post(api("/sessions/x/move"), R"({"seats":-1,"reason":"fire"})")).status ==
      422);
}

TEST_CASE("a promo code is made once and the same again later", "[http][desk]") {
  World world;
  bool fresh = true;
  world.desk_answer = [&fresh](const engine::DeskCommand&) {
    engine::DeskReport report;
    report.facts = {{"code", std::string("ABCD")}, {"fresh", fresh}};
    return report;
  };
  const std::string request = post(api("/promo-codes"), posts[0].second);
  CHECK(world.ask_at_desk(request).status == 201);
  fresh = false;
  const Answer again = world.ask_at_desk(request);
  CHECK(again.status == 200);
  CHECK(body_of(again).at("code").as_string() == "ABCD");
}

TEST_CASE("a refusal of the desk is a problem with its facts", "[http][desk]") {
  World world;
  world.desk_answer = [](const engine::DeskCommand&) {
    engine::DeskReport report;
    report.refusal = "code-in-use";
    report.facts = {{"state", std::string("redeemed")}, {"application", std::int64_t{17}}};
    return report;
  };
  const Answer answer =
      world.ask_at_desk(post(api("/promo-codes:void"), posts[1].second, "Accept-Language: en\r\n"));
  CHECK(answer.status == 409);
  CHECK(answer.fields.at("content-type") == "application/problem+json");
  CHECK(answer.fields.at("content-language") == "en");
  const auto body = body_of(answer);
  CHECK(body.at("type").as_string() == "/problems/code-in-use");
  CHECK(body.at("application").as_int64() == 17);
  CHECK(body.at("detail").as_string() ==
        "The code's state is redeemed, application 17; it cannot be made void.");
}

TEST_CASE("each word that the desk refuses with has its words and status", "[http][desk]") {
  const std::pair<const char*, int> words[] = {
      {"address-wrong", 422},        {"application-live", 409},   {"application-unknown", 404},
      {"calendar-too-short", 409},   {"city-unknown", 404},       {"closing-in-the-past", 422},
      {"code-in-use", 409},          {"code-mistyped", 422},      {"code-unknown", 404},
      {"end-before-start", 422},     {"end-out-of-range", 422},   {"extension-too-short", 422},
      {"free-attempt-chosen", 409},  {"iin-wrong", 422},          {"minutes-out-of-range", 422},
      {"not-on-the-call-list", 404}, {"person-unknown", 404},     {"reason-missing", 422},
      {"results-already-due", 409},  {"seats-out-of-range", 422}, {"session-cancelled", 409},
      {"session-not-started", 409},  {"session-under-way", 409},  {"session-unknown", 404},
      {"start-in-the-past", 422},    {"test-unknown", 404}};
  for (const auto& [word, status] : words) {
    INFO(word);
    const DeskText* text = find_desk_text(word);
    REQUIRE(text != nullptr);
    CHECK(text->status == status);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK_FALSE((text->title[i].empty() || text->detail[i].empty()));
  }
  CHECK(find_desk_text("window-closed") == nullptr);
}

TEST_CASE("a trouble of the engine is a trouble of the desk", "[http][desk]") {
  World world;
  world.desk_trouble = engine::Trouble::queue_full;
  const Answer answer = world.ask_at_desk(get(api("/accounting")));
  CHECK(answer.status == 503);
  CHECK(answer.fields.count("retry-after") == 1);
}

TEST_CASE("a roster is paged by a cursor", "[http][desk]") {
  World world;
  world.desk_answer = [](const engine::DeskCommand& command) {
    const auto& wish = std::get<engine::ListRoster>(command);
    engine::DeskReport report;
    report.facts = {{"session", wish.session}};
    for (std::int64_t id = wish.after + 1; id <= 3; ++id) {
      if (static_cast<int>(report.rows.size()) == wish.limit) break;
      report.rows.push_back({{"application", id}, {"surname", std::string("Үлгі")}});
    }
    return report;
  };
  const auto first = body_of(world.ask_at_desk(get(api("/sessions/astana-0920-1/roster?limit=2"))));
  CHECK(first.at("rows").as_array().size() == 2);
  const std::string cursor(first.at("next_cursor").as_string());
  const auto last = body_of(
      world.ask_at_desk(get(api("/sessions/astana-0920-1/roster?limit=2&cursor=" + cursor))));
  CHECK(last.at("rows").at(0).at("application").as_int64() == 3);
  CHECK(last.at("next_cursor").is_null());
}

TEST_CASE("the call list is filtered and misspelt filters are refused", "[http][desk]") {
  World world;
  REQUIRE(world.ask_at_desk(get(api("/call-list?city=oral&with_called=true"))).status == 200);
  const auto& command = std::get<engine::ListCalls>(world.performed.back());
  CHECK(command.city == "oral");
  CHECK(command.with_called);
  CHECK(world.ask_at_desk(get(api("/call-list?town=oral"))).status == 400);
  CHECK(world.ask_at_desk(get(api("/call-list?with_called=1"))).status == 400);
}

TEST_CASE("a dry run is rehearsed, and only where it is asked for rightly", "[http][desk]") {
  World world;
  const std::string body = R"({"reason":"fire"})";
  const std::string path = api("/sessions/astana-0920-1/cancel");
  CHECK(world.ask_at_desk(post(path + "?dry_run=true", body)).status == 200);
  CHECK(world.rehearsed.size() == 1);
  CHECK(world.performed.empty());
  CHECK(world.ask_at_desk(post(path + "?dry_run=false", body)).status == 200);
  CHECK(world.performed.size() == 1);
  for (const char* wrong : {"?dry_run=yes", "?dryrun=true", "?dry_run"}) {
    CHECK(world.ask_at_desk(post(path + wrong, body)).status == 400);
  }
  CHECK(world.ask_at_desk(post(path + "?dry_run=true", "{}")).status == 422);
  CHECK(world.rehearsed.size() == 1);
}

TEST_CASE("what is numbered is found by its number, and nothing by anything else", "[http][desk]") {
  World world;
  const std::string body = R"({"reason":"by mistake"})";
  REQUIRE(world.ask_at_desk(post(api("/releases/17/stop"), body)).status == 200);
  CHECK(std::get<engine::StopRelease>(world.performed.back()).release == 17);
  REQUIRE(world.ask_at_desk(post(api("/actions/1x/undo"), body)).status == 200);
  CHECK(std::get<engine::UndoAction>(world.performed.back()).action == 0);
  REQUIRE(world.ask_at_desk(get(api("/notifications/5/message"))).status == 200);
  CHECK(std::get<engine::ShowMessage>(world.performed.back()).notification.value == 5);
  CHECK(world.ask_at_desk(post(api("/notifications:resend"), body)).status == 422);
}
