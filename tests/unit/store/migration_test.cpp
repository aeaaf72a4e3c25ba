// A database is brought to this version's schema once, whole, and never backwards.
#include "store/migration.hpp"

#include <catch2/catch.hpp>

#include "base/fault.hpp"
#include "side_connection.hpp"
#include "store/schedule.hpp"
#include "store/window_versions.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

const std::string table_count = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

FaultKind kind_thrown(Database& database) {
  try {
    migrate(database);
  } catch (const Fault& fault) {
    return fault.kind();
  }
  FAIL("nothing was thrown");
  return FaultKind::io;
}

TEST_CASE("a fresh database gets the whole schema and its number", "[store][migration]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  migrate(database);
  SideConnection side(folder.file("keste.db"));
  CHECK(side.ask("PRAGMA user_version") == std::to_string(schema_version()));
  for (const char* table :
       {"campaigns",    "runs",           "windows",       "sessions",    "applications",
        "agenda",       "outbox",         "audit",         "idempotency", "roster",
        "vault",        "tallies",        "promo_codes",   "results",     "extensions",
        "answers",      "dead_addresses", "call_list",     "sittings",    "window_versions",
        "receipt_keys", "changes",        "calendar_links"}) {
    CAPTURE(table);
    const std::string is_strict = "SELECT strict FROM pragma_table_list WHERE name = '";
    CHECK(side.ask(is_strict + table + "'") == "1");
  }
}

TEST_CASE("migrating again changes nothing and keeps what is there", "[store][migration]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  {
    Database database(path, Access::writer);
    migrate(database);
    upsert_campaign(database, "pkr-2023");
    migrate(database);
  }
  Database again(path, Access::writer);
  migrate(again);
  SideConnection side(path);
  CHECK(side.ask("SELECT code FROM campaigns") == "pkr-2023");
  CHECK(side.ask("PRAGMA user_version") == std::to_string(schema_version()));
}

TEST_CASE("a database from a newer version is refused in words and left alone",
          "[store][migration]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  const int newer = schema_version() + 1;
  database.run_script("PRAGMA user_version = " + std::to_string(newer));
  REQUIRE(kind_thrown(database) == FaultKind::usage);
  REQUIRE_THROWS_WITH(migrate(database),
                      Catch::Contains("it has schema " + std::to_string(newer)) &&
                          Catch::Contains("run the newer kested"));
  SideConnection side(folder.file("keste.db"));
  CHECK(side.ask(table_count) == "0");
  CHECK(side.ask("PRAGMA user_version") == std::to_string(newer));
}

TEST_CASE("a migration that was interrupted leaves nothing and starts again",
          "[store][migration]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  SideConnection side(folder.file("keste.db"));
  for (int pages = 1; pages < 12; pages += 3) {
    CAPTURE(pages);
    database.run_script("PRAGMA max_page_count = " + std::to_string(pages));
    CHECK(kind_thrown(database) == FaultKind::storage_full);
    CHECK(side.ask(table_count) == "0");
    CHECK(side.ask("PRAGMA user_version") == "0");
  }
  database.run_script("PRAGMA max_page_count = 1000000");
  migrate(database);
  CHECK(side.ask("PRAGMA user_version") == std::to_string(schema_version()));
}

TEST_CASE("a database from before the first release is refused in words and left alone",
          "[store][migration]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  database.run_script("PRAGMA user_version = 1");
  REQUIRE(kind_thrown(database) == FaultKind::usage);
  REQUIRE_THROWS_WITH(migrate(database), Catch::Contains("it has schema 1") &&
                                             Catch::Contains("start with an empty --state"));
  SideConnection side(folder.file("keste.db"));
  CHECK(side.ask(table_count) == "0");
}

TEST_CASE("windows from before versions were kept begin with the first one", "[store][migration]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  const CampaignId campaign = upsert_campaign(database, "pkr-2023");
  WindowRow window;
  window.city = "astana";
  window.opens_at = from_micros(10);
  window.closes_at = from_micros(20);
  insert_window(database, campaign, window);
  for (const char* table :
       {"window_versions", "receipt_keys", "changes", "calendar_links", "releases", "actions",
        "action_changes", "campaign_versions", "surnames"}) {
    database.run_script("DROP TABLE " + std::string(table));
  }
  database.run_script(
      "DROP INDEX agenda_of_release; DROP INDEX outbox_of_release;"
      "ALTER TABLE campaigns DROP COLUMN surnamed;"
      "ALTER TABLE agenda DROP COLUMN release_id;"
      "ALTER TABLE outbox DROP COLUMN release_id;"
      "ALTER TABLE outbox DROP COLUMN resend_of;"
      "ALTER TABLE applications DROP COLUMN window_version;"
      "ALTER TABLE applications DROP COLUMN waited;"
      "ALTER TABLE idempotency DROP COLUMN received_at;"
      "ALTER TABLE idempotency DROP COLUMN window_version;"
      "PRAGMA user_version = 5");
  migrate(database);
  const auto versions = list_window_versions(database, campaign);
  REQUIRE(versions.size() == 1);
  CHECK(versions[0].place == "astana");
  CHECK(versions[0].version == 1);
  CHECK(versions[0].span == Span{from_micros(10), from_micros(20)});
}

TEST_CASE("a database opens with the key that it was sealed with, and no other",
          "[store][migration][vault]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  migrate(database);
  const std::string mine(16, 'm');
  claim_vault(database, mine);
  claim_vault(database, mine);
  CHECK_THROWS_WITH(claim_vault(database, std::string(16, 'o')),
                    Catch::Contains("sealed with another key"));
  claim_vault(database, mine);
}

}  // namespace
}  // namespace keste::store
