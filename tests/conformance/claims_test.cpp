// Claims of due messages: who holds one settles it, once; deliveries end what was sent.
#include <catch2/catch.hpp>

#include <algorithm>

#include "conformance/fixture.hpp"
#include "store/outbox.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

struct Queue : Season {
  RunId run = insert_run(database, at(1), "a");
  RunId other = insert_run(database, at(1), "b");

  /// A message to a new person for each instant.
  void queue(const std::vector<std::int64_t>& instants) {
    for (const std::int64_t micros : instants) {
      const ApplicationId id = add(seated(++persons_));
      insert_notification(database, {id, morning.tally, "results_due", at(micros), 0}, at(10));
    }
  }
  std::vector<ClaimedRow> claim(std::int64_t now, int limit = 10) {
    return claim_due(database, run, {"email", at(now), limit});
  }
  /// Whether the run held the claim.
  bool settle(NotificationId id, RunId who, const Ending& ending) {
    try {
      commit(database, [&] { settle_claim(database, {id, who}, ending); });
    } catch (const Fault& fault) {
      if (fault.kind() != FaultKind::overtaken) throw;
      return false;
    }
    return true;
  }
  OutboxListing listing(NotificationId id) {
    return list_outbox(database, "", NotificationId{id.value - 1}, 1).at(0);
  }

 private:
  int persons_ = 0;
};

TEST_CASE("what is due is claimed once, in the order of its instants", "[claims]") {
  Queue season;
  season.queue({300, 100, 200, 100, 900});
  const auto first = season.claim(300, 3);
  REQUIRE(first.size() == 3);
  CHECK(first[0].not_before == at(100));
  CHECK(first[1].not_before == at(100));
  CHECK(first[2].not_before == at(200));
  CHECK(first[0].id < first[1].id);
  CHECK(first[0].queued_at == at(10));
  const auto second = claim_due(season.database, season.other, {"email", at(300), 3});
  REQUIRE(second.size() == 1);
  CHECK(second[0].not_before == at(300));
  CHECK(season.claim(300).empty());
  CHECK(claim_due(season.database, season.run, {"sms", at(900), 10}).empty());
  CHECK(season.claim(900).size() == 1);
}

TEST_CASE("many are claimed up to the limit and no more", "[claims]") {
  Queue season;
  season.queue(std::vector<std::int64_t>(70, 100));
  CHECK(season.claim(100, 33).size() == 33);
  CHECK(season.claim(100, 33).size() == 33);
  CHECK(season.claim(100, 33).size() == 4);
  CHECK(season.claim(100, 0).empty());
}

TEST_CASE("the earliest pending message says when the next may leave", "[claims]") {
  Queue season;
  CHECK_FALSE(find_next_due(season.database, "email"));
  season.queue({300, 200});
  CHECK(find_next_due(season.database, "email") == at(200));
  CHECK_FALSE(find_next_due(season.database, "sms"));
  season.claim(200);
  CHECK(find_next_due(season.database, "email") == at(300));
  season.claim(300);
  CHECK_FALSE(find_next_due(season.database, "email"));
}

TEST_CASE("a claim is found by the run that holds it, with what it tells of", "[claims]") {
  Queue season;
  season.queue({100});
  insert_notification(season.database, {{}, season.any_of_astana, "window_closed", {}, 0}, at(10));
  const NotificationId id{1};
  CHECK_FALSE(find_claim(season.database, {id, season.run}));
  REQUIRE(season.claim(100).size() == 2);
  CHECK_FALSE(find_claim(season.database, {id, season.other}));
  note_sitting(season.database, id, season.morning.session.sitting);
  set_told(season.database, ApplicationId{1}, season.evening.session.sitting);
  const auto found = find_claim(season.database, {id, season.run});
  REQUIRE(found);
  CHECK(found->tally == season.morning.tally);
  CHECK(found->application == ApplicationId{1});
  CHECK(found->kind == "results_due");
  CHECK(found->channel == "email");
  CHECK(found->sitting == season.morning.session.sitting);
  CHECK(found->told == season.evening.session.sitting);
  const auto branch = find_claim(season.database, {NotificationId{2}, season.run});
  REQUIRE(branch);
  CHECK(branch->tally == season.any_of_astana);
  CHECK_FALSE(branch->application);
  CHECK_FALSE(branch->sitting);
  CHECK_FALSE(branch->told);
}

