// Questions asked ahead: the same answers as those of questions asked when it is time.
#include <catch2/catch.hpp>

#include <algorithm>
#include <tuple>

#include "conformance/fixture.hpp"
#include "store/audit.hpp"
#include "store/promo_codes.hpp"
#include "store/results.hpp"
#include "store/runs.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

using OwnRows = std::vector<std::tuple<std::int64_t, std::string, std::string, bool>>;

/// In the order of the applications: an answer that was asked ahead has none.
OwnRows own_of(Season& season, int person) {
  OwnRows rows;
  for (const auto& own :
       list_own_applications(season.database, season.campaign, season.key(person))) {
    rows.emplace_back(own.id.value, own.test, own.state, own.free_attempt);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void ask_own(Season& season, int person) {
  list_own_applications_ahead(season.database, season.campaign, season.key(person));
}

/// Every third person has nothing, and every second of the others has three applications.
void fill(Season& season, int persons) {
  for (int person = 1; person <= persons; ++person) {
    if (person % 3 == 0) continue;
    const ApplicationId id = season.add(season.waiting(person));
    if (person % 2 == 0) continue;
    mark_ended(season.database, id, "withdrawn", at(200));
    season.add(season.accepted(person));
    NewApplication again = season.waiting(person);
    const std::string code = bytes_of(1'000 + person);
    again.code_key = code;
    season.add(again);
  }
}

TEST_CASE("an answer asked ahead has the rows of the plain question", "[ahead]") {
  Season season;
  const int askings = GENERATE(1, 2, 33, 70);
  fill(season, askings);
  std::vector<OwnRows> plain;
  for (int person = 1; person <= askings; ++person) plain.push_back(own_of(season, person));
  CHECK(plain[0].size() == 3);
  commit(season.database, [&] {
    for (int person = 1; person <= askings; ++person) ask_own(season, person);
    // In another order than they were asked.
    for (int person = askings; person >= 1; --person) {
      CAPTURE(person);
      CHECK(own_of(season, person) == plain[static_cast<std::size_t>(person) - 1]);
    }
  });
}

TEST_CASE("an answer without rows is empty, and only that one", "[ahead]") {
  Season season;
  season.add(season.seated(2));
  const Transaction transaction(season.database);
  for (int person = 1; person <= 3; ++person) ask_own(season, person);
  CHECK(own_of(season, 1).empty());
  CHECK(own_of(season, 2).size() == 1);
  CHECK(own_of(season, 3).empty());
}

TEST_CASE("questions of several kinds travel together, and each gets its own answer", "[ahead]") {
  Season season;
  const std::string key = bytes_of(900);
  const std::string sealed("\0sealed\xFF\0", 9);
  const std::string digest = bytes_of(7, 32);
  const CodeRef code{season.campaign, key};
  season.add_many(1, 2);
  commit(season.database, [&] {
    REQUIRE(insert_code(season.database, {code, season.key(5), "QAZTEST", "issued", {}, sealed},
                        at(5)));
    keep_answer(season.database, "кілт №1", {digest, {}, "орын-жоқ"}, at(50));
    change_tallies(season.database, {{season.morning.tally, 2, {}}}, 4);
    count_turn(season.database, season.campaign, true);
    test::append_audit(season.database, {at(1), "әкімші", "a", "b", "c"});
  });
  const std::string head = find_audit_head(season.database).digest;
  commit(season.database, [&] {
    find_audit_head_ahead(season.database);
    find_code_ahead(season.database, code);
    find_turns_ahead(season.database, season.campaign);
    find_answer_ahead(season.database, "кілт №1", at(49));
    find_answer_ahead(season.database, "кілт №1", at(50));
    find_answer_ahead(season.database, "none", at(0));
    list_tallies_ahead(season.database, season.campaign, 3);
    find_last_application_ahead(season.database);
    CHECK(find_last_application(season.database) == ApplicationId{2});
    const auto found = find_code(season.database, code);
    REQUIRE(found);
    CHECK(found->sealed == sealed);
    CHECK(found->person_key == season.key(5));
    CHECK(found->state == "issued");
    CHECK(found->application == ApplicationId{});
    CHECK(find_turns(season.database, season.campaign).remade == 1);
    CHECK_FALSE(find_answer(season.database, "none", at(0)));
    CHECK_FALSE(find_answer(season.database, "кілт №1", at(50)));
    const auto answer = find_answer(season.database, "кілт №1", at(49));
    REQUIRE(answer);
    CHECK(answer->body_digest == digest);
    CHECK(answer->refusal == "орын-жоқ");
    const auto tallies = list_tallies(season.database, season.campaign, 3);
    REQUIRE(tallies.size() == 1);
    CHECK(tallies[0].seats_taken == 2);
    CHECK(find_audit_head(season.database).digest == head);
  });
}

TEST_CASE("results asked ahead are those that stand", "[ahead]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  ResultRow result;
  result.status = "final";
  for (const char* level : {"B1", "B2"}) {
    result.level = level;
    insert_result(season.database, ids[1], result);
  }
  const Transaction transaction(season.database);
  for (const ApplicationId id : ids) find_result_ahead(season.database, id);
  CHECK_FALSE(find_result(season.database, ids[0]));
  CHECK(find_result(season.database, ids[1])->level == "B2");
  CHECK_FALSE(find_result(season.database, ids[2]));
}

TEST_CASE("an answer is taken once: the next question sees what changed meanwhile", "[ahead]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const Transaction transaction(season.database);
  ask_own(season, 1);
  ask_own(season, 1);
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "seated");
  mark_ended(season.database, id, "withdrawn", at(200));
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "withdrawn");
  ask_own(season, 1);
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "withdrawn");
}

