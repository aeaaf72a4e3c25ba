// Results: one stands for an application, and corrections keep what was before.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/person.hpp"
#include "store/results.hpp"

namespace keste::store {
namespace {

ResultRow result_of(const char* level, const char* status = "final") {
  ResultRow result;
  result.level = level;
  result.score = "117,5";
  result.document_number = "ҚТ-00017";
  result.issued_on = "2023-10-02";
  result.status = status;
  result.received_at = at(4'000);
  return result;
}

TEST_CASE("a result stands as it was written", "[results]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  CHECK_FALSE(find_result(season.database, ids[0]));
  const ResultId id = insert_result(season.database, ids[0], result_of("B1"));
  CHECK(id);
  const auto found = find_result(season.database, ids[0]);
  REQUIRE(found);
  CHECK(found->id == id);
  CHECK(found->level == "B1");
  CHECK(found->score == "117,5");
  CHECK(found->document_number == "ҚТ-00017");
  CHECK(found->issued_on == "2023-10-02");
  CHECK(found->status == "final");
  CHECK(found->received_at == at(4'000));
  CHECK_FALSE(find_result(season.database, ids[1]));
  CHECK_FALSE(find_result(season.database, ResultId{99}));
}

TEST_CASE("a correction stands instead, and both are kept", "[results]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  insert_result(season.database, ids[1], result_of("C1"));
  std::vector<ResultId> made;
  for (const char* level : {"A2", "B1", "B2"}) {
    made.push_back(insert_result(season.database, ids[0], result_of(level, "on_hold")));
    CHECK(find_result(season.database, ids[0])->id == made.back());
    CHECK(find_result(season.database, ids[0])->level == level);
  }
  CHECK(find_result(season.database, made[0])->level == "A2");
  CHECK(find_result(season.database, made[1])->level == "B1");
  CHECK(find_result(season.database, made[1])->status == "on_hold");
  CHECK(find_result(season.database, made[1])->document_number == "ҚТ-00017");
  CHECK(find_result(season.database, ids[1])->level == "C1");
}

TEST_CASE("those who sat a session and have no result are counted", "[results]") {
  Season season;
  const auto ids = season.add_many(1, 4);
  season.extend();
  const SessionId morning = season.morning.session.id;
  CHECK(count_missing_results(season.database, morning) == 0);
  for (std::size_t i = 0; i < 3; ++i) {
    mark_ended(season.database, ids[i], "tested", at(2'000));
  }
  CHECK(count_missing_results(season.database, morning) == 3);
  insert_result(season.database, ids[0], result_of("B1"));
  insert_result(season.database, ids[0], result_of("B2"));
  CHECK(count_missing_results(season.database, morning) == 2);
  mark_absent(season.database, ids[1], at(2'100));
  CHECK(count_missing_results(season.database, morning) == 1);
  CHECK(count_missing_results(season.database, season.evening.session.id) == 0);
}

TEST_CASE("the branch's roster shows the level that stands", "[results]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  season.extend();
  mark_ended(season.database, id, "tested", at(2'000));
  insert_result(season.database, id, result_of("B1"));
  insert_result(season.database, id, result_of("B2"));
  const auto roster = list_roster(season.database, season.morning.session.id, {}, 10);
  REQUIRE(roster.size() == 1);
  CHECK(roster[0].level == "B2");
  CHECK(roster[0].state == "tested");
}

}  // namespace
}  // namespace keste::store