TEST_CASE("claims and their recipients are found ahead as they are found", "[claims][ahead]") {
  Queue season;
  const int count = GENERATE(1, 2, 33, 70);
  season.queue(std::vector<std::int64_t>(static_cast<std::size_t>(count), 100));
  REQUIRE(season.claim(100, count - count / 2).size() > 0);
  const Transaction transaction(season.database);
  for (int i = 1; i <= count; ++i) {
    find_claim_ahead(season.database, {NotificationId{i}, season.run});
    find_recipient_ahead(season.database, ApplicationId{i});
  }
  for (int i = 1; i <= count; ++i) {
    CAPTURE(i);
    const auto found = find_claim(season.database, {NotificationId{i}, season.run});
    CHECK(found.has_value() == (i <= count - count / 2));
    if (found) CHECK(found->application == ApplicationId{i});
    const auto recipient = find_recipient(season.database, ApplicationId{i});
    REQUIRE(recipient);
    CHECK(recipient->surname == "Үміткер");
    CHECK(recipient->session == season.morning.session.id);
    CHECK_FALSE(recipient->told);
  }
}

TEST_CASE("a claim is settled once, by the run that holds it", "[claims]") {
  Queue season;
  season.queue({100});
  const NotificationId id = season.claim(100).at(0).id;
  const std::string state = GENERATE("sent", "failed", "dropped");
  const Ending ending{state, at(150), "себебі", ""};
  CHECK_FALSE(season.settle(id, season.other, ending));
  CHECK(season.listing(id).state == "claimed");
  CHECK(season.settle(id, season.run, ending));
  CHECK_FALSE(season.settle(id, season.run, {"sent", at(160), "", ""}));
  CHECK_FALSE(find_claim(season.database, {id, season.run}));
  CHECK(season.listing(id).state == state);
  CHECK(season.listing(id).reason == "себебі");
  CHECK(season.listing(id).attempts == 1);
  CHECK(season.listing(id).delivery.empty());
  CHECK(season.claim(900).empty());
}

TEST_CASE("many that were sent are settled together, or none of them", "[claims]") {
  Queue season;
  const int count = GENERATE(1, 7, 8, 9, 33);
  season.queue(std::vector<std::int64_t>(static_cast<std::size_t>(count), 100));
  std::vector<NotificationId> ids;
  for (const ClaimedRow& row : season.claim(100, count)) ids.push_back(row.id);
  const auto settle = [&](RunId who) {
    commit(season.database, [&] { settle_sent(season.database, who, ids, at(150)); });
  };
  CHECK(kind_of([&] { settle(season.other); }) == FaultKind::overtaken);
  season.queue({100});
  ids.push_back(NotificationId{count + 1});
  CHECK(kind_of([&] { settle(season.run); }) == FaultKind::overtaken);
  CHECK(list_outbox(season.database, "sent", {}, 100).empty());
  ids.pop_back();
  settle(season.run);
  const auto sent = list_outbox(season.database, "sent", {}, 100);
  CHECK(sent.size() == ids.size());
  for (const OutboxListing& row : sent) {
    CHECK(row.attempts == 1);
    CHECK(row.delivery.empty());
  }
  CHECK(kind_of([&] { settle(season.run); }) == FaultKind::overtaken);
}

TEST_CASE("a message that was not claimed is not settled, deferred or released", "[claims]") {
  Queue season;
  season.queue({100});
  const Claim claim{NotificationId{1}, season.run};
  CHECK_FALSE(season.settle(claim.id, claim.run, {"sent", at(150), "", ""}));
  CHECK_FALSE(defer_claim(season.database, claim, {at(200), false, true, ""}));
  CHECK_FALSE(release_claim(season.database, claim));
  CHECK(season.listing(NotificationId{1}).state == "pending");
}