TEST_CASE("answers that were forgotten are asked anew", "[ahead]") {
  Season season;
  const ApplicationId first = season.add(season.seated(1));
  season.add(season.seated(2));
  const Transaction transaction(season.database);
  ask_own(season, 1);
  ask_own(season, 2);
  CHECK(own_of(season, 2).size() == 1);
  mark_ended(season.database, first, "withdrawn", at(200));
  season.database.forget_ahead();
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "withdrawn");
  CHECK(own_of(season, 2).size() == 1);
}

TEST_CASE("a question with other values is not answered by one asked ahead", "[ahead]") {
  Season season;
  season.add(season.seated(1));
  const Transaction transaction(season.database);
  ask_own(season, 2);
  CHECK(own_of(season, 1).size() == 1);
  CHECK(own_of(season, 2).empty());
}

TEST_CASE("answers nobody took do no harm, and end with their transaction", "[ahead]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const bool is_committed = GENERATE(true, false);
  {
    Transaction transaction(season.database);
    ask_own(season, 1);
    ask_own(season, 2);
    if (is_committed) transaction.commit();
  }
  mark_ended(season.database, id, "withdrawn", at(200));
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "withdrawn");
  commit(season.database, [&] { CHECK(own_of(season, 2).empty()); });
}

TEST_CASE("outside of a transaction asking ahead changes no answer", "[ahead]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  ask_own(season, 1);
  mark_ended(season.database, id, "withdrawn", at(200));
  CHECK(std::get<2>(own_of(season, 1).at(0)) == "withdrawn");
}

TEST_CASE("a question asked ahead sees the writes before it", "[ahead]") {
  Season season;
  commit(season.database, [&] {
    NewApplication wanted = season.seated(1);
    wanted.id = ApplicationId{1};
    insert_application(season.database, wanted);
    ask_own(season, 1);
    CHECK(own_of(season, 1).size() == 1);
  });
}

TEST_CASE("questions asked ahead leave the writes between them alone", "[ahead]") {
  Season season;
  commit(season.database, [&] {
    for (int person = 1; person <= 40; ++person) {
      ask_own(season, 100 + person);
      NewApplication wanted = season.seated(person);
      wanted.id = ApplicationId{person};
      insert_application(season.database, wanted);
    }
    for (int person = 1; person <= 40; ++person) CHECK(own_of(season, 100 + person).empty());
  });
  CHECK(find_last_application(season.database) == ApplicationId{40});
}

TEST_CASE("a write that missed shows though questions were asked ahead", "[ahead]") {
  Season season;
  season.add(season.seated(1));
  CHECK(kind_of([&] {
          commit(season.database, [&] {
            ask_own(season, 1);
            NewApplication again = season.seated(1);
            again.id = ApplicationId{2};
            insert_application(season.database, again);
            own_of(season, 1);
          });
        }) == FaultKind::overtaken);
  CHECK(own_of(season, 1).size() == 1);
}

TEST_CASE("a question asked ahead after a write sees it, whatever was asked before", "[ahead]") {
  Season season;
  commit(season.database, [&] {
    ask_own(season, 2);
    NewApplication wanted = season.seated(1, season.morning);
    wanted.id = ApplicationId{1};
    insert_application(season.database, wanted);
    ask_own(season, 1);
    CHECK(own_of(season, 1).size() == 1);
    CHECK(own_of(season, 2).empty());
  });
}

}  // namespace
}  // namespace keste::store
