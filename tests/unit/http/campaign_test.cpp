// The routes of the campaign's file: what is asked of whoever reads it, and what is answered.
#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

constexpr const char* plan_path = "/api/v1/campaign:plan";
constexpr const char* apply_path = "/api/v1/campaign:apply";

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

/// A desk that answers what the test says, and keeps what it was asked.
struct Desk {
  CampaignAnswer answer;
  std::vector<CampaignWish> wishes;

  ServerSettings settings() {
    ServerSettings made = test_settings();
    made.campaign_desk = {[this](CampaignWish wish, auto done) {
                            wishes.push_back(std::move(wish));
                            done(answer);
                          },
                          [] { return std::string("id: spring\n"); }};
    return made;
  }
};

engine::PlanReport some_plan() {
  engine::PlanReport plan;
  plan.hash = "abc";
  plan.changes.push_back({"session_moved",
                          "astana",
                          "astana-0920-1",
                          {{"was_seats", std::int64_t{1}}, {"is_seats", std::int64_t{2}}},
                          {{engine::ApplicationId{17}, "moved", ""}}});
  plan.warnings.push_back({{"problem", std::string("starts-soon")}, {"city", std::string("x")}});
  return plan;
}

}  // namespace

TEST_CASE("a plan is shown with its people and its warnings in words", "[http][campaign]") {
  Desk desk;
  desk.answer.outcome = some_plan();
  World world(desk.settings());
  const Answer answer = world.ask_at_desk(post(plan_path, R"({"text":"id: x","file":"new.yaml"})"));
  REQUIRE(answer.status == 200);
  auto body = body_of(answer);
  CHECK(body.at("plan").as_string() == "abc");
  CHECK_FALSE(body.at("empty").as_bool());
  CHECK(body.at("can_be_applied").as_bool());
  auto& change = body["changes"].as_array().at(0).as_object();
  CHECK(change.at("touched").as_int64() == 1);
  CHECK(change.at("is_seats").as_int64() == 2);
  CHECK(change.at("people").as_array().at(0).as_object().at("application").as_int64() == 17);
  auto& warning = body["warnings"].as_array().at(0).as_object();
  CHECK_FALSE(warning["detail"].as_string().empty());
  CHECK(warning.at("detail").as_string() != "starts-soon");
  REQUIRE(desk.wishes.size() == 1);
  CHECK(desk.wishes.front().name == "new.yaml");
  CHECK(desk.wishes.front().text == "id: x");
  CHECK_FALSE(desk.wishes.front().order);
}

TEST_CASE("an application names its plan and its reason", "[http][campaign]") {
  Desk desk;
  desk.answer.outcome = some_plan();
  World world(desk.settings());
  CHECK(world.ask_at_desk(post(apply_path, R"({"text":"id: x"})")).status == 422);
  CHECK(desk.wishes.empty());
  const char* order = R"({"text":"id: x","plan":"abc","reason":"fire"})";
  CHECK(world.ask(post(apply_path, order)).status == 403);
  REQUIRE(world.ask_at_desk(post(apply_path, order)).status == 200);
  REQUIRE(desk.wishes.size() == 1);
  CHECK(desk.wishes.front().order->hash == "abc");
  CHECK(desk.wishes.front().order->reason == "fire");
}

TEST_CASE("a plan that is not applied says why", "[http][campaign]") {
  Desk desk;
  engine::PlanReport plan = some_plan();
  const char* order = R"({"text":"id: x","plan":"abc","reason":"fire"})";
  for (const char* word : {"plan-stale", "plan-applied", "plan-impossible"}) {
    plan.refusal = word;
    plan.moved = {"now: something else"};
    plan.problems = {{{"problem", std::string("city-recoded")}}};
    desk.answer.outcome = plan;
    World world(desk.settings());
    const Answer answer = world.ask_at_desk(post(apply_path, order));
    CHECK(answer.status == 409);
    auto body = body_of(answer);
    CHECK(std::string(body.at("type").as_string()) == std::string("/problems/") + word);
    CHECK(body.at("moved").as_array().at(0).as_string() == "now: something else");
    CHECK(body["problems"].as_array().size() == 1);
  }
}

TEST_CASE("every error of a file is told with its place", "[http][campaign]") {
  Desk desk;
  desk.answer.errors = {{"new.yaml", 3, 7, "seats: too many"}, {"new.yaml", 4, 1, "unknown key"}};
  World world(desk.settings());
  const Answer answer = world.ask_at_desk(post(plan_path, R"({"text":"id: x"})"));
  CHECK(answer.status == 422);
  auto body = body_of(answer);
  CHECK(body.at("type").as_string() == "/problems/campaign-file-wrong");
  REQUIRE(body["errors"].as_array().size() == 2);
  auto& first = body["errors"].as_array().at(0).as_object();
  CHECK(first.at("field").as_string() == "new.yaml:3:7");
  CHECK(first.at("detail").as_string() == "seats: too many");
}

TEST_CASE("the file in force is shown", "[http][campaign]") {
  Desk desk;
  World world(desk.settings());
  auto body = body_of(world.ask_at_desk(get("/api/v1/campaign")));
  CHECK(body.at("text").as_string() == "id: spring\n");
}
