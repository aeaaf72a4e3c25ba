// Tests of POST, GET and DELETE of applications.
#include "fake_engine.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

const std::string target = "/api/v1/applications";

std::string without(std::string form, const std::string& part) {
  form.erase(form.find(part), part.size());
  return form;
}

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

/// "field:code" of each entry.
std::vector<std::string> errors_of(const Answer& answer) {
  std::vector<std::string> out;
  const auto body = body_of(answer);
  for (const auto& entry : body.at("errors").as_array()) {
    out.push_back(std::string(entry.at("field").as_string()) + ":" +
                  std::string(entry.at("code").as_string()));
  }
  return out;
}

}  // namespace

TEST_CASE("an accepted application is answered with its ticket", "[http][applications]") {
  World world;
  const Answer answer = world.ask(post(target, right_form(), "Idempotency-Key: k-1\r\n"));
  REQUIRE(answer.status == 201);
  CHECK(answer.fields.at("location") == target + "/k3st3");
  CHECK(answer.fields.at("cache-control") == "no-store");
  const auto body = body_of(answer);
  CHECK(body.at("id").as_int64() == 42);
  CHECK(body.at("ticket").as_string() == "k3st3");
  CHECK(body.at("state").as_string() == "seated");
  CHECK(body.at("received_at").as_string() == "2023-09-19T12:00:00.250000+06:00");
  CHECK(body.at("due_at").as_string() == "2023-09-22T18:00:00+06:00");
  REQUIRE(world.applied.size() == 1);
  const engine::ApplyCommand& command = world.applied[0];
  CHECK(command.receipt.at == world.clock.now());
  CHECK(command.request.applicant.phone == "+77010000000");
  REQUIRE(command.idempotency);
  CHECK(command.idempotency->key == "k-1");
  CHECK(command.idempotency->body_digest.size() == 32);
}

TEST_CASE("every wrong field is named at once", "[http][applications]") {
  World world;
  const std::string form =
      R"({"iin":"900101300018","surname":5,"given_name":"А","email":"x","phone":"1",)"
      R"("city":"astana","session":"astana-0920-1","consent":"yes","extra":null})";
  const Answer answer = world.ask(post(target, form));
  REQUIRE(answer.status == 422);
  auto errors = errors_of(answer);
  std::sort(errors.begin(), errors.end());
  const std::vector<std::string> expected{"consent:wrong_type",  "email:not_an_email",
                                          "extra:unknown_field", "iin:iin_control",
                                          "phone:not_a_phone",   "surname:wrong_type"};
  CHECK(errors == expected);
  CHECK(world.applied.empty());
}

TEST_CASE("a form says whether its applicant would wait, and what pays", "[http][applications]") {
  World world;
  std::string form = without(right_form(), R"("promo_code":"PKR-0001",)");
  form.insert(1, R"("waitlist":false,"payment_reference":"KZ-77","needs":"ramp",)");
  REQUIRE(world.ask(post(target, form)).status == 201);
  REQUIRE(world.ask(post(target, without(right_form(), R"("session":"astana-0920-1",)"))).status ==
          201);
  REQUIRE(world.applied.size() == 2);
  CHECK_FALSE(world.applied[0].request.waitlist);
  CHECK(world.applied[0].request.payment_reference == "KZ-77");
  CHECK(world.applied[0].request.needs == "ramp");
  CHECK(world.applied[1].request.waitlist);
  CHECK(world.applied[1].request.session.empty());
}

TEST_CASE("a test online has neither city nor session", "[http][applications]") {
  World world;
  std::string form = right_form();
  form.replace(form.find("QAZTEST"), 7, "QRT");
  const Answer answer = world.ask(post(target, form));
  CHECK(answer.status == 422);
  CHECK(errors_of(answer) ==
        std::vector<std::string>{"city:not_for_online", "session:not_for_online"});
  form = without(without(form, R"("city":"astana",)"), R"("session":"astana-0920-1",)");
  auto view = make_view("accepted");
  view.test = "QRT";
  view.city = view.session = "";
  view.starts_at = view.ends_at = view.due_at = Instant{};
  view.free_attempt = true;
  world.apply_outcome = view;
  const auto body = body_of(world.ask(post(target, form)));
  CHECK(world.applied.back().request.online);
  CHECK(body.at("attempt").as_string() == "free");
  CHECK(body.at("steps").as_string() == "Қадамдар");
  CHECK(body.at("url").as_string() == "https://online.example.kz");
  CHECK(body.at("deadline").as_string() == "2023-09-16T00:00:00+06:00");
  CHECK(body.count("starts_at") == 0);
  CHECK(body.count("city") == 0);
}

TEST_CASE("an application shows its place in the line and its result", "[http][applications]") {
  World world;
  auto view = make_view("waitlisted");
  view.starts_at = view.ends_at = view.due_at = Instant{};
  view.before = 4;
  view.extra_minutes = 30;
  world.application_outcome = view;
  auto body = body_of(world.ask(get(target + "/k3st3")));
  CHECK(body.at("before").as_int64() == 4);
  CHECK(body.at("extra_minutes").as_int64() == 30);
  CHECK(body.count("starts_at") == 0);
  CHECK(body.count("result") == 0);
  view = make_view("tested");
  view.result = {"B1", "", "KZ-1", "final"};
  view.change_until = view.starts_at;
  world.application_outcome = view;
  body = body_of(world.ask(get(target + "/k3st3")));
  CHECK(body.at("result").at("level").as_string() == "B1");
  CHECK(body.at("result").at("document").as_string() == "certificate");
  CHECK(body.at("change_until").as_string() == "2023-09-20T10:00:00+06:00");
  CHECK(body.at("attempt").as_string() == "self_funded");
  CHECK(body.count("before") == 0);
  view.result.level = "A2";
  world.application_outcome = view;
  body = body_of(world.ask(get(target + "/k3st3")));
  CHECK(body.at("result").at("document").as_string() == "reference");
  view.result.status = "on_hold";
  world.application_outcome = view;
  body = body_of(world.ask(get(target + "/k3st3")));
  CHECK(body.at("result").as_object().count("document") == 0);
}

