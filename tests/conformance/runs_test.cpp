// Runs and their heartbeats, and the turns that are counted.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the database's clock goes on, and is the time of day", "[runs]") {
  Store store;
  const Instant first = read_database_clock(store.database);
  const Instant second = read_database_clock(store.database);
  CHECK(second >= first);
  // Another database's clock, of the same moment.
  Database other(":memory:", Access::writer);
  const Instant here = read_database_clock(other);
  CHECK(first > here - 1min);
  CHECK(first < here + 1min);
  commit(store.database, [&] { CHECK(read_database_clock(store.database) >= first); });
}

TEST_CASE("a run begins with a heartbeat, and beats until it has ended", "[runs]") {
  Store store;
  CHECK_FALSE(has_live_run(store.database, at(0)));
  const Instant before = read_database_clock(store.database);
  const RunId run = insert_run(store.database, at(1), "орнату-1");
  CHECK(run);
  CHECK(insert_run(store.database, at(1), "") != run);
  CHECK(has_live_run(store.database, before));
  CHECK(beat_run(store.database, run, before + 1h));
  CHECK(has_live_run(store.database, before + 1h));
  CHECK_FALSE(has_live_run(store.database, before + 2h));
  mark_run_ended(store.database, run, at(9));
  CHECK_FALSE(beat_run(store.database, run, before + 2h));
  CHECK_FALSE(has_live_run(store.database, before + 30min));
  CHECK_FALSE(beat_run(store.database, RunId{99}, before));
}

TEST_CASE("touching a run succeeds, again and again", "[runs]") {
  Store store;
  const RunId run = insert_run(store.database, at(1), "");
  for (int i = 0; i < 3; ++i) CHECK_NOTHROW(touch_run(store.database, run));
  CHECK(beat_run(store.database, run, read_database_clock(store.database)));
}

TEST_CASE("a run without a heartbeat is found dead, and mine is not", "[runs]") {
  Store store;
  const RunId silent = insert_run(store.database, at(1), "a");
  const RunId alive = insert_run(store.database, at(1), "b");
  const RunId mine = insert_run(store.database, at(1), "c");
  const Instant now = read_database_clock(store.database);
  REQUIRE(beat_run(store.database, silent, now - 11s));
  REQUIRE(beat_run(store.database, alive, now - 9s));
  REQUIRE(beat_run(store.database, mine, now - 30s));
  mark_dead_runs(store.database, mine, at(9), {now - dead_after, ""});
  CHECK_FALSE(beat_run(store.database, silent, now));
  CHECK(beat_run(store.database, alive, now));
  CHECK(beat_run(store.database, mine, now));
}

TEST_CASE("an installation that begins another run has ended its earlier ones", "[runs]") {
  Store store;
  const RunId earlier = insert_run(store.database, at(1), "a");
  const RunId elsewhere = insert_run(store.database, at(1), "b");
  const RunId mine = insert_run(store.database, at(2), "a");
  mark_dead_runs(store.database, mine, at(9), {at(0), "a"});
  const Instant now = read_database_clock(store.database);
  CHECK_FALSE(beat_run(store.database, earlier, now));
  CHECK(beat_run(store.database, elsewhere, now));
  CHECK(beat_run(store.database, mine, now));
}

TEST_CASE("installations without a name are not each other's", "[runs]") {
  Store store;
  const RunId other = insert_run(store.database, at(1), "");
  const RunId mine = insert_run(store.database, at(2), "");
  mark_dead_runs(store.database, mine, at(9), {at(0), ""});
  CHECK(beat_run(store.database, other, read_database_clock(store.database)));
}

TEST_CASE("turns are counted, and which one changed more than counts", "[runs][turns]") {
  Season season;
  const CampaignId other = upsert_campaign(season.database, "other");
  const auto take = [&](bool remade) {
    commit(season.database, [&] { count_turn(season.database, season.campaign, remade); });
    return find_turns(season.database, season.campaign);
  };
  CHECK(find_turns(season.database, season.campaign).last == 0);
  CHECK(find_turns(season.database, season.campaign).remade == 0);
  CHECK(take(false).last == 1);
  CHECK(take(true).remade == 2);
  const Turns third = take(false);
  CHECK(third.last == 3);
  CHECK(third.remade == 2);
  CHECK(find_turns(season.database, other).last == 0);
}

TEST_CASE("a turn counted for later is seen at once by who counted it", "[runs][turns]") {
  Season season;
  const Transaction transaction(season.database);
  count_turn(season.database, season.campaign, false);
  CHECK(find_turns(season.database, season.campaign).last == 1);
  count_turn(season.database, season.campaign, true);
  CHECK(find_turns(season.database, season.campaign).remade == 2);
}

TEST_CASE("others find the number that a turn has left", "[runs][turns][shared]") {
  Season season;
  Database reader(season.location, Access::reader);
  {
    Transaction transaction(season.database);
    count_turn(season.database, season.campaign, false);
    CHECK(find_turns(season.database, season.campaign).last == 1);
    CHECK(find_turns(reader, season.campaign).last == 0);
    transaction.commit();
  }
  CHECK(find_turns(reader, season.campaign).last == 1);
}

}  // namespace
}  // namespace keste::store
