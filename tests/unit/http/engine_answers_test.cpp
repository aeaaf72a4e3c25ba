// Tests of what becomes of the engine's refusals and troubles.
#include "fake_engine.hpp"
#include "http/refusals.hpp"

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
          {Refusal::already_passed, 409, "already-passed"},
          {Refusal::free_attempt_used, 409, "free-attempt-used"},
          {Refusal::promo_code_required, 422, "promo-code-required"},
          {Refusal::payment_required, 422, "payment-required"},
          {Refusal::promo_code_refused, 409, "promo-code-refused"},
          {Refusal::promo_code_mistyped, 422, "promo-code-mistyped"},
          {Refusal::promo_code_void, 409, "promo-code-void"},
          {Refusal::promo_code_used, 409, "promo-code-used"},
          {Refusal::promo_code_reserved, 409, "promo-code-reserved"},
          {Refusal::promo_code_other_test, 409, "promo-code-other-test"},
          {Refusal::application_ended, 409, "application-ended"},
          {Refusal::cut_off_passed, 409, "cut-off-passed"},
          {Refusal::session_cut_off, 409, "session-cut-off"},
          {Refusal::already_seated, 409, "already-seated"},
          {Trouble::guessing, 429, "too-many-guesses"},
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
    CHECK(answer.fields.count("retry-after") ==
          (each.status == 503 || each.status == 429 ? 1U : 0U));
    const auto body = boost::json::parse(answer.body);
    CHECK(body.at("type").as_string() == "/problems/" + std::string(each.type));
  }
}

TEST_CASE("every refusal of the rules has words in three languages", "[http][applications]") {
  for (int i = 0; i < admission::refusal_count; ++i) {
    const auto refusal = static_cast<admission::Refusal>(i);
    INFO(to_text(refusal));
    for (const Language language : {Language::kk, Language::ru, Language::en}) {
      const Problem problem = describe_refusal(refusal, {"QAZTEST", "astana", "astana-0920-1"},
                                               *make_snapshot(), language);
      CHECK(problem.kind != ProblemKind::internal_error);
      const auto& text = text_of(problem.kind);
      CHECK_FALSE(text.title[static_cast<std::size_t>(language)].empty());
      CHECK_FALSE(text.detail[static_cast<std::size_t>(language)].empty());
      for (const FieldError& error : problem.errors) {
        CHECK(field_sentence(error.code, language) != error.code);
      }
    }
  }
}

TEST_CASE("a full city is told from a full session", "[http][applications]") {
  const auto snapshot = make_snapshot();
  const auto full = admission::Refusal::session_full;
  const Problem any = describe_refusal(full, {"QAZTEST", "astana", ""}, *snapshot, Language::en);
  CHECK(any.arguments == std::vector<std::string>{"Astana", "70"});
  const Problem one = describe_refusal(full, {"", "", "astana-0920-2"}, *snapshot, Language::en);
  CHECK(one.arguments == std::vector<std::string>{"astana-0920-2", "10"});
}

TEST_CASE("the window of an online test is told as one of a city is", "[http][applications]") {
  const Problem problem = describe_refusal(admission::Refusal::window_closed, {"QRT", "", ""},
                                           *make_snapshot(), Language::en);
  CHECK(problem.arguments == std::vector<std::string>{"QRT", "2023-09-16 00:00 (UTC+06:00)"});
  CHECK(problem.members.back().value == "2023-09-16T00:00:00+06:00");
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
