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
  for (const CatalogEntry& entry : list_statements(Dialect::sqlite)) {
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
  CHECK(load_statement("outbox_claim_due", Dialect::sqlite).text.find("RETURNING") !=
        std::string_view::npos);
}

TEST_CASE("both dialects have the same statements, and schemas of the same number",
          "[store][catalog]") {
  const auto names_of = [](Dialect dialect) {
    std::set<std::string_view> names;
    for (const CatalogEntry& entry : list_statements(dialect)) names.insert(entry.name);
    return names;
  };
  CHECK(names_of(Dialect::sqlite) == names_of(Dialect::postgresql));
}

/// One of each, with the id 1; the application is seated with a promo code.
const char* const world = R"(
INSERT INTO vault VALUES (1, zeroblob(16));
INSERT INTO campaigns (id, code) VALUES (1, 'pkr');
INSERT INTO runs (id, started_at) VALUES (1, 0);
INSERT INTO sessions (id, campaign_id, code, city, starts_at, ends_at, due_at, due_provisional,
                      seats, state, filed_starts_at, filed_ends_at, filed_seats,
                      due_working_days, due_time)
VALUES (1, 1, 'a', 'astana', 10, 20, 30, 0, 5, 'planned', 10, 20, 5, 2, 1080);
INSERT INTO tallies (id, campaign_id, city, test, session_id) VALUES (1, 1, 'astana', '', 1);
INSERT INTO promo_codes VALUES
  (1, zeroblob(16), zeroblob(16), 'QAZTEST', 'issued', 'reserved', 1, x'00', 0, 0, '');
INSERT INTO applications (id, campaign_id, session_id, tally_id, city, test, state, received_at,
  secret, person_key, iin_sealed, surname, given_name, patronymic, email, phone, language,
  code_key, payment, needs, consent)
VALUES (1, 1, 1, 1, 'astana', 'QAZTEST', 'seated', 5, '0123456789abcdef', zeroblob(16), x'00',
        's', 'g', '', 'e', 'p', 'kk', zeroblob(16), '', '', '1');
INSERT INTO windows VALUES (1, 'astana', 0, 100, 0, 100, 'open');
INSERT INTO agenda VALUES (1, 1, 'window_opens', 0, 'astana', '', 0, 'pending', 0, NULL, 0,
                           0);
INSERT INTO outbox (id, application_id, tally_id, kind, state, queued_at, not_before)
VALUES (1, 1, 1, 'results_due', 'pending', 0, 0);
INSERT INTO results VALUES (1, 1, 'B1', '', '', '', 'final', 40, NULL);
INSERT INTO dead_addresses VALUES (zeroblob(16), 0, '');
INSERT INTO idempotency VALUES ('k', zeroblob(32), 1, NULL, 0, 0, 0);
)";

