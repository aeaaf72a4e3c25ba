// The audit log: a chain that shows what was changed, taken out or put in.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/audit.hpp"
#include "store/person.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

AuditLine line_of(std::int64_t micros, std::string_view subject, std::string_view note = {}) {
  return {at(micros), "әкімші", "window_closed", subject, "себебі: \"жоқ\"", note};
}

void append(Database& database, int count) {
  AuditWriter writer;
  writer.load(database);
  commit(database, [&] {
    for (int i = 0; i < count; ++i) writer.add(line_of(i, "city " + std::to_string(i)));
    writer.save(database);
  });
}

std::string note_of(Database& database, std::int64_t id) {
  Rows rows = database.query("audit_list", {id - 1, 1});
  REQUIRE(rows.next());
  return std::string(rows.text(rows.column("note")));
}

TEST_CASE("an empty log has a head of zeros", "[audit]") {
  Store store;
  CHECK(find_audit_head(store.database).id == 0);
  CHECK(find_audit_head(store.database).digest == std::string(32, '\0'));
  const AuditVerification verified = verify_audit(store.database);
  CHECK(verified.lines == 0);
  CHECK_FALSE(verified.broken_at);
}

TEST_CASE("lines are written as they were added, and chained", "[audit]") {
  Store store;
  AuditWriter writer;
  writer.load(store.database);
  commit(store.database, [&] {
    writer.add(line_of(5, "city astana"));
    std::string subject = "application 17";
    writer.add(line_of(-6, subject, "ескертпе"));
    subject.assign(subject.size(), '-');
    writer.save(store.database);
  });
  Rows rows = store.database.query("audit_list", {0, 10});
  REQUIRE(rows.next());
  CHECK(rows.integer(rows.column("id")) == 1);
  CHECK(rows.integer(rows.column("at")) == 5);
  CHECK(rows.text(rows.column("actor")) == "әкімші");
  CHECK(rows.text(rows.column("action")) == "window_closed");
  CHECK(rows.text(rows.column("subject")) == "city astana");
  CHECK(rows.text(rows.column("detail")) == "себебі: \"жоқ\"");
  CHECK(rows.text(rows.column("note")).empty());
  REQUIRE(rows.next());
  CHECK(rows.integer(rows.column("id")) == 2);
  CHECK(rows.integer(rows.column("at")) == -6);
  CHECK(rows.text(rows.column("subject")) == "application 17");
  CHECK(rows.text(rows.column("note")) == "ескертпе");
  const AuditHead head = find_audit_head(store.database);
  CHECK(head.id == 2);
  CHECK(rows.text(rows.column("digest")) == head.digest);
  CHECK_FALSE(rows.next());
}

