// The schema refuses states that must not be, and every statement fits it.
#include <catch2/catch.hpp>

#include <set>

#include "base/fault.hpp"
#include "side_connection.hpp"
#include "store/catalog.hpp"
#include "store/migration.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

TEST_CASE("every statement has one name and prepares against the schema", "[store][catalog]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  migrate(database);
  SideConnection side(folder.file("keste.db"));
  std::set<std::string_view> names;
  for (const CatalogEntry& entry : list_statements()) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    sqlite3_stmt* statement = nullptr;
    const int size = static_cast<int>(entry.text.size());
    sqlite3_prepare_v2(side.handle(), entry.text.data(), size, &statement, nullptr);
    CHECK(std::string(sqlite3_errmsg(side.handle())) == "not an error");
    CHECK(statement != nullptr);
    sqlite3_finalize(statement);
  }
  CHECK(names.size() > 40);
  CHECK(load_statement("outbox_claim_due").text.find("RETURNING") != std::string_view::npos);
}

/// One campaign, one session, one application and one run, each with the id 1.
const char* const world = R"(
INSERT INTO campaigns (id, code) VALUES (1, 'pkr');
INSERT INTO runs VALUES (1, 0, NULL, 0);
INSERT INTO sessions (id, campaign_id, code, city, starts_at, ends_at, due_at, due_provisional,
                      seats, state)
VALUES (1, 1, 'a', 'astana', 10, 20, 30, 0, 5, 'planned');
INSERT INTO session_counts (session_id) VALUES (1);
INSERT INTO applications VALUES
  (1, 1, 1, 'seated', 5, NULL, '0123456789abcdef', '900101300017', 's', 'g', '', 'e', 'p', 'kk',
   't', '');
INSERT INTO windows VALUES (1, 'astana', 0, 100, 'open');
INSERT INTO agenda VALUES (1, 1, 'window_opens', 0, 'astana', '', 0, 'pending', 0, NULL, 0);
INSERT INTO outbox VALUES (1, 1, 1, 'results_due', 'pending', 0, 0, 0, 0, NULL, NULL, '');
INSERT INTO idempotency VALUES ('k', zeroblob(32), 1, NULL, 0);
)";

TEST_CASE("the schema refuses states that must not be", "[store][schema]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  database.run_script(world);
  const char* const bad = GENERATE(
      "UPDATE windows SET state = 'ajar'", "UPDATE windows SET closes_at = opens_at",
      "UPDATE windows SET opens_at = 'soon'", "UPDATE sessions SET state = 'over'",
      "UPDATE sessions SET ends_at = starts_at", "UPDATE sessions SET due_at = ends_at - 1",
      "UPDATE sessions SET seats = 0", "UPDATE session_counts SET seats_taken = -1",
      "UPDATE sessions SET due_provisional = 2", "UPDATE sessions SET seats = 'many'",
      "UPDATE applications SET state = 'lost'", "UPDATE applications SET state = 'withdrawn'",
      "UPDATE applications SET withdrawn_at = 7", "UPDATE applications SET iin = '1'",
      "UPDATE applications SET secret = 'short'", "UPDATE applications SET language = 'de'",
      "UPDATE applications SET surname = NULL", "UPDATE agenda SET kind = 'party'",
      "UPDATE agenda SET state = 'done'", "UPDATE agenda SET fired_at = 5",
      "UPDATE agenda SET late = 2", "UPDATE outbox SET kind = 'gossip'",
      "UPDATE outbox SET state = 'claimed'", "UPDATE outbox SET run_id = 1",
      "UPDATE outbox SET state = 'sent'", "UPDATE outbox SET settled_at = 4",
      "UPDATE outbox SET state = 'lost'", "UPDATE idempotency SET refusal = 'session-full'",
      "UPDATE idempotency SET application_id = NULL", "UPDATE idempotency SET key = ''",
      "UPDATE idempotency SET body_digest = zeroblob(31)",
      "INSERT INTO campaigns (id, code) VALUES (2, '')",
      "INSERT INTO campaigns (id, code) VALUES (2, 'pkr')",
      "INSERT INTO audit VALUES (1, 0, 'a', 'b', 'c', 'd', zeroblob(31))",
      "INSERT INTO roster VALUES (1, NULL)", "UPDATE session_counts SET pending = -1");
  CAPTURE(bad);
  CHECK_THROWS_AS(database.run_script(bad), Fault);
}

TEST_CASE("one person has one live application in a campaign", "[store][schema]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  database.run_script(world);
  const std::string again =
      "INSERT INTO applications SELECT 2, campaign_id, session_id, state, received_at, "
      "withdrawn_at,"
      " secret, iin, surname, given_name, patronymic, email, phone, language, test, promo_code"
      " FROM applications";
  CHECK_THROWS_AS(database.run_script(again), Fault);
  database.run_script("UPDATE applications SET state = 'withdrawn', withdrawn_at = 9");
  database.run_script(again);
}

}  // namespace
}  // namespace keste::store