TEST_CASE("the schema refuses states that must not be", "[store][schema]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  database.run_script(world);
  const char* const bad = GENERATE(
      "UPDATE windows SET state = 'ajar'", "UPDATE windows SET closes_at = opens_at",
      "UPDATE windows SET opens_at = 'soon'", "UPDATE sessions SET state = 'over'",
      "UPDATE sessions SET ends_at = starts_at", "UPDATE sessions SET due_at = ends_at - 1",
      "UPDATE sessions SET seats = -1", "UPDATE tallies SET seats_taken = -1",
      "UPDATE sessions SET due_provisional = 2", "UPDATE sessions SET seats = 'many'",
      "UPDATE applications SET state = 'lost'", "UPDATE applications SET state = 'withdrawn'",
      "UPDATE applications SET ended_at = 7", "UPDATE applications SET person_key = x'01'",
      "UPDATE applications SET session_id = NULL", "UPDATE applications SET extra_minutes = -1",
      "UPDATE applications SET secret = 'short'", "UPDATE applications SET language = 'de'",
      "UPDATE applications SET surname = NULL", "UPDATE agenda SET kind = 'party'",
      "UPDATE agenda SET state = 'done'", "UPDATE agenda SET fired_at = 5",
      "UPDATE agenda SET late = 2", "UPDATE outbox SET kind = 'gossip'",
      "UPDATE outbox SET state = 'claimed'", "UPDATE outbox SET run_id = 1",
      "UPDATE outbox SET state = 'sent'", "UPDATE outbox SET settled_at = 4",
      "UPDATE outbox SET state = 'lost'", "UPDATE outbox SET channel = 'pigeon'",
      "UPDATE outbox SET delivery = 'perhaps'", "UPDATE idempotency SET refusal = 'session-full'",
      "UPDATE idempotency SET application_id = NULL", "UPDATE idempotency SET key = ''",
      "UPDATE idempotency SET body_digest = zeroblob(31)", "UPDATE promo_codes SET state = 'lent'",
      "UPDATE promo_codes SET made = 'found'", "UPDATE promo_codes SET state = 'released'",
      "UPDATE promo_codes SET application_id = NULL", "UPDATE results SET status = 'perhaps'",
      "UPDATE dead_addresses SET contact_key = x'01'",
      "INSERT INTO results VALUES (2, 1, 'B2', '', '', '', 'final', 41, NULL)",
      "INSERT INTO promo_codes VALUES (1, x'00000000000000000000000000000001', zeroblob(16), "
      "'QRT', 'issued', "
      "'issued', NULL, x'00', 0, 0, '')",
      "INSERT INTO vault VALUES (2, zeroblob(16))", "UPDATE vault SET fingerprint = x'01'",
      "INSERT INTO campaigns (id, code) VALUES (2, '')",
      "INSERT INTO campaigns (id, code) VALUES (2, 'pkr')",
      "INSERT INTO audit (at, actor, action, subject, detail, digest) VALUES (0, 'a', 'b', 'c', "
      "'d', zeroblob(31))",
      "INSERT INTO window_versions VALUES (1, 'astana', 0, 0, 100)",
      "INSERT INTO window_versions VALUES (1, 'astana', 1, 100, 100)",
      "INSERT INTO receipt_keys VALUES ('0123456789abcdef', zeroblob(31), x'00', 0, NULL)",
      "INSERT INTO receipt_keys VALUES ('0123456789abcdef', zeroblob(32), x'00', 0, NULL), "
      "('0123456789abcdee', zeroblob(32), x'00', 0, NULL)",
      "INSERT INTO changes VALUES (1, 'astana', 0, 0, '', 'seats', '', '', '')",
      "INSERT INTO changes VALUES (1, 'astana', 1, 0, '', '', '', '', '')",
      "INSERT INTO releases (campaign_id, city, session, what, actor, made_at, sends_at, ended_as) "
      "VALUES (1, 'astana', '', 'session_moved', 'desk', 0, 0, 'lost')",
      "UPDATE applications SET waited = 2", "INSERT INTO roster VALUES (1, NULL)",
      "UPDATE tallies SET pending = -1");
  CAPTURE(bad);
  CHECK_THROWS_AS(database.run_script(bad), Fault);
}

TEST_CASE("one person has one live application for a test", "[store][schema]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  database.run_script(world);
  const auto again = [](int id, const std::string& test) {
    return "INSERT INTO applications SELECT " + std::to_string(id) +
           ", campaign_id, session_id, tally_id, city, '" + test +
           "', 'seated', received_at, NULL, secret, person_key, iin_sealed, surname, given_name, "
           "patronymic, email, phone, language, code_key, payment, needs, extra_minutes, consent, "
           "NULL, 0, NULL, 0, 0, 0 FROM applications WHERE id = 1";
  };
  CHECK_THROWS_AS(database.run_script(again(2, "QAZTEST")), Fault);
  database.run_script(again(2, "QRT"));
  database.run_script("UPDATE applications SET state = 'withdrawn', ended_at = 9 WHERE id = 1");
  database.run_script(again(3, "QAZTEST"));
}

TEST_CASE("a person has one listed code, whatever became of void ones and of those on trust",
          "[store][schema]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  database.run_script(world);
  const auto more = [](const std::string& last, const std::string& made, const std::string& state) {
    return "INSERT INTO promo_codes VALUES (1, x'000000000000000000000000000000" + last +
           "', zeroblob(16), 'QAZTEST', '" + made + "', '" + state + "', NULL, x'00', 0, 0, '')";
  };
  CHECK_THROWS_AS(database.run_script(more("02", "imported", "issued")), Fault);
  database.run_script(more("02", "issued", "void"));
  database.run_script(more("03", "typed", "released"));
}

}  // namespace
}  // namespace keste::store
