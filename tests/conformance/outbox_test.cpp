// What is put into the outbox: receipts, single messages, fan-outs, and other channels.
#include <catch2/catch.hpp>

#include <set>

#include "conformance/fixture.hpp"
#include "store/outbox.hpp"
#include "store/promo_codes.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

std::vector<OutboxListing> list(Season& season, const char* state = "") {
  return list_outbox(season.database, state, {}, 1'000);
}

std::vector<ApplicationId> recipients(Season& season, std::string_view kind) {
  std::vector<ApplicationId> ids;
  for (const OutboxListing& row : list(season)) {
    if (row.kind == kind) ids.push_back(row.application);
  }
  return ids;
}

TEST_CASE("each application of a turn gets its receipt, and who waits is told that", "[outbox]") {
  Season season;
  season.add(season.seated(1));
  season.add(season.seated(2));
  season.add(season.waiting(3));
  season.add(season.accepted(4));
  commit(season.database, [&] { insert_received(season.database, ApplicationId{1}, 3, at(150)); });
  const auto receipts = list(season);
  REQUIRE(receipts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(receipts[i].application == ApplicationId{static_cast<std::int64_t>(i) + 2});
    CHECK(receipts[i].state == "pending");
    CHECK(receipts[i].attempts == 0);
    CHECK(receipts[i].channel == "email");
    CHECK(receipts[i].delivery.empty());
    CHECK(receipts[i].reason.empty());
  }
  CHECK(receipts[0].kind == "application_received");
  CHECK(receipts[0].city == "astana");
  CHECK(receipts[0].session_code == "astana-0905");
  CHECK(receipts[1].kind == "waitlisted");
  CHECK(receipts[1].session_code.empty());
  CHECK(receipts[2].kind == "application_received");
  CHECK(receipts[2].city.empty());
}

TEST_CASE("receipts of applications taken by the same transaction find them", "[outbox]") {
  Season season;
  commit(season.database, [&] {
    for (int person = 1; person <= 33; ++person) {
      NewApplication wanted = season.seated(person);
      wanted.id = ApplicationId{person};
      insert_application(season.database, wanted);
    }
    insert_received(season.database, ApplicationId{0}, 33, at(150));
  });
  CHECK(recipients(season, "application_received").size() == 33);
}

TEST_CASE("a message keeps its kind, its result and when it may leave", "[outbox]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const RunId run = insert_run(season.database, at(1), "");
  NewNotification wanted{id, season.morning.tally, "result_ready", at(500), 17};
  insert_notification(season.database, wanted, at(150));
  CHECK(claim_due(season.database, run, {"email", at(499), 10}).empty());
  const auto claimed = claim_due(season.database, run, {"email", at(500), 10});
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].application == id);
  CHECK(claimed[0].tally == season.morning.tally);
  CHECK(claimed[0].kind == "result_ready");
  CHECK(claimed[0].queued_at == at(150));
  CHECK(claimed[0].not_before == at(500));
  CHECK(claimed[0].result == 17);
  CHECK(claimed[0].attempts == 0);
}

TEST_CASE("a message to a branch has no application", "[outbox]") {
  Season season;
  const RunId run = insert_run(season.database, at(1), "");
  const NewNotification wanted{{}, season.any_of_astana, "window_closed", {}, 0};
  insert_notification(season.database, wanted, at(150));
  CHECK_FALSE(list(season).at(0).application);
  CHECK(list(season).at(0).city == "astana");
  const auto claimed = claim_due(season.database, run, {"email", at(150), 10});
  REQUIRE(claimed.size() == 1);
  CHECK_FALSE(claimed[0].application);
  CHECK(claimed[0].result == 0);
}

TEST_CASE("the same message goes by another channel", "[outbox]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const RunId run = insert_run(season.database, at(1), "");
  const NewNotification wanted{id, season.morning.tally, "result_ready", {}, 17};
  insert_notification(season.database, wanted, at(150));
  const auto failed = claim_due(season.database, run, {"email", at(150), 10});
  REQUIRE(failed.size() == 1);
  commit(season.database, [&] {
    settle_claim(season.database, {failed[0].id, run}, {"failed", at(160), "550", ""});
  });
  CHECK(insert_fallback(season.database, failed[0].id, "sms"));
  CHECK_FALSE(insert_fallback(season.database, NotificationId{99}, "sms"));
  CHECK(claim_due(season.database, run, {"email", at(900), 10}).empty());
  const auto claimed = claim_due(season.database, run, {"sms", at(900), 10});
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].id != failed[0].id);
  CHECK(claimed[0].application == id);
  CHECK(claimed[0].tally == season.morning.tally);
  CHECK(claimed[0].kind == "result_ready");
  CHECK(claimed[0].result == 17);
  CHECK(claimed[0].attempts == 0);
}

