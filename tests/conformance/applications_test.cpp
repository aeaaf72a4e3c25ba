// Applications: what is taken is kept, and their states follow each other as they must.
#include <catch2/catch.hpp>

#include <algorithm>

#include "conformance/fixture.hpp"
#include "store/outbox.hpp"
#include "store/results.hpp"

namespace keste::store {
namespace {

const OwnApplication& own_of(const std::vector<OwnApplication>& own, ApplicationId id) {
  const auto found = std::find_if(own.begin(), own.end(),
                                  [id](const OwnApplication& one) { return one.id == id; });
  if (found == own.end()) throw std::logic_error("not among them");
  return *found;
}

TEST_CASE("an application keeps all that was written", "[applications]") {
  Season season;
  const std::string code = bytes_of(700);
  NewApplication wanted = season.seated(1);
  wanted.code_key = code;
  wanted.payment = "түбіртек 17";
  wanted.needs = "пандус";
  wanted.patronymic = "Тексеруұлы";
  wanted.told = season.morning.session.sitting;
  const ApplicationId id = season.add(wanted);
  const ApplicationRow row = season.load(id);
  CHECK(row.id == id);
  CHECK(row.secret == "0123456789abcdef");
  CHECK(row.state == "seated");
  CHECK(row.is_live());
  CHECK(row.received_at == at(100));
  CHECK(row.test == "QAZTEST");
  CHECK(row.city == "astana");
  CHECK(row.session == season.morning.session.id);
  CHECK(row.tally == season.morning.tally);
  CHECK(row.language == "kk");
  CHECK(row.person_key == season.key(1));
  CHECK(row.code_key == code);
  CHECK(row.payment == "түбіртек 17");
  CHECK(row.needs == "пандус");
  CHECK(row.extra_minutes == 0);
  CHECK(row.told == season.morning.session.sitting);
  CHECK(row.sequence == 0);
  CHECK(row.consent == "2023-1");
  CHECK_FALSE(row.consent_withdrawn_at);
  CHECK(row.email == "applicant@example.kz");
  CHECK(row.phone == "+77010000000");
  CHECK(row.answer_by == Instant{});
}

TEST_CASE("what an application lacks is absent, not empty", "[applications]") {
  Season season;
  const ApplicationRow row = season.load(season.add(season.waiting(1)));
  CHECK_FALSE(row.session);
  CHECK_FALSE(row.told);
  CHECK(row.code_key.empty());
  CHECK(season.load(season.add(season.accepted(2))).city.empty());
  CHECK_FALSE(find_application(season.database, ApplicationId{3}));
}

TEST_CASE("a recipient is who the application says", "[applications]") {
  Season season;
  const std::string code = bytes_of(700);
  NewApplication wanted = season.seated(1);
  wanted.code_key = code;
  const ApplicationId id = season.add(wanted);
  set_answer_by(season.database, id, at(900));
  set_sequence(season.database, id, 3);
  const auto found = find_recipient(season.database, id);
  REQUIRE(found);
  CHECK(found->secret == "0123456789abcdef");
  CHECK(found->surname == "Үміткер");
  CHECK(found->given_name == "Сынақ");
  CHECK(found->patronymic.empty());
  CHECK(found->email == "applicant@example.kz");
  CHECK(found->phone == "+77010000000");
  CHECK(found->language == "kk");
  CHECK(found->received_at == at(100));
  CHECK(found->application_state == "seated");
  CHECK(found->test == "QAZTEST");
  CHECK(found->city == "astana");
  CHECK(found->session == season.morning.session.id);
  CHECK_FALSE(found->told);
  CHECK(found->sequence == 3);
  CHECK(found->extra_minutes == 0);
  CHECK(found->free_attempt);
  CHECK(found->answer_by == at(900));
  CHECK_FALSE(find_recipient(season.database, season.add(season.accepted(2)))->free_attempt);
  CHECK_FALSE(find_recipient(season.database, ApplicationId{99}));
}

TEST_CASE("the latest application's number is 0 at first", "[applications]") {
  Season season;
  CHECK(find_last_application(season.database) == ApplicationId{});
  season.add_many(1, 3);
  CHECK(find_last_application(season.database) == ApplicationId{3});
}

TEST_CASE("a person has one live application for a test", "[applications]") {
  Season season;
  const ApplicationId first = season.add(season.seated(1));
  CHECK(kind_of([&] { season.add(season.waiting(1)); }) == FaultKind::overtaken);
  CHECK(find_last_application(season.database) == first);
  CHECK(season.add(season.accepted(1)) == ApplicationId{2});
  mark_ended(season.database, first, "withdrawn", at(200));
  CHECK(season.add(season.waiting(1)) == ApplicationId{3});
}

TEST_CASE("a number is given once", "[applications]") {
  Season season;
  season.add(season.seated(1));
  NewApplication wanted = season.seated(2);
  wanted.id = ApplicationId{1};
  CHECK(kind_of([&] {
          commit(season.database, [&] { insert_application(season.database, wanted); });
        }) == FaultKind::overtaken);
  CHECK(season.load(ApplicationId{1}).person_key == season.key(1));
}

TEST_CASE("a person's own applications are listed with what has come of them", "[applications]") {
  Season season;
  const std::string code = bytes_of(700);
  NewApplication free = season.seated(1);
  free.code_key = code;
  const ApplicationId tested = season.add(free);
  const ApplicationId online = season.add(season.accepted(1));
  season.add(season.seated(2));
  mark_ended(season.database, tested, "tested", at(2'000));
  ResultRow result;
  result.level = "B1";
  result.status = "on_hold";
  insert_result(season.database, tested, result);
  result.level = "B2";
  result.status = "final";
  insert_result(season.database, tested, result);
  const auto own = list_own_applications(season.database, season.campaign, season.key(1));
  REQUIRE(own.size() == 2);
  CHECK(own_of(own, tested).test == "QAZTEST");
  CHECK(own_of(own, tested).state == "tested");
  CHECK(own_of(own, tested).free_attempt);
  CHECK(own_of(own, tested).level == "B2");
  CHECK(own_of(own, tested).status == "final");
  CHECK_FALSE(own_of(own, tested).is_live());
  CHECK(own_of(own, online).test == "QRT");
  CHECK_FALSE(own_of(own, online).free_attempt);
  CHECK(own_of(own, online).level.empty());
  CHECK(own_of(own, online).status.empty());
  CHECK(own_of(own, online).is_live());
  const CampaignId other = upsert_campaign(season.database, "other");
  CHECK(list_own_applications(season.database, other, season.key(1)).empty());
  CHECK(list_own_applications(season.database, season.campaign, season.key(3)).empty());
}

TEST_CASE("own applications of every state are listed once each", "[applications]") {
  Season season;
  for (const char* state : {"withdrawn", "unplaced", "tested"}) {
    mark_ended(season.database, season.add(season.seated(1)), state, at(200));
  }
  mark_absent(season.database, season.add(season.seated(1)), at(200));
  season.add(season.waiting(1));
  CHECK(list_own_applications(season.database, season.campaign, season.key(1)).size() == 5);
}

TEST_CASE("only who waits or sits is seated", "[applications]") {
  Season season;
  const ApplicationId id = season.add(season.waiting(1));
  const SessionId evening = season.evening.session.id;
  const SessionId morning = season.morning.session.id;
  CHECK(mark_seated(season.database, {id, evening, season.evening.tally, 2}));
  CHECK(season.load(id).state == "seated");
  CHECK(season.load(id).session == evening);
  CHECK(season.load(id).tally == season.evening.tally);
  CHECK(season.load(id).sequence == 2);
  CHECK(mark_seated(season.database, {id, morning, season.morning.tally, 3}));
  CHECK(season.load(id).session == morning);
  mark_ended(season.database, id, "withdrawn", at(200));
  CHECK_FALSE(mark_seated(season.database, {id, evening, season.evening.tally, 4}));
  CHECK(season.load(id).sequence == 3);
  const ApplicationId online = season.add(season.accepted(2));
  CHECK_FALSE(mark_seated(season.database, {online, evening, season.evening.tally, 1}));
  CHECK_FALSE(mark_seated(season.database, {ApplicationId{99}, evening, season.online, 1}));
}

TEST_CASE("only who sits or waits comes to wait", "[applications]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  CHECK(mark_waitlisted(season.database, {id, {}, season.any_of_astana, 1}));
  CHECK(season.load(id).state == "waitlisted");
  CHECK_FALSE(season.load(id).session);
  CHECK(season.load(id).tally == season.any_of_astana);
  const SessionId evening = season.evening.session.id;
  CHECK(mark_waitlisted(season.database, {id, evening, season.evening.tally, 2}));
  CHECK(season.load(id).session == evening);
  mark_ended(season.database, id, "unplaced", at(200));
  CHECK_FALSE(mark_waitlisted(season.database, {id, {}, season.any_of_astana, 3}));
  const ApplicationId online = season.add(season.accepted(2));
  CHECK_FALSE(mark_waitlisted(season.database, {online, {}, season.any_of_astana, 1}));
}

TEST_CASE("what is live ends once", "[applications]") {
  Season season;
  const std::string state = GENERATE("withdrawn", "unplaced", "tested");
  std::vector<ApplicationId> ids{season.add(season.seated(1)), season.add(season.accepted(2))};
  // Without a session there is no sitting.
  if (state != "tested") ids.push_back(season.add(season.waiting(3)));
  for (const ApplicationId id : ids) {
    CHECK(mark_ended(season.database, id, state, at(200)));
    CHECK_FALSE(mark_ended(season.database, id, "withdrawn", at(300)));
    CHECK(season.load(id).state == state);
    CHECK_FALSE(season.load(id).is_live());
  }
}

TEST_CASE("an absence is noted, and taken back", "[applications]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  CHECK_FALSE(mark_present(season.database, ids[0]));
  CHECK(mark_absent(season.database, ids[0], at(2'100)));
  CHECK_FALSE(mark_absent(season.database, ids[0], at(2'100)));
  CHECK(season.state_of(ids[0]) == "absent");
  CHECK(mark_present(season.database, ids[0]));
  CHECK(season.state_of(ids[0]) == "tested");
  CHECK(mark_absent(season.database, ids[0], at(2'200)));
  mark_ended(season.database, ids[1], "withdrawn", at(200));
  CHECK_FALSE(mark_absent(season.database, ids[1], at(2'100)));
  CHECK_FALSE(mark_present(season.database, ids[1]));
  CHECK(season.state_of(ids[2]) == "seated");
}

TEST_CASE("what is set of an application is set of that one", "[applications]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  set_told(season.database, ids[0], season.evening.session.sitting);
  set_sequence(season.database, ids[0], 5);
  set_answer_by(season.database, ids[0], at(900));
  set_needs(season.database, ids[0], "қосымша уақыт", 45);
  mark_consent_withdrawn(season.database, ids[0], at(600));
  const ApplicationRow row = season.load(ids[0]);
  CHECK(row.told == season.evening.session.sitting);
  CHECK(row.sequence == 5);
  CHECK(row.answer_by == at(900));
  CHECK(row.needs == "қосымша уақыт");
  CHECK(row.extra_minutes == 45);
  CHECK(row.consent_withdrawn_at == at(600));
  CHECK(row.state == "seated");
  const ApplicationRow other = season.load(ids[1]);
  CHECK_FALSE(other.told);
  CHECK(other.sequence == 0);
  CHECK(other.answer_by == Instant{});
  CHECK(other.needs.empty());
  CHECK_FALSE(other.consent_withdrawn_at);
}

}  // namespace
}  // namespace keste::store