TEST_CASE("any number of lines is whole, and its head is the verification's", "[audit]") {
  Store store;
  const int count = GENERATE(1, 7, 8, 9, 33, 70, 2'005);
  append(store.database, count);
  const AuditVerification verified = verify_audit(store.database);
  CHECK(verified.lines == count);
  CHECK_FALSE(verified.broken_at);
  CHECK(verified.head == find_audit_head(store.database).digest);
  CHECK(find_audit_head(store.database).id == count);
  append(store.database, 2);
  CHECK(verify_audit(store.database).lines == count + 2);
  CHECK_FALSE(verify_audit(store.database).broken_at);
}

TEST_CASE("the same lines give the same chain, however they were written", "[audit]") {
  Store together;
  append(together.database, 20);
  Store singly;
  for (int i = 0; i < 20; ++i) {
    test::append_audit(singly.database, line_of(i, "city " + std::to_string(i)));
  }
  CHECK(find_audit_head(together.database).digest == find_audit_head(singly.database).digest);
}

TEST_CASE("lines between notes keep their order", "[audit]") {
  Store store;
  AuditWriter writer;
  writer.load(store.database);
  commit(store.database, [&] {
    for (int i = 1; i <= 30; ++i) {
      writer.add(line_of(i, "city " + std::to_string(i), i % 11 == 0 ? "ескертпе" : ""));
    }
    writer.save(store.database);
    writer.add(line_of(31, "city 31"));
    writer.save(store.database);
  });
  {
    Rows rows = store.database.query("audit_list", {0, 100});
    for (int i = 1; i <= 31; ++i) {
      REQUIRE(rows.next());
      CHECK(rows.integer(rows.column("at")) == i);
      CHECK(rows.text(rows.column("note")).empty() == (i % 11 != 0));
    }
  }
  CHECK(verify_audit(store.database).lines == 31);
  CHECK_FALSE(verify_audit(store.database).broken_at);
}

TEST_CASE("what does not fit the chain shows, and where", "[audit]") {
  Store store;
  append(store.database, 12);
  test::append_audit(store.database, line_of(13, "city astana", "ескертпе"));
  const auto broken_by = [&](const std::string& script) {
    const Transaction dropped(store.database);
    store.database.run_script(script);
    return verify_audit(store.database).broken_at;
  };
  CHECK(broken_by("UPDATE audit SET detail = 'b' WHERE id = 3") == 3);
  CHECK(broken_by("UPDATE audit SET actor = 'b' WHERE id = 12") == 12);
  CHECK(broken_by("UPDATE audit SET action = 'b' WHERE id = 1") == 1);
  CHECK(broken_by("UPDATE audit SET subject = 'b' WHERE id = 2") == 2);
  CHECK(broken_by("UPDATE audit SET at = 99 WHERE id = 5") == 5);
  CHECK(broken_by("UPDATE audit SET note = 'b' WHERE id = 13") == 13);
  CHECK(broken_by("DELETE FROM audit WHERE id = 4") == 5);
  CHECK(broken_by("UPDATE audit SET digest = (SELECT digest FROM audit WHERE id = 1) "
                  "WHERE id = 6") == 6);
  CHECK_FALSE(verify_audit(store.database).broken_at);
}

TEST_CASE("a note may be erased, and the chain stays valid", "[audit]") {
  Store store;
  test::append_audit(store.database, line_of(1, "application 1", "бірінші"));
  test::append_audit(store.database, line_of(2, "application 2", "екінші"));
  const std::string head = find_audit_head(store.database).digest;
  erase_audit_notes(store.database, "application 1");
  CHECK(note_of(store.database, 1).empty());
  CHECK(note_of(store.database, 2) == "екінші");
  CHECK_FALSE(verify_audit(store.database).broken_at);
  CHECK(verify_audit(store.database).head == head);
}

TEST_CASE("lines that were not written are dropped by loading anew", "[audit]") {
  Store store;
  append(store.database, 3);
  AuditWriter writer;
  writer.load(store.database);
  writer.add(line_of(8, "city dropped"));
  {
    const Transaction dropped(store.database);
    writer.add(line_of(9, "city rolled back"));
    writer.save(store.database);
  }
  writer.load(store.database);
  commit(store.database, [&] {
    writer.add(line_of(10, "city kept"));
    writer.save(store.database);
    writer.save(store.database);
  });
  CHECK(find_audit_head(store.database).id == 4);
  CHECK(verify_audit(store.database).lines == 4);
  CHECK_FALSE(verify_audit(store.database).broken_at);
}

TEST_CASE("a log that somebody else went on with overtakes the writer", "[audit]") {
  Store store;
  AuditWriter writer;
  writer.load(store.database);
  append(store.database, 1);
  writer.add(line_of(2, "city late"));
  CHECK_THROWS_AS(commit(store.database, [&] { writer.save(store.database); }), Fault);
  CHECK(verify_audit(store.database).lines == 1);
}

TEST_CASE("another connection verifies the log", "[audit][shared]") {
  Season season;
  append(season.database, 9);
  Database reader(season.location, Access::reader);
  CHECK(verify_audit(reader).lines == 9);
  CHECK(verify_audit(reader).head == find_audit_head(season.database).digest);
}

}  // namespace
}  // namespace keste::store
