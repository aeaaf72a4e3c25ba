// A campaign copied between stores of any two kinds.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/access.hpp"
#include "store/actions.hpp"
#include "store/addresses.hpp"
#include "store/agenda.hpp"
#include "store/campaign_versions.hpp"
#include "store/changes.hpp"
#include "store/copy.hpp"
#include "store/outbox.hpp"
#include "store/person.hpp"
#include "store/promo_codes.hpp"
#include "store/receipt_keys.hpp"
#include "store/releases.hpp"
#include "store/results.hpp"
#include "store/runs.hpp"
#include "store/search.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

CopyReport copy(Database& from, Database& to) {
  return copy_database(from, to, [](std::string_view, std::int64_t, std::int64_t) {});
}

/// Something in every table.
struct Full : Season {
  std::string code = bytes_of(500);

  Full() {
    const std::string sealed("\0мөр\xFF\0", 9);
    const auto ids = add_many(1, 60);
    add(waiting(61));
    extend();
    WindowRow window;
    window.city = "astana";
    window.opens_at = at(10);
    window.closes_at = at(20);
    insert_window(database, campaign, window);
    insert_code(database, {{campaign, code}, key(1), "QAZTEST", "issued", {}, sealed}, at(1));
    insert_notification(database, {ids[0], morning.tally, "results_due", {}, 0}, at(5));
    ResultRow result;
    result.status = "final";
    // A correction, so that one row refers to another of its table.
    for (const char* level : {"B1", "B2", "C1"}) {
      result.level = level;
      insert_result(database, ids[0], result);
    }
    AgendaEntry entry;
    entry.kind = "window_opens";
    upsert_agenda(database, campaign, entry);
    upsert_extension(database, campaign, {key(1), "astana", at(50), "ауру"}, at(1));
    insert_answered(database, campaign, bytes_of(9), ids[0]);
    insert_dead_address(database, bytes_of(10), "550", at(3));
    insert_call(database, ids[0], "results_due", at(4));
    keep_answer(database, "кілт", {bytes_of(11, 32), {}, "closed", at(5), 1}, at(6));
    renew_receipt_key(database, Vault(VaultKey(std::string(VaultKey::size, 'k'))), at(6));
    insert_change(database, campaign, "astana", {0, at(7), "", "closes_at", "", "жаңа", ""});
    upsert_calendar_link(database, campaign, "astana", {sealed, at(8)});
    insert_campaign_version(database, campaign,
                            {std::string(64, 'a'), "id: күз\n", "жоспар", at(7)});
    commit(database, [&] { insert_surname(database, "үміткер", ids[0]); });
    ReleaseRow release;
    release.what = "results_taken";
    insert_release(database, campaign, release);
    insert_action(database, campaign, {7, "astana", "needs_set", "application 1", "desk", at(9)},
                  {{"application 1", "needs", "", "пандус"}});
    claim_vault(database, bytes_of(12));
    UserRow user;
    user.name = "aigul";
    user.role = "admin";
    insert_user(database, user, at(1));
    TokenRow token;
    token.name = "cron";
    token.role = "monitor";
    token.digest = bytes_of(13, 32);
    insert_token(database, token);
    insert_sign_in(database, {0, 1, bytes_of(14, 32), at(1), at(1), at(9), "local"});
    mark_run_ended(database, insert_run(database, at(1), "a"), at(2));
    test::append_audit(database, {at(1), "әкімші", "b", "c", "d", "ескертпе"});
  }
};

TEST_CASE("a copy has every row, and is checked", "[copy]") {
  Full from;
  Database to(test::store_location(":memory:"), Access::writer);
  const CopyReport report = copy(from.database, to);
  CHECK(report.tables.size() > 15);
  for (const CopiedTable& table : report.tables) {
    CAPTURE(table.name);
    CHECK(table.rows > 0);
    CHECK(table.checksum.size() == 32);
    CHECK_FALSE(table.was_there);
  }
  CHECK_FALSE(report.audit.broken_at);
  CHECK(report.audit.head == find_audit_head(from.database).digest);
  CHECK(find_last_application(to) == ApplicationId{61});
  CHECK(find_person(to, ApplicationId{60})->surname == "Үміткер");
  CHECK_FALSE(find_application(to, ApplicationId{61})->session);
  CHECK((find_code(to, {from.campaign, from.code})->sealed == std::string("\0мөр\xFF\0", 9)));
  CHECK(find_result(to, ApplicationId{1})->level == "C1");
  CHECK(list_seated(to, from.morning.session.id, {}, 100).size() == 60);
  CHECK(find_answer(to, "кілт", at(0))->body_digest == bytes_of(11, 32));
}

TEST_CASE("a copy of a copy by way of another kind is the same", "[copy]") {
  Full from;
  Database between(":memory:", Access::writer);
  Database to(test::store_location(":memory:"), Access::writer);
  const CopyReport there = copy(from.database, between);
  const CopyReport back = copy(between, to);
  REQUIRE(there.tables.size() == back.tables.size());
  for (std::size_t i = 0; i < there.tables.size(); ++i) {
    CAPTURE(there.tables[i].name);
    CHECK(there.tables[i].rows == back.tables[i].rows);
    CHECK(there.tables[i].checksum == back.tables[i].checksum);
  }
}

TEST_CASE("a copy goes on where it was, and numbers go on after it", "[copy]") {
  Full from;
  Database to(test::store_location(":memory:"), Access::writer);
  copy(from.database, to);
  for (const CopiedTable& table : copy(from.database, to).tables) CHECK(table.was_there);
  CHECK(upsert_campaign(to, "next").value > from.campaign.value);
  SessionRow session = session_of("next", "astana", 3);
  insert_session(to, from.campaign, session);
  CHECK(session.id.value > from.almaty.session.id.value);
  insert_notification(to, {ApplicationId{1}, from.morning.tally, "results_due", {}, 0}, at(5));
  CHECK(list_outbox(to, "", {}, 10).size() == 2);
  test::append_audit(to, {at(2), "a", "b", "c", "d"});
  CHECK(verify_audit(to).lines == 2);
}

TEST_CASE("a store that holds other rows is not copied into", "[copy]") {
  Full from;
  Store to;
  upsert_campaign(to.database, "other");
  CHECK(kind_of([&] { copy(from.database, to.database); }) == FaultKind::usage);
  CHECK(find_last_application(to.database) == ApplicationId{});
}

TEST_CASE("a store without this version's schema is not copied from", "[copy]") {
  Database from(test::store_location(":memory:"), Access::writer);
  Store to;
  CHECK(kind_of([&] { copy(from, to.database); }) == FaultKind::usage);
}

TEST_CASE("progress is told with every table's rows", "[copy]") {
  Full from;
  Database to(test::store_location(":memory:"), Access::writer);
  std::map<std::string, std::int64_t, std::less<>> done;
  copy_database(from.database, to, [&](std::string_view name, std::int64_t rows, std::int64_t all) {
    CHECK(rows <= all);
    done[std::string(name)] = rows;
  });
  CHECK(done["applications"] == 61);
  CHECK(done["sessions"] == 3);
}

}  // namespace
}  // namespace keste::store
