// Transactions: whole or not at all.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

std::size_t count_windows(Season& season) {
  return list_windows(season.database, season.campaign).size();
}

WindowRow window_of(const std::string& city) {
  WindowRow window;
  window.city = city;
  window.opens_at = at(10);
  window.closes_at = at(20);
  return window;
}

TEST_CASE("what was committed stays", "[transactions]") {
  Season season;
  commit(season.database,
         [&] { insert_window(season.database, season.campaign, window_of("astana")); });
  CHECK(count_windows(season) == 1);
  { const Transaction dropped(season.database); }
  CHECK(count_windows(season) == 1);
}

TEST_CASE("a scope that was not committed leaves nothing", "[transactions]") {
  Season season;
  const ApplicationId first = season.add(season.seated(1));
  {
    const Transaction transaction(season.database);
    insert_window(season.database, season.campaign, window_of("astana"));
    set_needs(season.database, first, "ramp", 30);
    NewApplication wanted = season.seated(2);
    wanted.id = ApplicationId{2};
    insert_application(season.database, wanted);
    count_turn(season.database, season.campaign, true);
    CHECK(count_windows(season) == 1);
    CHECK(find_last_application(season.database) == ApplicationId{2});
  }
  CHECK(count_windows(season) == 0);
  CHECK(season.load(first).needs.empty());
  CHECK(find_last_application(season.database) == first);
  CHECK(find_turns(season.database, season.campaign).last == 0);
}

TEST_CASE("an exception rolls back, and the next transaction is unharmed", "[transactions]") {
  Season season;
  CHECK_THROWS_AS(commit(season.database,
                         [&] {
                           insert_window(season.database, season.campaign, window_of("astana"));
                           throw std::runtime_error("thrown on the way");
                         }),
                  std::runtime_error);
  CHECK(count_windows(season) == 0);
  commit(season.database,
         [&] { insert_window(season.database, season.campaign, window_of("almaty")); });
  CHECK(list_windows(season.database, season.campaign).front().city == "almaty");
}

TEST_CASE("a transaction with nothing in it commits and rolls back", "[transactions]") {
  Season season;
  for (int i = 0; i < 3; ++i) {
    commit(season.database, [] {});
    const Transaction dropped(season.database);
  }
  CHECK(count_windows(season) == 0);
}

TEST_CASE("a statement outside of a transaction is one of its own", "[transactions]") {
  Season season;
  insert_window(season.database, season.campaign, window_of("astana"));
  season.database.rollback();
  CHECK(count_windows(season) == 1);
}

TEST_CASE("a reading transaction reads, and leaves the connection fit to write", "[transactions]") {
  Season season;
  season.add(season.seated(1));
  {
    const ReadTransaction moment(season.database);
    CHECK(find_last_application(season.database) == ApplicationId{1});
    CHECK(list_sessions(season.database, season.campaign).size() == 3);
  }
  CHECK(season.add(season.seated(2)) == ApplicationId{2});
}

TEST_CASE("a script's statements all run, also within a transaction", "[transactions]") {
  Season season;
  {
    const Transaction dropped(season.database);
    season.database.run_script("UPDATE campaigns SET turn = 5; UPDATE campaigns SET remade = 4;");
    CHECK(find_turns(season.database, season.campaign).last == 5);
    CHECK(find_turns(season.database, season.campaign).remade == 4);
  }
  CHECK(find_turns(season.database, season.campaign).last == 0);
}

TEST_CASE("migrating anew changes nothing", "[transactions]") {
  Season season;
  season.add(season.seated(1));
  migrate(season.database);
  CHECK(season.state_of(ApplicationId{1}) == "seated");
}

TEST_CASE("others see a transaction once it is committed", "[transactions][shared]") {
  Season season;
  Database reader(season.location, Access::reader);
  {
    Transaction transaction(season.database);
    insert_window(season.database, season.campaign, window_of("astana"));
    CHECK(list_windows(reader, season.campaign).empty());
    transaction.commit();
  }
  CHECK(list_windows(reader, season.campaign).size() == 1);
}

TEST_CASE("a reader sees one moment throughout its transaction", "[transactions][shared]") {
  Season season;
  Database reader(season.location, Access::reader);
  {
    const ReadTransaction moment(reader);
    CHECK(list_windows(reader, season.campaign).empty());
    insert_window(season.database, season.campaign, window_of("astana"));
    CHECK(list_windows(reader, season.campaign).empty());
  }
  CHECK(list_windows(reader, season.campaign).size() == 1);
}

TEST_CASE("a reader writes nothing, and reads on after it was refused", "[transactions][shared]") {
  Season season;
  Database reader(season.location, Access::reader);
  CHECK_THROWS_AS(insert_window(reader, season.campaign, window_of("astana")), Fault);
  CHECK(list_windows(reader, season.campaign).empty());
}

TEST_CASE("what was committed is there when the store is opened again", "[transactions][shared]") {
  Season season;
  commit(season.database,
         [&] { insert_window(season.database, season.campaign, window_of("astana")); });
  Database again(season.location, Access::writer);
  migrate(again);
  CHECK(list_windows(again, season.campaign).size() == 1);
  CHECK(upsert_campaign(again, "pkr-2023") == season.campaign);
}

}  // namespace
}  // namespace keste::store
