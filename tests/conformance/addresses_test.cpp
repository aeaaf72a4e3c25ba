// Addresses that refused for good, and those who must be called.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/addresses.hpp"

namespace keste::store {
namespace {

std::vector<CallRow> list(Season& season, const std::string& city = "", bool with_called = false) {
  CallFilter filter;
  filter.city = city;
  filter.with_called = with_called;
  return list_calls(season.database, filter);
}

TEST_CASE("an address is dead until it is released", "[addresses]") {
  Store store;
  const std::string key(16, '\0');
  const std::string other = bytes_of(1);
  CHECK_FALSE(has_dead_addresses(store.database));
  CHECK_FALSE(release_address(store.database, key));
  insert_dead_address(store.database, key, "550 жоқ", at(5));
  insert_dead_address(store.database, key, "550 again", at(6));
  CHECK(has_dead_addresses(store.database));
  CHECK(is_dead_address(store.database, key));
  CHECK_FALSE(is_dead_address(store.database, other));
  CHECK(release_address(store.database, key));
  CHECK_FALSE(release_address(store.database, key));
  CHECK_FALSE(is_dead_address(store.database, key));
  CHECK_FALSE(has_dead_addresses(store.database));
}

TEST_CASE("a call is listed once for each kind, with whom to call", "[addresses]") {
  Season season;
  NewApplication wanted = season.seated(1);
  wanted.patronymic = "Тексеруұлы";
  const ApplicationId id = season.add(wanted);
  insert_call(season.database, id, "session_changed", at(5));
  insert_call(season.database, id, "session_changed", at(6));
  insert_call(season.database, id, "results_due", at(7));
  const auto calls = list(season);
  REQUIRE(calls.size() == 2);
  const CallRow& call = calls[calls[0].kind == "session_changed" ? 0 : 1];
  CHECK(call.application == id);
  CHECK(call.kind == "session_changed");
  CHECK(call.listed_at == at(5));
  CHECK_FALSE(call.called_at);
  CHECK(call.city == "astana");
  CHECK(call.session_code == "astana-0905");
  CHECK(call.surname == "Үміткер");
  CHECK(call.given_name == "Сынақ");
  CHECK(call.patronymic == "Тексеруұлы");
  CHECK(call.phone == "+77010000000");
  CHECK(call.language == "kk");
}

TEST_CASE("who was called is listed only where that is asked", "[addresses]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  CHECK(mark_called(season.database, ids[0], "", at(8)) == 0);
  insert_call(season.database, ids[0], "session_changed", at(5));
  insert_call(season.database, ids[0], "results_due", at(6));
  insert_call(season.database, ids[1], "results_due", at(6));
  CHECK(mark_called(season.database, ids[0], "айтылды", at(8)) == 2);
  CHECK(mark_called(season.database, ids[0], "again", at(9)) == 0);
  CHECK(list(season).size() == 1);
  CHECK(list(season).at(0).application == ids[1]);
  const auto all = list(season, "", true);
  REQUIRE(all.size() == 3);
  for (const CallRow& call : all) {
    CHECK(call.called_at.has_value() == (call.application == ids[0]));
    if (call.called_at) CHECK(*call.called_at == at(8));
  }
}

TEST_CASE("calls are listed by city, and no more than asked for", "[addresses]") {
  Season season;
  const ApplicationId astana = season.add(season.waiting(1));
  const ApplicationId almaty = season.add(season.seated(2, season.almaty));
  const ApplicationId online = season.add(season.accepted(3));
  for (const ApplicationId id : {astana, almaty, online}) {
    insert_call(season.database, id, "results_due", at(5));
  }
  CHECK(list(season).size() == 3);
  REQUIRE(list(season, "astana").size() == 1);
  CHECK(list(season, "astana").at(0).session_code.empty());
  CHECK(list(season, "almaty").at(0).session_code == "almaty-0915");
  CHECK(list(season, "shymkent").empty());
  CallFilter filter;
  filter.limit = 2;
  CHECK(list_calls(season.database, filter).size() == 2);
}

}  // namespace
}  // namespace keste::store