TEST_CASE("a session's roster is gone through in chunks", "[outbox][chunks]") {
  Season season;
  season.add_many(1, 2);
  season.add(season.seated(3, season.evening));
  season.add_many(4, 6);
  season.extend();
  const SessionId morning = season.morning.session.id;
  const Chunk first = find_chunk(season.database, morning, 0, 3);
  CHECK(first.after == 0);
  CHECK(first.last == 4);
  CHECK(first.count == 3);
  const Chunk second = find_chunk(season.database, morning, first.last, 3);
  CHECK(second.after == 4);
  CHECK(second.last == 6);
  CHECK(second.count == 2);
  CHECK(find_chunk(season.database, morning, second.last, 3).count == 0);
  CHECK(insert_chunk(season.database, morning, "results_due", at(150), first) == 3);
  CHECK(recipients(season, "results_due") ==
        std::vector{ApplicationId{1}, ApplicationId{2}, ApplicationId{4}});
  CHECK(insert_chunk(season.database, morning, "results_due", at(150), second) == 2);
  CHECK(list(season).size() == 5);
}

TEST_CASE("a fan-out tells those who have their seat in the session still", "[outbox][chunks]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  season.extend();
  mark_ended(season.database, ids[0], "withdrawn", at(200));
  mark_seated(season.database, {ids[1], season.evening.session.id, season.evening.tally, 1});
  const SessionId morning = season.morning.session.id;
  const Chunk all = find_chunk(season.database, morning, 0, 10);
  CHECK(insert_chunk(season.database, morning, "session_reminder", at(150), all) == 1);
  CHECK(recipients(season, "session_reminder") == std::vector{ids[2]});
}

TEST_CASE("who waits for the news of a change gets no second of its kind", "[outbox][chunks]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  season.extend();
  const RunId run = insert_run(season.database, at(1), "");
  const SessionId morning = season.morning.session.id;
  const Chunk first = find_chunk(season.database, morning, 0, 2);
  const Chunk all = find_chunk(season.database, morning, 0, 10);
  const ChangeNotice changed{"session_changed", at(150), at(300)};
  const ChangeNotice moved{"due_date_moved", at(150), at(300)};
  CHECK_FALSE(has_waiting_change(season.database, ids[0], "session_changed"));
  CHECK(insert_changes(season.database, morning, changed, first) == 2);
  CHECK(has_waiting_change(season.database, ids[0], "session_changed"));
  CHECK_FALSE(has_waiting_change(season.database, ids[0], "due_date_moved"));
  CHECK_FALSE(has_waiting_change(season.database, ids[2], "session_changed"));
  CHECK(insert_changes(season.database, morning, changed, all) == 1);
  CHECK(insert_changes(season.database, morning, moved, all) == 3);
  CHECK(claim_due(season.database, run, {"email", at(299), 10}).empty());
  CHECK(claim_due(season.database, run, {"email", at(300), 10}).size() == 6);
  CHECK_FALSE(has_waiting_change(season.database, ids[0], "session_changed"));
  CHECK(insert_changes(season.database, morning, changed, all) == 3);
}

TEST_CASE("everybody of a chunk with a seat has sat the test, and spent the code",
          "[outbox][chunks]") {
  Season season;
  std::vector<std::string> codes;
  std::vector<ApplicationId> ids;
  for (int person = 1; person <= 4; ++person) codes.push_back(bytes_of(700 + person));
  for (int person = 1; person <= 4; ++person) {
    NewApplication wanted = season.seated(person);
    wanted.code_key = codes[static_cast<std::size_t>(person) - 1];
    ids.push_back(season.add(wanted));
    const CodeRef code{season.campaign, wanted.code_key};
    REQUIRE(insert_code(season.database,
                        {code, season.key(person), "QAZTEST", "issued", ids.back(), "s"}, at(1)));
  }
  season.extend();
  mark_absent(season.database, ids[1], at(2'000));
  const Chunk chunk = find_chunk(season.database, season.morning.session.id, 0, 3);
  mark_chunk_tested(season.database, season.campaign, season.morning.session.id, chunk, at(2'100));
  const auto state_of = [&](std::size_t i) {
    return season.state_of(ids[i]) + " " +
           find_code(season.database, {season.campaign, codes[i]})->state;
  };
  CHECK(state_of(0) == "tested redeemed");
  CHECK(state_of(1) == "absent reserved");
  CHECK(state_of(2) == "tested redeemed");
  CHECK(state_of(3) == "seated reserved");
}

TEST_CASE("the outbox is listed by state, a page at a time", "[outbox]") {
  Season season;
  season.add_many(1, 3);
  commit(season.database, [&] { insert_received(season.database, ApplicationId{0}, 3, at(150)); });
  const RunId run = insert_run(season.database, at(1), "");
  REQUIRE(claim_due(season.database, run, {"email", at(150), 1}).size() == 1);
  CHECK(list(season, "pending").size() == 2);
  CHECK(list(season, "claimed").size() == 1);
  CHECK(list(season, "sent").empty());
  const auto first = list_outbox(season.database, "", {}, 2);
  REQUIRE(first.size() == 2);
  const auto rest = list_outbox(season.database, "", first.back().id, 2);
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].application == ApplicationId{3});
}

}  // namespace
}  // namespace keste::store