TEST_CASE("a deferred message comes again at its instant, and the try counts if it was one",
          "[claims]") {
  Queue season;
  season.queue({100});
  const NotificationId id = season.claim(100).at(0).id;
  const Claim claim{id, season.run};
  const Deferral later{at(400), true, true, "кейін"};
  CHECK_FALSE(defer_claim(season.database, {id, season.other}, later));
  CHECK(defer_claim(season.database, claim, later) == season.morning.tally);
  CHECK_FALSE(defer_claim(season.database, claim, later));
  CHECK(season.listing(id).state == "pending");
  CHECK(season.listing(id).attempts == 1);
  CHECK(season.listing(id).reason == "кейін");
  CHECK(season.claim(399).empty());
  REQUIRE(season.claim(400).size() == 1);
  CHECK(defer_claim(season.database, claim, {at(500), false, false, ""}));
  CHECK(season.listing(id).attempts == 1);
}

TEST_CASE("a released claim is back in its old place", "[claims]") {
  Queue season;
  season.queue({100, 200});
  const auto claimed = season.claim(100);
  REQUIRE(claimed.size() == 1);
  CHECK_FALSE(release_claim(season.database, {claimed[0].id, season.other}));
  CHECK(release_claim(season.database, {claimed[0].id, season.run}) == season.morning.tally);
  CHECK_FALSE(release_claim(season.database, {claimed[0].id, season.run}));
  const auto again = season.claim(200);
  REQUIRE(again.size() == 2);
  CHECK(again[0].id == claimed[0].id);
  CHECK(again[0].attempts == 0);
}

TEST_CASE("what an ended run had claimed is free for others", "[claims]") {
  Queue season;
  season.queue({100, 100, 100});
  const auto claimed = season.claim(100, 2);
  const auto others = claim_due(season.database, season.other, {"email", at(100), 1});
  REQUIRE(claimed.size() == 2);
  REQUIRE(others.size() == 1);
  CHECK_FALSE(has_dead_claims(season.database));
  CHECK(release_dead_claims(season.database).empty());
  mark_run_ended(season.database, season.run, at(500));
  CHECK(has_dead_claims(season.database));
  CHECK(release_dead_claims(season.database) ==
        std::vector{season.morning.tally, season.morning.tally});
  CHECK_FALSE(has_dead_claims(season.database));
  CHECK_FALSE(season.settle(claimed[0].id, season.run, {"sent", at(600), "", ""}));
  CHECK(claim_due(season.database, season.other, {"email", at(100), 10}).size() == 2);
  CHECK(season.settle(others[0].id, season.other, {"sent", at(600), "", ""}));
}

TEST_CASE("a delivery that is under way ends once", "[claims][deliveries]") {
  Queue season;
  season.queue({100, 100, 100});
  const auto claimed = season.claim(100);
  REQUIRE(claimed.size() == 3);
  const auto settle = [&](std::size_t i, const char* provider_id) {
    REQUIRE(season.settle(claimed[i].id, season.run, {"sent", at(150), "", provider_id}));
  };
  settle(0, "sms-17");
  settle(1, "sms-18");
  settle(2, "");
  CHECK(list_accepted(season.database, "email", 10) ==
        std::vector<std::string>{"sms-17", "sms-18"});
  CHECK(list_accepted(season.database, "email", 1).size() == 1);
  CHECK(list_accepted(season.database, "sms", 10).empty());
  CHECK_FALSE(note_delivery(season.database, "sms", "sms-17", true));
  CHECK_FALSE(note_delivery(season.database, "email", "sms-99", true));
  const auto noted = note_delivery(season.database, "email", "sms-17", true);
  REQUIRE(noted);
  CHECK(noted->id == claimed[0].id);
  CHECK(noted->application == claimed[0].application);
  CHECK(noted->kind == "results_due");
  CHECK(noted->tally == season.morning.tally);
  CHECK_FALSE(note_delivery(season.database, "email", "sms-17", false));
  CHECK(note_delivery(season.database, "email", "sms-18", false));
  CHECK(season.listing(claimed[0].id).delivery == "delivered");
  CHECK(season.listing(claimed[1].id).delivery == "undelivered");
  CHECK(season.listing(claimed[2].id).delivery.empty());
  CHECK(list_accepted(season.database, "email", 10).empty());
}

}  // namespace
}  // namespace keste::store
