// Search: by place and surname a page at a time, and what the dashboard counts.
#include "store/search.hpp"

#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/addresses.hpp"
#include "store/audit.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

constexpr std::int64_t end = 1'000'000;

std::vector<std::int64_t> numbers(const std::vector<ApplicationId>& ids) {
  std::vector<std::int64_t> out;
  for (const ApplicationId id : ids) out.push_back(id.value);
  return out;
}

std::vector<std::int64_t> numbers(const std::vector<SurnamePlace>& places) {
  std::vector<std::int64_t> out;
  for (const SurnamePlace& place : places) out.push_back(place.application.value);
  return out;
}

using Numbers = std::vector<std::int64_t>;

TEST_CASE("applications are listed backwards from a cursor", "[search]") {
  Season season;
  const auto ids = season.add_many(1, 5);
  const auto first = list_before(season.database, {end}, 2);
  CHECK(numbers(first) == Numbers{ids[4].value, ids[3].value});
  CHECK(numbers(list_before(season.database, first.back(), 9)) ==
        Numbers{ids[2].value, ids[1].value, ids[0].value});
  season.extend();
  const SessionId session = season.morning.session.id;
  CHECK(numbers(list_of_session(season.database, session, {end}, 9)).size() == 5);
  CHECK(numbers(list_of_session(season.database, session, ids[2], 1)) == Numbers{ids[1].value});
  CHECK(list_of_session(season.database, season.almaty.session.id, {end}, 9).empty());
}

TEST_CASE("an application is shown with its session", "[search]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const auto shown = show_application(season.database, id);
  REQUIRE(shown);
  CHECK(shown->session_code == "astana-0905");
  CHECK(shown->city == "astana");
  CHECK(shown->surname == "Үміткер");
  CHECK(shown->state == "seated");
  CHECK_FALSE(show_application(season.database, {id.value + 1}));
  CHECK(find_received(season.database, id) == shown->received_at);
  CHECK_FALSE(find_received(season.database, {id.value + 1}));
}

TEST_CASE("surnames are found by their beginning, in order", "[search]") {
  Season season;
  Database& database = season.database;
  commit(database, [&] {
    for (const auto& [name, id] :
         std::vector<std::pair<std::string, std::int64_t>>{{"ахметова", 3},
                                                           {"ахметов", 2},
                                                           {"ахметов", 1},
                                                           {"әлиев", 4},
                                                           {"ахмет", 5},
                                                           {"бек", 6},
                                                           {"ахметова", 3}}) {
      database.run("surname_insert", {name, id});
    }
  });
  CHECK(numbers(list_surnames(database, "ахметов", {}, 9)) == Numbers{1, 2, 3});
  CHECK(numbers(list_surnames(database, "ах", {}, 9)) == Numbers{5, 1, 2, 3});
  const auto page = list_surnames(database, "ах", {}, 2);
  CHECK(numbers(list_surnames(database, "ах", page.back(), 9)) == Numbers{2, 3});
  CHECK(list_surnames(database, "ахмедов", {}, 9).empty());
  erase_surname(database, "ахметов", {2});
  CHECK(numbers(list_surnames(database, "ахметов", {}, 9)) == Numbers{1, 3});
}

TEST_CASE("surnames that are not in the list yet follow its mark", "[search]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  CHECK(find_surname_mark(season.database, season.campaign).value == 0);
  const auto fresh = list_new_surnames(season.database, ids[0], 9);
  REQUIRE(fresh.size() == 2);
  CHECK(fresh[0].first == ids[1]);
  CHECK(fresh[0].second == "Үміткер");
  commit(season.database, [&] {
    set_surname_mark(season.database, season.campaign, ids[2]);
    insert_surname(season.database, "үміткер", ids[2]);
  });
  CHECK(find_surname_mark(season.database, season.campaign) == ids[2]);
  CHECK(list_surnames(season.database, "үм", {}, 9).size() == 1);
}

TEST_CASE("people to call are counted by city until they were called", "[search]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  CHECK(count_calls(season.database).empty());
  for (const char* kind : {"results_due", "session_changed"}) {
    insert_call(season.database, ids[0], kind, at(5));
  }
  insert_call(season.database, ids[1], "results_due", at(5));
  CHECK(count_calls(season.database) == std::map<std::string, std::int64_t>{{"astana", 2}});
  mark_called(season.database, ids[0], "", at(6));
  CHECK(count_calls(season.database).at("astana") == 1);
}

TEST_CASE("the audit log is read backwards", "[search]") {
  Season season;
  for (const char* action : {"one", "two", "three"}) {
    test::append_audit(season.database, {at(1), "user dana", action, "city astana", "", ""});
  }
  const auto page = list_audit(season.database, end, 2);
  REQUIRE(page.size() == 2);
  CHECK(page[0].action == "three");
  CHECK(page[1].action == "two");
  CHECK(list_audit(season.database, page.back().id, 9).size() == 1);
}

}  // namespace
}  // namespace keste::store
