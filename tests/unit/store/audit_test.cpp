// The hash chain of the audit log betrays whoever changes it.
#include "store/audit.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "store/migration.hpp"
#include "store/person.hpp"

namespace keste::store {
namespace {

/// Five lines.
void write_log(Database& database) {
  migrate(database);
  AuditWriter writer;
  writer.load(database);
  for (int i = 1; i <= 5; ++i) {
    const std::string subject = "application " + std::to_string(i);
    const AuditLine line{from_micros(i), "applicant", "application_accepted", subject, "a-1"};
    writer.add(line);
  }
  writer.save(database);
}

TEST_CASE("SHA-256 is that of FIPS 180-4, line after line", "[store][audit]") {
  Sha256 sha256;
  for (int round = 0; round < 2; ++round) {
    CHECK(to_hex(sha256.digest("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256.digest("")) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}

TEST_CASE("an untouched log verifies, and its head is the last digest", "[store][audit]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  CHECK(find_audit_head(database).digest == std::string(32, '\0'));
  CHECK(verify_audit(database).lines == 0);
  write_log(database);
  const AuditVerification verification = verify_audit(database);
  CHECK(verification.lines == 5);
  CHECK_FALSE(verification.broken_at);
  CHECK(verification.head == find_audit_head(database).digest);
}

TEST_CASE("a log longer than one page of the check verifies", "[store][audit]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  AuditWriter writer;
  writer.load(database);
  for (int i = 0; i < 2'000; ++i) writer.add({from_micros(i), "a", "b", "c", ""});
  writer.save(database);
  CHECK(verify_audit(database).lines == 2'000);
  CHECK(verify_audit(database).head == find_audit_head(database).digest);
  database.run_script("UPDATE audit SET at = at + 1 WHERE id = 1001");
  CHECK(verify_audit(database).broken_at == 1'001);
}

TEST_CASE("a changed log says where it breaks", "[store][audit]") {
  struct Change {
    const char* script;
    std::int64_t broken_at;
  };
  const auto change = GENERATE(values<Change>({
      {"UPDATE audit SET detail = 'a-2' WHERE id = 3", 3},
      {"UPDATE audit SET at = 9 WHERE id = 1", 1},
      {"UPDATE audit SET actor = 'system' WHERE id = 5", 5},
      // The same letters, otherwise shared out between two fields.
      {"UPDATE audit SET actor = 'applicanta', action = 'pplication_accepted' WHERE id = 2", 2},
      {"UPDATE audit SET digest = zeroblob(32) WHERE id = 4", 4},
      {"DELETE FROM audit WHERE id = 1", 2},
      {"DELETE FROM audit WHERE id = 3", 4},
      {"DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3", 3},
      {"UPDATE audit SET id = 6 WHERE id = 5;"
       "INSERT INTO audit SELECT 5, at, actor, action, subject, detail, note, note_salt, "
       "note_digest,"
       " digest FROM audit"
       " WHERE id = 4",
       5},
      {"INSERT INTO audit VALUES (6, 9, 'a', 'b', 'c', 'd', '', x'', x'', zeroblob(32))", 6},
      {"UPDATE audit SET id = 9 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3;"
       "UPDATE audit SET id = 3 WHERE id = 9",
       2},
  }));
  CAPTURE(change.script);
  Database database(":memory:", Access::writer);
  write_log(database);
  database.run_script(change.script);
  CHECK(verify_audit(database).broken_at == change.broken_at);
}

TEST_CASE("what a person wrote can be erased, not changed", "[store][audit]") {
  Database database(":memory:", Access::writer);
  migrate(database);
  AuditWriter writer;
  writer.load(database);
  writer.add({from_micros(1), "desk", "window_changed", "city astana", "a to b", "Үзіліс болды"});
  writer.add({from_micros(2), "desk", "needs_set", "application 7", "", "a wheelchair"});
  writer.add({from_micros(3), "system", "run_ended", "run 1", ""});
  writer.save(database);
  REQUIRE_FALSE(verify_audit(database).broken_at);
  SECTION("erased") {
    erase_audit_notes(database, "application 7");
    CHECK_FALSE(verify_audit(database).broken_at);
    Rows rows = database.query("audit_list", {0, 10});
    std::vector<std::string> notes;
    while (rows.next()) notes.emplace_back(rows.text(7));
    CHECK(notes == std::vector<std::string>{"Үзіліс болды", "", ""});
  }
  SECTION("changed") {
    const char* const script =
        GENERATE("UPDATE audit SET note = 'another' WHERE id = 2",
                 "UPDATE audit SET note_salt = zeroblob(length(note_salt)) WHERE id = 2",
                 "UPDATE audit SET note_digest = zeroblob(length(note_digest)) WHERE id = 2",
                 "UPDATE audit SET note = 'made up' WHERE id = 2");
    CAPTURE(script);
    database.run_script(script);
    CHECK(verify_audit(database).broken_at == 2);
  }
  SECTION("written where nobody wrote") {
    database.run_script("UPDATE audit SET note = 'made up' WHERE id = 3");
    CHECK(verify_audit(database).broken_at == 3);
  }
}

}  // namespace
}  // namespace keste::store