TEST_CASE("a session is changed by the ticket", "[http][applications]") {
  World world;
  const std::string place = target + "/k3st3/session";
  CHECK(world.ask(post(place, R"({"session":"astana-0920-2"})")).status == 200);
  CHECK(world.asked_ticket == "k3st3");
  CHECK(world.asked_session == "astana-0920-2");
  CHECK(world.ask(post(place, R"({"session":"any"})")).status == 200);
  CHECK(world.asked_session.empty());
  for (const char* wrong : {"{}", R"({"session":1})", R"({"session":"a","city":"b"})"}) {
    CHECK(world.ask(post(place, wrong)).status == 422);
  }
  world.application_outcome = admission::Refusal::cut_off_passed;
  CHECK(world.ask(post(place, R"({"session":"any"})")).status == 409);
}

TEST_CASE("guessers are told apart by the proxy's own word", "[http][applications]") {
  World world;
  world.ask(post(target, right_form()));
  world.ask(post(target, right_form(), "X-Forwarded-For: 1.1.1.1, 10.0.0.1\r\n"));
  world.ask(
      post(target, right_form(), "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2001:db8::1\r\n"));
  world.ask_at_desk(post(target, right_form(), "X-Forwarded-For: 1.1.1.1\r\n"));
  REQUIRE(world.applied.size() == 4);
  CHECK(world.applied[0].client == "127.0.0.1");
  CHECK(world.applied[1].client == "10.0.0.1");
  CHECK(world.applied[2].client == "2001:db8::1");
  CHECK(world.applied[3].client.empty());
}

TEST_CASE("a body that is no JSON object is refused with the place", "[http][applications]") {
  World world;
  struct Case {
    std::string body;
    std::string position;
  };
  for (const Case& each :
       {Case{"", "0"}, Case{"{\"iin\":}", "7"}, Case{"{} x", "3"}, Case{"[]", "0"},
        Case{"{\"a\":\"\xff\"}", "6"}, Case{std::string(1000, '['), "4"}, Case{"{\"a\":1", "6"}}) {
    INFO(each.body);
    const Answer answer = world.ask(post(target, each.body));
    CHECK(answer.status == 400);
    CHECK(body_of(answer).at("type").as_string() == "/problems/malformed-json");
    CHECK(body_of(answer).at("position").as_string() == each.position);
  }
}

TEST_CASE("only plain JSON is taken", "[http][applications]") {
  World world;
  const std::string form = right_form();
  CHECK(world.ask(post(target, form, "Content-Type: text/plain\r\n")).status == 415);
  CHECK(world.ask(post(target, form, "Content-Encoding: gzip\r\n")).status == 415);
  CHECK(world.ask(post(target, form, "Content-Type: Application/JSON; charset=utf-8\r\n")).status ==
        201);
}

TEST_CASE("an idempotency key is 1 to 255 visible characters", "[http][applications]") {
  World world;
  for (const std::string& key : {std::string(), std::string(256, 'k'), std::string("a b")}) {
    CHECK(world.ask(post(target, right_form(), "Idempotency-Key: " + key + "\r\n")).status == 400);
  }
  CHECK(world.ask(post(target, right_form(), "Idempotency-Key: " + std::string(255, 'k') + "\r\n"))
            .status == 201);
}

TEST_CASE("a repeated body has the same digest and another has not", "[http][applications]") {
  World world;
  const std::string other = without(right_form(), R"("promo_code":"PKR-0001",)");
  for (const std::string& form : {right_form(), right_form(), other}) {
    REQUIRE(world.ask(post(target, form, "Idempotency-Key: k\r\n")).status == 201);
  }
  REQUIRE(world.applied.size() == 3);
  CHECK(world.applied[0].idempotency->body_digest == world.applied[1].idempotency->body_digest);
  CHECK(world.applied[0].idempotency->body_digest != world.applied[2].idempotency->body_digest);
}

TEST_CASE("one's own application is found and withdrawn by its ticket", "[http][applications]") {
  World world;
  const Answer found = world.ask(get(target + "/k3st3"));
  CHECK(found.status == 200);
  CHECK(found.fields.at("cache-control") == "no-store");
  CHECK(world.asked_ticket == "k3st3");
  world.application_outcome = make_view("withdrawn");
  const std::string text = "DELETE " + target + "/k3st3 HTTP/1.1\r\nHost: k\r\n\r\n";
  for (int i = 0; i < 2; ++i) {
    const Answer withdrawn = world.ask(text);
    CHECK(withdrawn.status == 200);
    CHECK(body_of(withdrawn).at("state").as_string() == "withdrawn");
  }
  world.application_outcome = engine::Trouble::not_found;
  CHECK(world.ask(get(target + "/wrong")).status == 404);
  CHECK(world.ask(text).status == 404);
  world.application_outcome = engine::Trouble::session_under_way;
  CHECK(world.ask(text).status == 409);
}
