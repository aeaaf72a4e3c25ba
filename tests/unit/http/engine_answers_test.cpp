// Tests of what becomes of the engine's refusals and troubles.
#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

struct Case {
  engine::ApplyOutcome outcome;
  int status;
  const char* type;
};

std::vector<Case> cases() {
  using admission::Refusal;
  using engine::Trouble;
  return {{Refusal::window_not_open, 409, "window-not-open"},
          {Refusal::window_closed, 409, "window-closed"},
          {Refusal::session_full, 409, "session-full"},
          {Refusal::session_started, 409, "session-started"},
          {Refusal::session_elsewhere, 409, "session-elsewhere"},
          {Refusal::session_cancelled, 409, "session-cancelled"},
          {Refusal::already_applied, 409, "already-applied"},
          {Refusal::city_unknown, 422, "form-incorrect"},
          {Refusal::session_unknown, 422, "form-incorrect"},
          {Trouble::queue_full, 503, "busy"},
          {Trouble::storage_full, 503, "storage-full"},
          {Trouble::storage_failed, 503, "storage-failed"},
          {Trouble::stopping, 503, "stopping"},
          {Trouble::key_reused, 422, "idempotency-key-reused"},
          {Trouble::key_in_flight, 409, "idempotency-key-in-flight"}};
}

}  // namespace

TEST_CASE("each outcome has its status and its type", "[http][applications]") {
  for (const Case& each : cases()) {
    INFO(each.type);
    World world;
    world.apply_outcome = each.outcome;
    const Answer answer = world.ask(post("/api/v1/applications", right_form()));
    CHECK(answer.status == each.status);
    CHECK(answer.fields.count("retry-after") == (each.status == 503 ? 1U : 0U));
    const auto body = boost::json::parse(answer.body);
    CHECK(body.at("type").as_string() == "/problems/" + std::string(each.type));
  }
}

TEST_CASE("the asker's language is used and Kazakh by default", "[http][applications]") {
  World world;
  world.apply_outcome = admission::Refusal::window_closed;
  struct Case {
    const char* field;
    const char* language;
    const char* title;
  };
  for (const Case& each :
       {Case{"", "kk", "Өтініш қабылдау аяқталды"},
        Case{"Accept-Language: ru-KZ, en;q=0.5\r\n", "ru", "Приём заявок завершён"},
        Case{"Accept-Language: de, en;q=0.1\r\n", "en", "The window is closed"}}) {
    const Answer answer = world.ask(post("/api/v1/applications", right_form(), each.field));
    CHECK(answer.fields.at("content-language") == each.language);
    CHECK(boost::json::parse(answer.body).at("title").as_string() == each.title);
    CHECK(boost::json::parse(answer.body).at("closes_at").as_string() ==
          "2023-09-23T00:00:00+06:00");
  }
}
