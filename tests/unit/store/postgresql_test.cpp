// What is PostgreSQL's own: the lock of who writes, lost connections, one moment for a reader.
#include <catch2/catch.hpp>
#include <thread>

#include "base/fault.hpp"
#include "store/database.hpp"
#include "store/migration.hpp"
#include "store/runs.hpp"
#include "store/schedule.hpp"
#include "support/audit_lines.hpp"
#include "support/test_store.hpp"

namespace keste::store {
namespace {

/// A migrated store and connections to it.
struct Server {
  std::string url = test::fresh_schema();
  Database database{url, Access::writer};
  Server() { migrate(database); }
};

TEST_CASE("of two that write the second waits, and sees what the first has left",
          "[store][postgresql]") {
  Server server;
  Database other(server.url, Access::writer);
  Transaction first(server.database);
  const CampaignId campaign = upsert_campaign(server.database, "one");
  std::int64_t seen = -1;
  std::thread second([&] {
    const Transaction waits(other);
    seen = find_turns(other, campaign).last;
  });
  count_turn(server.database, campaign, false);
  first.commit();
  second.join();
  CHECK(seen == 1);
}

TEST_CASE("who does not get the lock in time tries again on the same connection",
          "[store][postgresql]") {
  Server server;
  Database other(server.url, Access::writer);
  other.run_script("SET lock_timeout = '50ms'");
  const auto take = [](Database& database) {
    const Transaction transaction(database);
    database.find_schema();
  };
  {
    const Transaction first(server.database);
    server.database.find_schema();
    CHECK_THROWS_AS(take(other), Fault);
    CHECK_THROWS_AS(take(other), Fault);
  }
  CHECK_NOTHROW(take(other));
}

TEST_CASE("a reader sees one moment throughout, and writes nothing", "[store][postgresql]") {
  Server server;
  const CampaignId campaign = upsert_campaign(server.database, "one");
  Database reader(server.url, Access::reader);
  {
    const ReadTransaction moment(reader);
    CHECK(find_turns(reader, campaign).last == 0);
    count_turn(server.database, campaign, false);
    CHECK(find_turns(reader, campaign).last == 0);
  }
  CHECK(find_turns(reader, campaign).last == 1);
  CHECK_THROWS_AS(upsert_campaign(reader, "two"), Fault);
}

TEST_CASE("a lost connection is made anew, but never within a transaction", "[store][postgresql]") {
  Server server;
  Database other(server.url, Access::writer);
  const auto cut = [&] {
    other.run_script("SELECT pg_terminate_backend(touched::int, 5000) FROM runs");
  };
  // The run's row tells which session is the server's own.
  server.database.run_script("INSERT INTO runs (started_at, touched) VALUES (1, pg_backend_pid())");
  cut();
  CHECK_NOTHROW([&] {
    const Transaction anew(server.database);
    server.database.find_schema();
  }());
  server.database.run_script("UPDATE runs SET touched = pg_backend_pid()");
  {
    const Transaction broken(server.database);
    cut();
    CHECK_THROWS_AS(upsert_campaign(server.database, "lost"), Fault);
    CHECK_THROWS_AS(upsert_campaign(server.database, "lost"), Fault);
  }
  Transaction transaction(server.database);
  upsert_campaign(server.database, "kept");
  transaction.commit();
}

TEST_CASE("a text with a byte that PostgreSQL cannot hold is a fault, and nothing is cut off",
          "[store][postgresql]") {
  Server server;
  CHECK_THROWS_AS(upsert_campaign(server.database, std::string("a\0b", 3)), Fault);
  CHECK_NOTHROW(upsert_campaign(server.database, "Ә; -- '\""));
}

TEST_CASE("a run that gives no sign of life is found dead, and cannot beat again",
          "[store][postgresql]") {
  Server server;
  const RunId silent = insert_run(server.database, from_micros(1), "a");
  const RunId mine = insert_run(server.database, from_micros(1), "b");
  const Instant now = read_database_clock(server.database);
  CHECK(beat_run(server.database, silent, now - std::chrono::seconds(11)));
  CHECK(beat_run(server.database, mine, now));
  mark_dead_runs(server.database, mine, from_micros(2), {now - std::chrono::seconds(10), "b"});
  CHECK_FALSE(beat_run(server.database, silent, now));
  CHECK(beat_run(server.database, mine, now));
  const RunId next = insert_run(server.database, from_micros(3), "b");
  mark_dead_runs(server.database, next, from_micros(3), {from_micros(0), "b"});
  CHECK_FALSE(beat_run(server.database, mine, now));
}

}  // namespace
}  // namespace keste::store
