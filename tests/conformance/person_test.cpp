// Persons: what is kept of them, what erasing leaves, and who was reached.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/addresses.hpp"
#include "store/audit.hpp"
#include "store/outbox.hpp"
#include "store/person.hpp"
#include "store/promo_codes.hpp"
#include "store/results.hpp"
#include "store/runs.hpp"
#include "support/audit_lines.hpp"

namespace keste::store {
namespace {

std::vector<std::string> list_notes(Database& database) {
  std::vector<std::string> notes;
  Rows rows = database.query("audit_list", {0, 100});
  while (rows.next()) notes.emplace_back(rows.text(rows.column("note")));
  return notes;
}

/// What a person was granted beside applications, with a reason that says so.
void grant(Season& season, int person, std::string_view code, std::string_view reason) {
  const CodeRef ref{season.campaign, code};
  REQUIRE(insert_code(season.database, {ref, season.key(person), "QAZTEST", "issued", {}, "sealed"},
                      at(1)));
  REQUIRE(void_code(season.database, ref, reason, at(2)));
  REQUIRE(upsert_extension(season.database, season.campaign,
                           {season.key(person), "astana", at(500), reason}, at(3)));
  test::append_audit(season.database,
                     {at(3), "desk", "window_extended_for_person", "city astana", "", reason});
  test::append_audit(season.database, {at(3), "desk", "promo_code_void", "code", "", reason});
}

TEST_CASE("a person is found with what was written", "[person]") {
  Season season;
  const std::string sealed("\0мөр\xFF\0", 9);
  NewApplication wanted = season.seated(1);
  wanted.iin_sealed = sealed;
  wanted.patronymic = "Тексеруұлы";
  const auto found = find_person(season.database, season.add(wanted));
  REQUIRE(found);
  CHECK(found->iin_sealed == sealed);
  CHECK(found->surname == "Үміткер");
  CHECK(found->given_name == "Сынақ");
  CHECK(found->patronymic == "Тексеруұлы");
  CHECK(found->email == "applicant@example.kz");
  CHECK(found->phone == "+77010000000");
  CHECK_FALSE(find_person(season.database, ApplicationId{99}));
}

TEST_CASE("all applications of a person are listed in order of receipt", "[person]") {
  Season season;
  const ApplicationId first = season.add(season.seated(1));
  const ApplicationId second = season.add(season.accepted(1));
  season.add(season.seated(2));
  mark_ended(season.database, first, "withdrawn", at(200));
  const ApplicationId third = season.add(season.waiting(1));
  mark_ended(season.database, third, "unplaced", at(300));
  CHECK(list_of_person(season.database, season.campaign, season.key(1)) ==
        std::vector{first, second, third});
  CHECK(list_of_person(season.database, season.campaign, season.key(3)).empty());
  const CampaignId other = upsert_campaign(season.database, "other");
  CHECK(list_of_person(season.database, other, season.key(1)).empty());
}

TEST_CASE("of an erased person nothing is left that identifies", "[person][erasing]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  season.extend();
  set_needs(season.database, ids[0], "пандус", 30);
  for (const ApplicationId id : ids) {
    for (const char* level : {"B1", "B2"}) {
      insert_result(season.database, id,
                    {{}, level, "117", "ҚТ-17", "2023-10-02", "final", at(4'000)});
    }
  }
  const std::string stand_in = bytes_of(999);
  erase_person(season.database, ids[0], stand_in, "fedcba9876543210");
  const auto person = find_person(season.database, ids[0]);
  REQUIRE(person);
  for (const auto& text : {person->iin_sealed, person->surname, person->given_name,
                           person->patronymic, person->email, person->phone}) {
    CHECK(text.empty());
  }
  const ApplicationRow row = season.load(ids[0]);
  CHECK(row.person_key == stand_in);
  CHECK(row.secret == "fedcba9876543210");
  CHECK(row.needs.empty());
  CHECK(row.payment.empty());
  CHECK(row.state == "seated");
  CHECK(list_of_person(season.database, season.campaign, season.key(1)).empty());
  const auto result = find_result(season.database, ids[0]);
  REQUIRE(result);
  CHECK(result->level == "B2");
  CHECK(result->score.empty());
  CHECK(result->document_number.empty());
  CHECK(result->issued_on.empty());
  CHECK(find_result(season.database, ResultId{1})->document_number.empty());
  CHECK(find_person(season.database, ids[1])->surname == "Үміткер");
  CHECK(find_result(season.database, ids[1])->document_number == "ҚТ-17");
}

TEST_CASE("those not yet erased are listed, a page at a time", "[person][erasing]") {
  Season season;
  const auto ids = season.add_many(1, 4);
  const std::string stand_in = bytes_of(999);
  erase_person(season.database, ids[1], stand_in, "fedcba9876543210");
  const auto list = [&](ApplicationId after, int limit) {
    return list_unerased(season.database, season.campaign, after, limit);
  };
  CHECK(list({}, 10) == std::vector{ids[0], ids[2], ids[3]});
  CHECK(list({}, 2) == std::vector{ids[0], ids[2]});
  CHECK(list(ids[2], 2) == std::vector{ids[3]});
  CHECK(list(ids[3], 2).empty());
}

TEST_CASE("one person's rights are erased with their reasons, and nobody else's",
          "[person][erasing]") {
  Season season;
  const std::string first = bytes_of(501);
  const std::string second = bytes_of(502);
  grant(season, 1, first, "ауырып қалды");
  grant(season, 2, second, "жолда қалды");
  erase_rights_of(season.database, season.campaign, season.key(1));
  const auto code = find_code(season.database, {season.campaign, first});
  REQUIRE(code);
  CHECK(code->person_key.size() == 16);
  CHECK(code->person_key != season.key(1));
  CHECK(code->sealed.empty());
  CHECK(code->reason.empty());
  CHECK(code->state == "void");
  CHECK_FALSE(find_extension(season.database, season.campaign, season.key(1), "astana"));
  CHECK(find_code(season.database, {season.campaign, second})->reason == "жолда қалды");
  CHECK(find_extension(season.database, season.campaign, season.key(2), "astana"));
  CHECK(list_notes(season.database) ==
        std::vector<std::string>{"", "", "жолда қалды", "жолда қалды"});
  CHECK_FALSE(verify_audit(season.database).broken_at);
}

TEST_CASE("all rights of a campaign are erased at once", "[person][erasing]") {
  Season season;
  const std::string first = bytes_of(501);
  const std::string second = bytes_of(502);
  grant(season, 1, first, "ауырып қалды");
  grant(season, 2, second, "жолда қалды");
  erase_all_rights(season.database, season.campaign);
  std::vector<std::string> keys;
  for (const std::string& bytes : {first, second}) {
    const auto code = find_code(season.database, {season.campaign, bytes});
    REQUIRE(code);
    CHECK(code->sealed.empty());
    CHECK(code->reason.empty());
    keys.push_back(code->person_key);
  }
  CHECK(keys[0] != keys[1]);
  for (const int person : {1, 2}) {
    CHECK(find_code(season.database, {season.campaign, first})->person_key != season.key(person));
    CHECK_FALSE(find_extension(season.database, season.campaign, season.key(person), "astana"));
  }
  CHECK(list_notes(season.database) == std::vector<std::string>(4));
  CHECK_FALSE(verify_audit(season.database).broken_at);
}

TEST_CASE("what was erased leaves SQLite's log when nobody reads", "[person][erasing]") {
  Season season;
  season.add(season.seated(1));
  CHECK(season.database.empty_log());
  CHECK(season.state_of(ApplicationId{1}) == "seated");
}

TEST_CASE("each applicant whom a message concerned is accounted for once", "[person][account]") {
  Season season;
  CHECK(account_for_all(season.database).empty());
  const auto ids = season.add_many(1, 5);
  for (const ApplicationId id : ids) {
    insert_notification(season.database, {id, season.morning.tally, "results_due", {}, 0}, at(10));
  }
  const RunId run = insert_run(season.database, at(1), "");
  const auto claimed = claim_due(season.database, run, {"email", at(20), 4});
  REQUIRE(claimed.size() == 4);
  const auto settle = [&](std::size_t i, std::string_view state) {
    commit(season.database, [&] {
      settle_claim(season.database, {claimed[i].id, run}, {state, at(30), "", ""});
    });
  };
  settle(0, "sent");
  settle(1, "failed");
  insert_fallback(season.database, claimed[1].id, "sms");
  settle(2, "failed");
  insert_call(season.database, claimed[2].application, "results_due", at(40));
  const auto accounts = account_for_all(season.database);
  REQUIRE(accounts.size() == 1);
  CHECK(accounts[0].session_code == "astana-0905");
  CHECK(accounts[0].kind == "results_due");
  CHECK(accounts[0].applicants == 5);
  CHECK(accounts[0].reached == 1);
  CHECK(accounts[0].under_way == 3);
  CHECK(accounts[0].to_call == 1);
}

}  // namespace
}  // namespace keste::store
