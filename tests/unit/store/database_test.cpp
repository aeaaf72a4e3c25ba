// One connection: how it is opened, its transactions, its values.
#include "store/database.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/fault.hpp"
#include "side_connection.hpp"
#include "store/audit.hpp"
#include "store/migration.hpp"
#include "store/outbox.hpp"
#include "store/runs.hpp"
#include "support/audit_lines.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

FaultKind kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Fault& fault) {
    return fault.kind();
  }
  FAIL("nothing was thrown");
  return FaultKind::io;
}

WindowRow window(std::int64_t opens_at, std::int64_t closes_at) {
  WindowRow row;
  row.city = "astana";
  row.opens_at = row.filed_opens_at = from_micros(opens_at);
  row.closes_at = row.filed_closes_at = from_micros(closes_at);
  row.state = "not_open";
  return row;
}

TEST_CASE("a file is in WAL, synced in full, and only its owner's", "[store][database]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  const mode_t before = ::umask(0);
  Database database(path, Access::writer);
  migrate(database);
  ::umask(before);
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(path + "-wal") == 0600);
  CHECK(mode_of(path + "-shm") == 0600);
  SideConnection side(path);
  CHECK(side.ask("PRAGMA journal_mode") == "wal");
  // The pragma belongs to the connection, so the connection itself writes it down.
  database.run_script("CREATE TABLE seen AS SELECT synchronous FROM pragma_synchronous");
  CHECK(side.ask("SELECT synchronous FROM seen") == "2");
}

TEST_CASE("a transaction that was not committed has not happened", "[store][database]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  Database database(path, Access::writer);
  migrate(database);
  SideConnection side(path);
  {
    Transaction transaction(database);
    upsert_campaign(database, "dropped");
  }
  CHECK(side.ask("SELECT count(*) FROM campaigns") == "0");
  try {
    Transaction transaction(database);
    upsert_campaign(database, "thrown away");
    database.run_script("no such words");
  } catch (const Fault& fault) {
    CHECK(fault.kind() == FaultKind::io);
  }
  CHECK(side.ask("SELECT count(*) FROM campaigns") == "0");
  Transaction transaction(database);
  upsert_campaign(database, "kept");
  CHECK(side.ask("SELECT count(*) FROM campaigns") == "0");
  transaction.commit();
  CHECK(side.ask("SELECT code FROM campaigns") == "kept");
}

TEST_CASE("a transaction holds the right to write from its beginning", "[store][database]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  Database database(path, Access::writer);
  migrate(database);
  SideConnection side(path);
  Transaction transaction(database);
  CHECK_THROWS_WITH(side.run("BEGIN IMMEDIATE"), Catch::Contains("locked"));
}

TEST_CASE("a reader sees what is committed and writes nothing", "[store][database]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  Database writer(path, Access::writer);
  migrate(writer);
  Database reader(path, Access::reader);
  Transaction transaction(writer);
  const CampaignId campaign = upsert_campaign(writer, "pkr-2023");
  insert_window(writer, campaign, window(0, 9));
  CHECK(list_windows(reader, campaign).empty());
  transaction.commit();
  CHECK(list_windows(reader, campaign).size() == 1);
  CHECK_THROWS_AS(upsert_campaign(reader, "other"), Fault);
}

TEST_CASE("a file that is no database, or is not there, is a fault that names it",
          "[store][database]") {
  const test::ScratchFolder folder;
  const std::string rubbish = folder.file("rubbish.db");
  std::ofstream(rubbish) << std::string(10'000, 'x');
  CHECK_THROWS_WITH(Database(rubbish, Access::writer), Catch::Contains("rubbish.db"));
  const std::string missing = folder.file("missing/keste.db");
  CHECK_THROWS_WITH(Database(missing, Access::writer), Catch::Contains("missing/keste.db"));
  CHECK_THROWS_AS(Database(folder.file("none.db"), Access::reader), Fault);
}

TEST_CASE("texts come back as they went in, whatever they hold", "[store][database]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  const std::string odd = GENERATE(std::string(), std::string("a\0b", 3), std::string("Ә; -- '\""));
  test::append_audit(database, {from_micros(-1), odd, "b", "c", odd});
  Rows rows = database.query("audit_list", {0, 10});
  REQUIRE(rows.next());
  CHECK(rows.integer(1) == -1);
  CHECK(rows.text(2) == odd);
  CHECK(rows.text(5) == odd);
  CHECK_FALSE(rows.is_null(2));
  CHECK_FALSE(rows.next());
}

TEST_CASE("a refused statement leaves the connection fit for work", "[store][database]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  const CampaignId campaign = upsert_campaign(database, "pkr-2023");
  CHECK(kind_of([&] { insert_window(database, campaign, window(9, 9)); }) == FaultKind::io);
  insert_window(database, campaign, window(0, 9));
  CHECK(mark_window_closed(database, campaign, "astana"));
  CHECK_FALSE(mark_window_closed(database, campaign, "astana"));
  CHECK_FALSE(mark_window_open(database, campaign, "astana"));
  CHECK(insert_run(database, from_micros(1), "") != insert_run(database, from_micros(1), ""));
}

}  // namespace
}  // namespace keste::store
