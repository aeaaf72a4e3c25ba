// Tests of problem documents in three languages.
#include "http/problem.hpp"
#include "admission/application.hpp"
#include "fake_engine.hpp"
#include "http/refusals.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

std::string text_at(const boost::json::value& body, const char* name) {
  return std::string(body.as_object().at(name).as_string());
}

}  // namespace

TEST_CASE("every problem has a type, a status and words in each language", "[http][problem]") {
  for (int i = 0; i <= static_cast<int>(ProblemKind::sheet_unreadable); ++i) {
    const auto kind = static_cast<ProblemKind>(i);
    for (const Language language : languages) {
      Problem problem(kind);
      problem.arguments = {"A", "B", "C"};
      const Response response = make_response(problem, language);
      const auto body = boost::json::parse(response.body);
      CHECK(text_at(body, "type") == "/problems/" + std::string(text_of(kind).name));
      CHECK(body.as_object().at("status").as_int64() == response.status);
      CHECK_FALSE(text_at(body, "title").empty());
      CHECK_FALSE(text_at(body, "detail").empty());
      CHECK(text_at(body, "detail").find('{') == std::string::npos);
      CHECK(reason_phrase(response.status) != "Unknown");
    }
  }
}

TEST_CASE("every wrong field has a sentence in each language", "[http][problem]") {
  using admission::Wrong;
  for (int i = 0; i <= static_cast<int>(Wrong::code_and_payment); ++i) {
    const auto code = to_text(static_cast<Wrong>(i));
    for (const Language language : languages) {
      INFO(code);
      CHECK(field_sentence(code, language) != code);
    }
  }
}

TEST_CASE("a closed window is refused with its closing instant in the city's time",
          "[http][problem]") {
  const auto problem =
      describe_refusal(admission::Refusal::window_closed, {"QAZTEST", "oral", "oral-1"},
                       *make_snapshot(), Language::en);
  const auto body = boost::json::parse(make_response(problem, Language::en).body);
  CHECK(text_at(body, "type") == "/problems/window-closed");
  CHECK(text_at(body, "closes_at") == "2023-09-18T00:00:00+05:00");
  CHECK(text_at(body, "detail") ==
        "Oral (Uralsk) stopped taking applications at 2023-09-18 00:00 (UTC+05:00).");
}

TEST_CASE("each refusal of the rules becomes its own problem", "[http][problem]") {
  using admission::Refusal;
  for (const Refusal refusal :
       {Refusal::window_not_open, Refusal::window_closed, Refusal::session_elsewhere,
        Refusal::session_started, Refusal::session_cancelled, Refusal::session_full,
        Refusal::already_applied}) {
    const auto problem = describe_refusal(refusal, {"QAZTEST", "astana", "astana-0920-1"},
                                          *make_snapshot(), Language::ru);
    CHECK(text_of(problem.kind).name == to_text(refusal));
    CHECK(text_of(problem.kind).status == 409);
  }
  const auto unknown = describe_refusal(Refusal::city_unknown, {"QAZTEST", "nowhere", "x"},
                                        *make_snapshot(), Language::kk);
  REQUIRE(unknown.errors.size() == 1);
  CHECK(unknown.errors[0].field == "city");
}
