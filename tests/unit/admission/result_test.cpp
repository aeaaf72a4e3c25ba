// What a result gives, and what is told of it, and when.
#include "admission/result.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

const std::vector<std::string> names{"A1", "A2", "B1", "B2", "C1", "C2"};

TestResult result_of(ResultStatus status, std::optional<Level> level = Level::b1) {
  return {status, level, "72", "AB 0012345", from_micros(1'695'600'000'000'000)};
}
const TestResult passed = result_of(ResultStatus::final);
const TestResult failed = result_of(ResultStatus::final, Level::a2);
const TestResult held = result_of(ResultStatus::on_hold);
const TestResult annulled = result_of(ResultStatus::annulled);

TEST_CASE("levels have their order and their names", "[admission][result]") {
  std::optional<Level> before;
  for (const std::string& name : names) {
    const auto level = parse_level(name);
    REQUIRE(level.has_value());
    CHECK(to_text(*level) == name);
    CHECK(before < level);
    before = level;
  }
}

TEST_CASE("a level is read as people type it", "[admission][result]") {
  for (const char* typed : {"В1", "в1", "b1", " B 1", "B-1", "B1\n"}) {
    CAPTURE(typed);
    CHECK(parse_level(typed) == Level::b1);
  }
  CHECK(parse_level("А2") == Level::a2);
  CHECK(parse_level("С1") == Level::c1);
  for (const char* typed : {"", "B", "1", "B3", "A0", "D1", "B1+", "BI", "B11", "Б1", "1B"}) {
    CAPTURE(typed);
    CHECK_FALSE(parse_level(typed).has_value());
  }
}

TEST_CASE("statuses are read by their exact names", "[admission][result]") {
  for (const ResultStatus status :
       {ResultStatus::final, ResultStatus::on_hold, ResultStatus::annulled}) {
    CHECK(parse_result_status(to_text(status)) == status);
  }
  CHECK(to_text(ResultStatus::on_hold) == "on_hold");
  CHECK_FALSE(parse_result_status("on-hold").has_value());
  CHECK_FALSE(parse_result_status("").has_value());
}

TEST_CASE("at the pass level a certificate, just below a reference", "[admission][result]") {
  for (std::size_t pass = 0; pass < names.size(); ++pass) {
    for (std::size_t reached = 0; reached < names.size(); ++reached) {
      const Document expected = reached >= pass ? Document::certificate : Document::reference;
      CAPTURE(names[pass], names[reached]);
      const auto result = result_of(ResultStatus::final, parse_level(names[reached]));
      CHECK(decide_document(result, *parse_level(names[pass])) == expected);
    }
  }
  CHECK(decide_document(held, Level::a1) == Document::none);
  CHECK(decide_document(annulled, Level::a1) == Document::none);
  CHECK(decide_document(result_of(ResultStatus::final, std::nullopt), Level::a1) == Document::none);
  CHECK(to_text(Document::certificate) == "certificate");
  CHECK(to_text(Document::reference) == "reference");
}

TEST_CASE("a retake is for those whose attempt is over without a certificate",
          "[admission][result]") {
  struct Row {
    const char* situation;
    const TestResult* latest;
    bool was_absent;
    bool expected;
  };
  const Row rows[] = {
      {"awaited", nullptr, false, false},       {"absent", nullptr, true, true},
      {"passed", &passed, false, false},        {"failed", &failed, false, true},
      {"on hold", &held, false, false},         {"annulled", &annulled, false, true},
      {"absent, passed", &passed, true, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.situation);
    CHECK(may_retake(row.latest, Level::b1, row.was_absent) == row.expected);
  }
}

TEST_CASE("the same again changes nothing, and any difference is a correction",
          "[admission][result]") {
  CHECK(decide_arrival(nullptr, passed) == Arrival::fresh);
  CHECK(decide_arrival(&passed, passed) == Arrival::repeated);
  CHECK(decide_arrival(&passed, held) == Arrival::correction);
  CHECK(decide_arrival(&passed, failed) == Arrival::correction);
  std::vector<TestResult> changed(3, passed);
  changed[0].score = "73";
  changed[1].document_number = "AB 0012346";
  changed[2].issued_at.reset();
  for (const TestResult& one : changed) {
    CHECK(decide_arrival(&passed, one) == Arrival::correction);
  }
}

TEST_CASE("an applicant is told what is new to them, once", "[admission][result]") {
  TestResult reissued = passed;
  reissued.issued_at = from_micros(1'700'000'000'000'000);
  TestResult other_number = passed;
  other_number.document_number = "AB 7";
  TestResult other_score = passed;
  other_score.score = "71";
  TestResult held_at_a2 = held;
  held_at_a2.level = Level::a2;
  struct Row {
    const char* situation;
    const TestResult* latest;
    const TestResult* told;
    ResultNews early;  ///< Before the due instant,
    ResultNews late;   ///< and from it on.
  };
  constexpr ResultNews none = ResultNews::none;
  constexpr ResultNews ready = ResultNews::ready;
  constexpr ResultNews hold = ResultNews::on_hold;
  constexpr ResultNews gone = ResultNews::annulled;
  const Row rows[] = {
      {"nothing came", nullptr, nullptr, none, none},
      {"came", &passed, nullptr, ready, ready},
      {"came, below the pass level", &failed, nullptr, ready, ready},
      {"told", &passed, &passed, none, none},
      {"issued anew, all else equal", &reissued, &passed, none, none},
      {"level corrected", &failed, &passed, ready, ready},
      {"number corrected", &other_number, &passed, ready, ready},
      {"score corrected", &other_score, &passed, ready, ready},
      {"held before anything was told", &held, nullptr, none, hold},
      {"held after it was told", &held, &passed, hold, hold},
      {"held still", &held, &held, none, none},
      {"held still, with another level", &held_at_a2, &held, none, none},
      {"hold lifted", &passed, &held, ready, ready},
      {"annulled before anything was told", &annulled, nullptr, gone, gone},
      {"annulled after it was told", &annulled, &passed, gone, gone},
      {"annulled from hold", &annulled, &held, gone, gone},
      {"annulled still", &annulled, &annulled, none, none},
      {"annulment taken back", &passed, &annulled, ready, ready},
      {"annulment reconsidered", &held, &annulled, hold, hold},
  };
  for (const Row& row : rows) {
    CAPTURE(row.situation);
    CHECK(decide_result_news({row.latest, row.told, false}) == row.early);
    CHECK(decide_result_news({row.latest, row.told, true}) == row.late);
  }
}

TEST_CASE("a hold that is lifted before the due instant was never told", "[admission][result]") {
  CHECK(decide_result_news({&held, nullptr, false}) == ResultNews::none);
  CHECK(decide_result_news({&passed, nullptr, false}) == ResultNews::ready);
  CHECK(decide_result_news({&passed, &passed, true}) == ResultNews::none);
}

}  // namespace
}  // namespace keste::admission
