// States that must not be are refused as Faults, and the connection goes on working.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/addresses.hpp"
#include "store/agenda.hpp"
#include "store/outbox.hpp"
#include "store/promo_codes.hpp"
#include "store/results.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

struct Refusal {
  const char* what;
  std::function<void(Season&)> work;
};

WindowRow window_of(std::int64_t opens_at, std::int64_t closes_at) {
  WindowRow window;
  window.city = "astana";
  window.opens_at = at(opens_at);
  window.closes_at = at(closes_at);
  return window;
}

void insert_changed(Season& season, const std::function<void(NewApplication&)>& change) {
  NewApplication wanted = season.seated(9);
  wanted.id = ApplicationId{9};
  change(wanted);
  insert_application(season.database, wanted);
}

void insert_session_with(Season& season, const std::function<void(SessionRow&)>& change) {
  SessionRow session = session_of("new", "astana", 3);
  change(session);
  insert_session(season.database, season.campaign, session);
}

void plan(Season& season, const char* kind) {
  AgendaEntry entry;
  entry.kind = kind;
  upsert_agenda(season.database, season.campaign, entry);
}

void insert_result_with(Season& season, const char* status) {
  ResultRow result;
  result.status = status;
  insert_result(season.database, ApplicationId{1}, result);
}

void insert_code_made(Season& season, const char* made) {
  const std::string key = bytes_of(500);
  const std::string person = bytes_of(501);
  insert_code(season.database, {{season.campaign, key}, person, "QAZTEST", made, {}, ""}, at(1));
}

/// Rows that were rolled back may have used numbers up.
NotificationId insert_due(Season& season) {
  insert_notification(season.database, {{1}, season.morning.tally, "results_due", {}, 0}, at(5));
  return list_outbox(season.database, "", {}, 1).at(0).id;
}

