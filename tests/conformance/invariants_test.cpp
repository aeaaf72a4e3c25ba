// What must always hold, and that a breach is told.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/agenda.hpp"
#include "store/changes.hpp"
#include "store/invariants.hpp"
#include "store/outbox.hpp"
#include "store/promo_codes.hpp"
#include "store/results.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

/// A season whose counts are those of its rows: one seated, and one waiting for any of the city.
struct Whole : Season {
  std::string code = bytes_of(500);

  Whole() {
    commit(database, [&] {
      NewApplication first = seated(1);
      first.id = ApplicationId{1};
      first.code_key = code;
      insert_application(database, first);
      insert_code_later(database, {{campaign, code}, key(1), "QAZTEST", "issued", first.id, "s"},
                        at(1));
      NewApplication second = waiting(2);
      second.id = ApplicationId{2};
      insert_application(database, second);
      insert_received(database, ApplicationId{0}, 2, at(150));
      TallyChange seats{morning.tally, 1, {}};
      seats.counts[static_cast<std::size_t>(Count::pending)] = 1;
      TallyChange queue{any_of_astana, 0, {}};
      queue.counts[static_cast<std::size_t>(Count::waitlisted)] = 1;
      queue.counts[static_cast<std::size_t>(Count::pending)] = 1;
      change_tallies(database, {seats, queue}, 1);
    });
    test::append_audit(database, {at(1), "a", "b", "c", "d"});
    extend();
  }
  /// Whether `work` breaks an invariant; it is undone.
  bool is_broken_by(const std::function<void()>& work) {
    const Transaction dropped(database);
    work();
    return !list_broken_invariants(database).empty();
  }
  bool is_broken_by(const std::string& script) {
    return is_broken_by([&] { database.run_script(script); });
  }
};

TEST_CASE("an empty store and a season that is counted rightly are whole", "[invariants]") {
  Store empty;
  CHECK(list_broken_invariants(empty.database).empty());
  Whole season;
  CHECK(list_broken_invariants(season.database) == std::vector<std::string>{});
}

TEST_CASE("counts that do not fit their rows are told", "[invariants]") {
  Whole season;
  for (const char* count :
       {"seats_taken", "waitlisted", "accepted", "withdrawn", "unplaced", "absent", "resulted",
        "pending", "claimed", "sent", "failed", "dropped"}) {
    CAPTURE(count);
    const std::string column(count);
    CHECK(season.is_broken_by("UPDATE tallies SET " + column + " = " + column + " + 1"));
  }
  CHECK(season.is_broken_by(
      [&] { mark_ended(season.database, ApplicationId{1}, "withdrawn", at(9)); }));
  CHECK(season.is_broken_by([&] { mark_absent(season.database, ApplicationId{1}, at(9)); }));
  CHECK(season.is_broken_by([&] {
    ResultRow result;
    result.status = "final";
    insert_result(season.database, ApplicationId{1}, result);
  }));
  CHECK(list_broken_invariants(season.database).empty());
}

TEST_CASE("rows that do not fit each other are told", "[invariants]") {
  Whole season;
  CHECK(season.is_broken_by("DELETE FROM tallies WHERE city = 'almaty'"));
  CHECK(season.is_broken_by("UPDATE applications SET city = 'almaty'"));
  CHECK(season.is_broken_by("DELETE FROM outbox"));
  CHECK(season.is_broken_by("DELETE FROM roster"));
  CHECK(season.is_broken_by("DELETE FROM promo_codes"));
  CHECK(season.is_broken_by("UPDATE audit SET detail = 'else'"));
  CHECK(
      season.is_broken_by([&] { insert_received(season.database, ApplicationId{0}, 2, at(150)); }));
  CHECK(season.is_broken_by([&] {
    release_code(season.database, {season.campaign, season.code}, ApplicationId{1}, at(9));
  }));
  CHECK(list_broken_invariants(season.database).empty());
}

TEST_CASE("a window without its version, an unknown version and a gap between changes are told",
          "[invariants]") {
  Whole season;
  WindowRow window;
  window.city = "astana";
  window.opens_at = at(10);
  window.closes_at = at(200);
  insert_window(season.database, season.campaign, window);
  insert_change(season.database, season.campaign, "astana", {0, at(7), "", "seats", "", "1", ""});
  insert_change(season.database, season.campaign, "astana", {0, at(8), "", "seats", "1", "2", ""});
  REQUIRE(list_broken_invariants(season.database).empty());
  CHECK(season.is_broken_by("UPDATE windows SET closes_at = closes_at + 1"));
  CHECK(season.is_broken_by("DELETE FROM window_versions"));
  CHECK(season.is_broken_by("UPDATE applications SET window_version = 2 WHERE id = 1"));
  CHECK_FALSE(season.is_broken_by("UPDATE applications SET window_version = 1 WHERE id = 1"));
  CHECK(season.is_broken_by("DELETE FROM changes WHERE number = 1"));
}

TEST_CASE("an application outside of its window is told, but not with an extension",
          "[invariants]") {
  Whole season;
  WindowRow window;
  window.city = "astana";
  const auto with_window = [&](std::int64_t opens_at, std::int64_t closes_at, bool is_extended) {
    return season.is_broken_by([&] {
      window.opens_at = at(opens_at);
      window.closes_at = at(closes_at);
      insert_window(season.database, season.campaign, window);
      if (!is_extended) return;
      for (const int person : {1, 2}) {
        upsert_extension(season.database, season.campaign,
                         {season.key(person), "astana", at(101), ""}, at(1));
      }
    });
  };
  CHECK_FALSE(with_window(100, 101, false));
  CHECK(with_window(101, 200, false));
  CHECK(with_window(50, 100, false));
  CHECK_FALSE(with_window(50, 100, true));
}

TEST_CASE("who sits in a session that is told to be cancelled is told", "[invariants]") {
  Whole season;
  CHECK(season.is_broken_by([&] {
    mark_session(season.database, season.morning.session.id, "planned", "cancelled");
    AgendaEntry entry;
    entry.kind = "session_cancelled";
    entry.city = "astana";
    entry.session = "astana-0905";
    upsert_agenda(season.database, season.campaign, entry);
    const auto first = find_first_agenda(season.database, season.campaign);
    mark_agenda_done(season.database, first->id, at(5), false);
  }));
}

TEST_CASE("another connection finds the breach", "[invariants][shared]") {
  Whole season;
  season.database.run_script("UPDATE tallies SET sent = 1 WHERE city = 'almaty'");
  Database reader(season.location, Access::reader);
  CHECK(list_broken_invariants(reader).size() == 1);
}

}  // namespace
}  // namespace keste::store