std::vector<Refusal> schedule_refusals() {
  return {
      {"a campaign without a code", [](Season& s) { upsert_campaign(s.database, ""); }},
      {"a window that closes before it opens",
       [](Season& s) { insert_window(s.database, s.campaign, window_of(20, 20)); }},
      {"a second window of a city",
       [](Season& s) {
         insert_window(s.database, s.campaign, window_of(10, 20));
         insert_window(s.database, s.campaign, window_of(10, 20));
       }},
      {"a session that ends before it starts",
       [](Season& s) {
         insert_session_with(s, [](SessionRow& row) { row.ends_at = row.starts_at; });
       }},
      {"results due before the end",
       [](Season& s) { insert_session_with(s, [](SessionRow& row) { row.due_at = at(1'999); }); }},
      {"fewer seats than none",
       [](Season& s) { insert_session_with(s, [](SessionRow& row) { row.seats = -1; }); }},
      {"a second session of a code",
       [](Season& s) {
         insert_session_with(s, [](SessionRow& row) { row.code = "astana-0905"; });
       }},
      {"a session in no known state",
       [](Season& s) { mark_session(s.database, s.morning.session.id, "planned", "over"); }},
      {"a second tally of a session",
       [](Season& s) {
         insert_tally(s.database, s.campaign, {"astana", "", s.morning.session.id});
       }},
      {"an entry of no known kind", [](Season& s) { plan(s, "party"); }},
  };
}

std::vector<Refusal> application_refusals() {
  return {
      {"an application in no known state",
       [](Season& s) { insert_changed(s, [](NewApplication& one) { one.state = "lost"; }); }},
      {"in no known language",
       [](Season& s) { insert_changed(s, [](NewApplication& one) { one.language = "de"; }); }},
      {"with a short secret",
       [](Season& s) { insert_changed(s, [](NewApplication& one) { one.secret = "short"; }); }},
      {"with a short key",
       [](Season& s) { insert_changed(s, [](NewApplication& one) { one.person_key = "k"; }); }},
      {"seated in no session",
       [](Season& s) { insert_changed(s, [](NewApplication& one) { one.session.reset(); }); }},
      {"an end that is none", [](Season& s) { mark_ended(s.database, {1}, "lost", at(5)); }},
      {"an end that is live", [](Season& s) { mark_ended(s.database, {1}, "seated", at(5)); }},
      {"less time than none", [](Season& s) { set_needs(s.database, {1}, "", -1); }},
      {"an answer without a digest",
       [](Season& s) {
         keep_answer(s.database, "k", {"short", {1}, ""}, at(5));
       }},
      {"an answer without a key",
       [](Season& s) {
         keep_answer(s.database, "", {bytes_of(1, 32), {1}, ""}, at(5));
       }},
      {"a questionnaire's row twice",
       [](Season& s) {
         insert_answered(s.database, s.campaign, bytes_of(1), {1});
         insert_answered(s.database, s.campaign, bytes_of(1), {1});
       }},
      {"an extension of nobody",
       [](Season& s) {
         upsert_extension(s.database, s.campaign, {"k", "astana", at(5), ""}, at(1));
       }},
      {"a result of no known status", [](Season& s) { insert_result_with(s, "perhaps"); }},
      {"a code of no known origin", [](Season& s) { insert_code_made(s, "found"); }},
  };
}

std::vector<Refusal> other_refusals() {
  return {
      {"a message of no known kind",
       [](Season& s) {
         insert_notification(s.database, {{1}, s.morning.tally, "gossip", {}, 0}, at(5));
       }},
      {"a message by no known channel",
       [](Season& s) { insert_fallback(s.database, insert_due(s), "pigeon"); }},
      {"an ending that is none",
       [](Season& s) {
         const NotificationId due = insert_due(s);
         const RunId run = insert_run(s.database, at(1), "");
         claim_due(s.database, run, {"email", at(9), 1});
         settle_claim(s.database, {due, run}, {"lost", at(9), "", ""});
       }},
      {"an address without a key",
       [](Season& s) { insert_dead_address(s.database, "short", "", at(5)); }},
      {"a key that is none", [](Season& s) { claim_vault(s.database, "short"); }},
      {"no SQL at all", [](Season& s) { s.database.run_script("no such words"); }},
      {"no statement at all",
       [](Season& s) { s.database.query_text("SELECT nothing FROM nowhere").next(); }},
  };
}

/// One that was refused leaves nothing, and what comes after it works.
void check_refused(const std::vector<Refusal>& refusals) {
  Season season;
  season.add(season.seated(1));
  int turns = 0;
  for (const auto& [what, work] : refusals) {
    CAPTURE(what);
    const auto in_transaction = [&season, &work = work] {
      commit(season.database, [&] {
        count_turn(season.database, season.campaign, false);
        work(season);
      });
    };
    CHECK_THROWS_AS(in_transaction(), Fault);
    CHECK(find_turns(season.database, season.campaign).last == turns);
    commit(season.database, [&] { count_turn(season.database, season.campaign, false); });
    CHECK(find_turns(season.database, season.campaign).last == ++turns);
  }
  CHECK(season.state_of(ApplicationId{1}) == "seated");
  CHECK(list_windows(season.database, season.campaign).empty());
  CHECK(list_sessions(season.database, season.campaign).size() == 3);
}

TEST_CASE("a schedule that must not be is refused", "[faults]") {
  check_refused(schedule_refusals());
}

TEST_CASE("applications that must not be are refused", "[faults]") {
  check_refused(application_refusals());
}

TEST_CASE("messages, keys and statements that must not be are refused", "[faults]") {
  check_refused(other_refusals());
}

TEST_CASE("a refusal outside of a transaction leaves the connection fit for work", "[faults]") {
  Season season;
  for (int i = 0; i < 3; ++i) {
    CHECK_THROWS_AS(insert_window(season.database, season.campaign, window_of(9, 9)), Fault);
    CHECK_THROWS_AS(upsert_campaign(season.database, ""), Fault);
    CHECK_THROWS_AS(plan(season, "party"), Fault);
    CHECK_THROWS_AS(season.database.run_script("no such words"), Fault);
  }
  insert_window(season.database, season.campaign, window_of(10, 20));
  CHECK(list_windows(season.database, season.campaign).size() == 1);
  CHECK(upsert_campaign(season.database, "pkr-2023") == season.campaign);
}

TEST_CASE("a location that holds no database is a fault", "[faults]") {
  CHECK_THROWS_AS(Database("/nonexistent/folder/keste.db", Access::writer), Fault);
  CHECK_THROWS_AS(Database("postgresql:///none?host=/nonexistent", Access::writer), Fault);
}

TEST_CASE("a location says of which kind it is", "[faults]") {
  Store store;
  CHECK(is_postgresql(store.location) == test::is_on_postgresql());
  CHECK((store.database.dialect() == Dialect::postgresql) == test::is_on_postgresql());
}

TEST_CASE("a fault, which goes into the log, shows nothing of a person", "[faults]") {
  Season season;
  NewApplication wanted = season.waiting(1);
  wanted.surname = "Танбалы";
  wanted.email = "tanbaly@example.kz";
  const ApplicationId id = season.add(wanted);
  try {
    // Who waits for any seat of a city cannot have sat a session.
    mark_ended(season.database, id, "tested", at(200));
    FAIL("it was taken");
  } catch (const Fault& fault) {
    const std::string said = fault.what();
    CHECK(said.find("Танбалы") == std::string::npos);
    CHECK(said.find("tanbaly") == std::string::npos);
    CHECK(said.find("0123456789abcdef") == std::string::npos);
  }
}

}  // namespace
}  // namespace keste::store
