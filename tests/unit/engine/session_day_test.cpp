// Sessions at the desk: finished, attended, moved, cancelled, with fewer seats.
#include <map>

#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

/// Two more in Astana: 12 September (2 seats) and 15 September (2 seats).
campaign::Campaign campaign_of_four() {
  campaign::Campaign made = whole_campaign();
  for (const char* day : {"12", "15"}) {
    const std::string on = std::string("2023-09-") + day;
    const std::string id = std::string("astana-09") + day;
    made.sessions.push_back(session(id, "astana", on + "T10:00", on + "T12:30"));
    session_in(made, id).seats = 2;
  }
  return made;
}

const SessionSnapshot& session_of(World& world, const std::string& id) {
  for (const auto& city : world.snapshot().cities) {
    for (const SessionSnapshot& found : city->sessions) {
      if (found.id == id) return found;
    }
  }
  throw std::logic_error("no such session in the snapshot");
}

MoveSession to_hour(World& world, const std::string& id, std::chrono::hours later) {
  MoveSession move;
  move.session = id;
  move.starts_at = session_of(world, id).starts_at + later;
  move.reason = "no light in the building";
  return move;
}

std::vector<std::string> kinds_of(const std::vector<Notification>& messages) {
  std::vector<std::string> kinds;
  for (const auto& message : messages) kinds.push_back(message.kind);
  return kinds;
}

using Kinds = std::vector<std::string>;

TEST_CASE("a session that ends on another day has another due date, which is told",
          "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  const auto there = seat(world, 1, "astana-0905");
  const auto absent = seat(world, 2, "astana-0905");
  send_all(world);
  world.set("2023-09-06T00:30:00+06:00");
  fire_all(world);
  send_all(world);
  FinishSession finish{"astana-0905", {}, {absent.id}};
  const DeskReport report = desk(world, finish);
  REQUIRE(report.refusal.empty());
  CHECK(fact(report.facts, "due_at") == "2023-09-08T18:00:00+06:00");
  CHECK(fact(report.facts, "finished_at") == "2023-09-06T00:30:00+06:00");
  CHECK(fact(report.facts, "absent") == "1");
  CHECK(entry(world, "results_due", "astana-0905").at == instant("2023-09-08T18:00:00+06:00"));
  fire_all(world);
  const auto sent = send(world);
  REQUIRE(kinds_of(sent) == Kinds{"session_finished"});
  CHECK(sent[0].application == there.id);
  CHECK(sent[0].due_at == instant("2023-09-08T18:00:00+06:00"));
  CHECK(sent[0].ends_at == instant("2023-09-06T00:30:00+06:00"));
  CHECK(look(world, there.ticket).state == "tested");
  CHECK(look(world, absent.ticket).state == "absent");
  world.set("2023-09-08T18:00:00+06:00");
  fire_all(world);
  CHECK(kinds_of(send(world)) == Kinds{"results_due"});
}

TEST_CASE("the end of a session is within its day", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  seat(world, 1, "astana-0905");
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  const auto word = [&](const std::string& id, std::string_view at) {
    return desk(world, FinishSession{id, instant(at), {}}).refusal;
  };
  CHECK(word("astana-0931", "2023-09-05T12:00:00+06:00") == "session-unknown");
  CHECK(word("astana-0905", "2023-09-05T10:00:00+06:00") == "end-out-of-range");
  CHECK(word("astana-0905", "2023-09-05T13:00:00.000001+06:00") == "end-out-of-range");
  CHECK(word("astana-0905", "2023-09-05T10:00:00.000001+06:00").empty());
  desk(world, CancelSession{"astana-0912", "no heating"});
  CHECK(word("astana-0912", "2023-09-05T12:00:00+06:00") == "session-cancelled");
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(word("astana-0905", "2023-09-05T12:00:00+06:00") == "results-already-due");
}

TEST_CASE("finished again: only a due date that moves is told", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  seat(world, 1, "astana-0905");
  world.set("2023-09-06T09:00:00+06:00");
  fire_all(world);
  FinishSession finish{"astana-0905", instant("2023-09-05T12:45:00+06:00"), {}};
  REQUIRE(desk(world, finish).refusal.empty());
  fire_all(world);
  send_all(world);
  SECTION("the same again") { finish.ended_at = instant("2023-09-05T12:45:00+06:00"); }
  SECTION("another hour") { finish.ended_at = instant("2023-09-05T13:45:00+06:00"); }
  SECTION("another day") { finish.ended_at = instant("2023-09-06T00:45:00+06:00"); }
  REQUIRE(desk(world, finish).refusal.empty());
  fire_all(world);
  world.set(world.now() + 5min);
  const bool other_day = *finish.ended_at >= instant("2023-09-06T00:00:00+06:00");
  CHECK(kinds_of(send(world)) == (other_day ? Kinds{"due_date_moved"} : Kinds{}));
  CHECK(session_of(world, "astana-0905").finished_at == finish.ended_at);
}

TEST_CASE("attendance is marked from the start on, and taken back", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  const auto one = seat(world, 1, "astana-0905");
  const auto other = seat(world, 2, "astana-0912");
  const MarkAttendance absent{"astana-0905", {}, {one.id, other.id, ApplicationId{99}}};
  world.set(one.starts_at - 1us);
  CHECK(desk(world, absent).refusal == "session-not-started");
  world.set(one.starts_at);
  const DeskReport report = desk(world, absent);
  CHECK(report.rows.size() == 2);
  CHECK(fact(report.rows[0], "problem") == "not-in-this-session");
  CHECK(look(world, one.ticket).state == "absent");
  CHECK(session_of(world, "astana-0905").applications.absent == 1);
  CHECK(session_of(world, "astana-0905").seats_taken == 1);
  desk(world, MarkAttendance{"astana-0905", {one.id}, {}});
  CHECK(session_of(world, "astana-0905").applications.absent == 0);
  CHECK(look(world, one.ticket).state == "tested");
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  ResultLine line;
  line.application = one.id;
  line.level = "B1";
  line.status = "final";
  desk(world, TakeResults{{line}});
  CHECK(fact(desk(world, MarkAttendance{"astana-0905", {}, {one.id}}).rows.at(0), "problem") ==
        "has-result");
}

TEST_CASE("who is absent is told nothing of results", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  const auto one = seat(world, 1, "astana-0905");
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  send_all(world);
  desk(world, FinishSession{"astana-0905", {}, {one.id}});
  world.set("2023-09-12T09:00:00+06:00");
  fire_all(world);
  CHECK(send(world).empty());
  CHECK(count_outbox(world, "results_overdue") == 0);
}

TEST_CASE("a session that moves takes its agenda along, and tells old and new", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  const auto view = seat(world, 1, "astana-0905");
  send_all(world);
  MoveSession move = to_hour(world, "astana-0905", 48h);
  move.venue = "Room 7";
  REQUIRE(desk(world, move).refusal.empty());
  const Instant starts_at = instant("2023-09-07T10:00:00+06:00");
  CHECK(entry(world, "session_starts", "astana-0905").at == starts_at);
  CHECK(entry(world, "session_reminder", "astana-0905").at == starts_at - 24h);
  CHECK(entry(world, "waitlist_ends", "astana-0905").at == starts_at - 24h);
  CHECK(entry(world, "results_due", "astana-0905").at == instant("2023-09-11T18:00:00+06:00"));
  fire_all(world);
  CHECK(send(world).empty());  // Perhaps it moves again.
  world.set(world.now() + 5min);
  const auto sent = send(world);
  REQUIRE(kinds_of(sent) == Kinds{"session_changed"});
  CHECK(sent[0].starts_at == starts_at);
  CHECK(sent[0].ends_at == starts_at + 150min);
  CHECK(sent[0].venue == "Room 7");
  CHECK(sent[0].before->starts_at == view.starts_at);
  CHECK(sent[0].before->due_at == view.due_at);
  CHECK(sent[0].sequence == 1);
  CHECK(sent[0].answer_by == instant("2023-09-04T09:00:00+06:00"));
}

TEST_CASE("who is moved at short notice may still leave until the answer is due", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  const auto view = seat(world, 1, "astana-0905");
  world.set("2023-09-04T20:00:00+06:00");
  fire_all(world);
  REQUIRE(word_of(withdraw(world, view.ticket)) == "cut-off-passed");
  REQUIRE(desk(world, to_hour(world, "astana-0905", 4h)).refusal.empty());
  CHECK(look(world, view.ticket).change_until == instant("2023-09-05T14:00:00+06:00"));
  world.set("2023-09-05T13:59:59+06:00");
  CHECK(word_of(withdraw(world, view.ticket)) == "withdrawn");
}

TEST_CASE("several moves become one message, and a move back again none", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  seat(world, 1, "astana-0905");
  send_all(world);
  desk(world, to_hour(world, "astana-0905", 24h));
  fire_all(world);
  world.set(world.now() + 2min);
  SECTION("twice") {
    desk(world, to_hour(world, "astana-0905", 24h));
    fire_all(world);
    world.set(world.now() + 3min);
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].starts_at == instant("2023-09-07T10:00:00+06:00"));
    CHECK(sent[0].sequence == 2);
    world.set(world.now() + 1h);
    CHECK(send(world).empty());
  }
  SECTION("and back, somebody having come in between") {
    const auto between = seat(world, 2, "astana-0905");
    desk(world, to_hour(world, "astana-0905", -24h));
    const auto after = seat(world, 3, "astana-0905");
    fire_all(world);
    world.set(world.now() + 1h);
    const auto sent = send(world);
    REQUIRE(kinds_of(sent) ==
            Kinds{"application_received", "application_received", "session_changed"});
    CHECK(sent[2].application == between.id);
    CHECK(after.starts_at == instant("2023-09-05T10:00:00+06:00"));
  }
}

TEST_CASE("a message that left while the session moved there and back is put right",
          "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  seat(world, 1, "astana-0905");
  desk(world, to_hour(world, "astana-0905", 24h));
  fire_all(world);
  const auto receipt = claim(world);
  REQUIRE(receipt.size() == 1);
  CHECK(receipt[0].starts_at == instant("2023-09-06T10:00:00+06:00"));
  desk(world, to_hour(world, "astana-0905", -24h));
  fire_all(world);
  world.set(world.now() + 10min);
  CHECK(send(world).empty());
  settle(world, {settlement(receipt[0].id, Delivery::sent)});
  const auto sent = send(world);
  REQUIRE(kinds_of(sent) == Kinds{"session_changed"});
  CHECK(sent[0].starts_at == instant("2023-09-05T10:00:00+06:00"));
  CHECK(sent[0].before->starts_at == instant("2023-09-06T10:00:00+06:00"));
}

TEST_CASE("a move is within reason", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  const auto refused = [&](auto change) {
    MoveSession move = to_hour(world, "astana-0905", 0h);
    change(move);
    return desk(world, move).refusal;
  };
  CHECK(refused([](auto& m) { m.session = "x"; }) == "session-unknown");
  CHECK(refused([](auto& m) { m.reason = "no"; }) == "reason-missing");
  CHECK(refused([](auto& m) { m.ends_at = *m.starts_at; }) == "end-before-start");
  CHECK(refused([&](auto& m) { m.starts_at = world.now(); }) == "start-in-the-past");
  CHECK(refused([](auto& m) { m.seats = -1; }) == "seats-out-of-range");
  CHECK(refused([](auto& m) { m.starts_at = instant("2024-12-31T10:00:00+05:00"); }) ==
        "outside-testing-span");
  CHECK(refused([](auto& m) { m.ends_at = instant("2023-09-06T00:00:00.000002+06:00"); }) ==
        "outside-testing-span");
  CHECK(refused([](auto& m) { m.venue = std::string(301, 'a'); }) == "text-too-long");
  world.set("2023-09-05T10:00:00+06:00");
  CHECK(refused([](auto& m) { m.starts_at = instant("2023-09-09T10:00:00+06:00"); }) ==
        "session-under-way");
}

TEST_CASE("seats lowered below those taken drop nobody and take no more", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  std::vector<ApplicationView> views;
  for (int person = 1; person <= 3; ++person) views.push_back(seat(world, person, "astana-0905"));
  send_all(world);
  MoveSession fewer;
  fewer.session = "astana-0905";
  fewer.seats = 1;
  fewer.reason = "broken chairs";
  REQUIRE(desk(world, fewer).refusal.empty());
  fire_all(world);
  world.set(world.now() + 1h);
  CHECK(send(world).empty());
  CHECK(session_of(world, "astana-0905").seats == 1);
  CHECK(session_of(world, "astana-0905").seats_taken == 3);
  CHECK(word_of(apply(world, 4, "astana-0905")) == "waitlisted");
  withdraw(world, views[0].ticket);
  withdraw(world, views[1].ticket);
  CHECK(session_of(world, "astana-0905").seats_taken == 1);
  CHECK(session_of(world, "astana-0905").applications.waitlisted == 1);
  withdraw(world, views[2].ticket);
  CHECK(session_of(world, "astana-0905").applications.waitlisted == 0);
  CHECK(session_of(world, "astana-0905").seats_taken == 1);
}

TEST_CASE("the people of a cancelled session are seated in their city in order of receipt, or wait",
          "[engine][cancel]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  std::vector<ApplicationView> views;
  for (int person = 1; person <= 3; ++person) views.push_back(seat(world, person, "astana-0905"));
  MoveSession fewer;
  fewer.session = "astana-0920";
  fewer.seats = 0;
  fewer.reason = "broken chairs";
  REQUIRE(desk(world, fewer).refusal.empty());
  fewer.session = "astana-0915";
  REQUIRE(desk(world, fewer).refusal.empty());
  send_all(world);
  REQUIRE(desk(world, CancelSession{"astana-0905", "no heating"}).refusal.empty());
  CHECK(desk(world, CancelSession{"astana-0905", "no heating"}).refusal.empty());
  fire_all(world);
  CHECK(entry(world, "session_starts", "astana-0905").state == "void");
  CHECK(session_of(world, "astana-0905").state == SessionState::cancelled);
  CHECK(session_of(world, "astana-0905").seats_taken == 0);
  const auto sent = send(world);
  REQUIRE(kinds_of(sent) == Kinds(3, "session_cancelled"));
  CHECK(sent[0].outcome == "reseated");
  CHECK(sent[0].session == "astana-0912");
  CHECK(sent[0].before->session == "astana-0905");
  CHECK(sent[0].sequence == 1);
  CHECK(sent[1].outcome == "reseated");
  CHECK(sent[2].outcome == "waitlisted");
  CHECK(sent[2].session.empty());
  CHECK(sent[2].sequence == 1);
  // Who waits gets the next seat, with an entry that rises once more.
  withdraw(world, views[0].ticket);
  const auto allotted = send(world);
  REQUIRE(kinds_of(allotted) == Kinds{"seat_allotted"});
  CHECK(allotted[0].application == views[2].id);
  CHECK(allotted[0].session == "astana-0912");
  CHECK(allotted[0].sequence == 2);
  CHECK(word_of(apply(world, 9, "astana-0905")) == "session-cancelled");
}

TEST_CASE("who had waited longer comes before those of a cancelled session", "[engine][cancel]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  seat(world, 1, "astana-0912");
  seat(world, 2, "astana-0912");
  ApplyCommand command = make_command(3, "astana-0912", world.receipt());
  const auto waiting = std::get<ApplicationView>(apply(world, command));
  const auto cancelled = seat(world, 4, "astana-0905");
  MoveSession seats;
  seats.reason = "other rooms";
  for (const char* id : {"astana-0920", "astana-0915"}) {
    seats.session = id;
    seats.seats = 0;
    desk(world, seats);
  }
  desk(world, CancelSession{"astana-0905", "no heating"});
  fire_all(world);
  CHECK(look(world, cancelled.ticket).state == "waitlisted");
  seats.session = "astana-0912";
  seats.seats = 3;
  desk(world, seats);
  CHECK(look(world, waiting.ticket).state == "seated");
  CHECK(look(world, cancelled.ticket).state == "waitlisted");
}

TEST_CASE("where nothing fits, who sat, who waited and who waits for any are free to go",
          "[engine][cancel]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  std::vector<ApplicationView> views;
  for (int person = 1; person <= 4; ++person) {
    ApplyCommand command = make_command(person, "almaty-0915", world.receipt());
    if (person == 4) command.request.session = "";
    views.push_back(std::get<ApplicationView>(apply(world, command)));
  }
  send_all(world);
  desk(world, CancelSession{"almaty-0915", "no heating"});
  fire_all(world);
  for (const auto& view : views) {
    CAPTURE(view.id.value);
    CHECK(look(world, view.ticket).state == "unplaced");
  }
  std::map<std::string, int> told;
  for (const auto& message : send(world)) {
    ++told[message.kind + " " + message.outcome];
    // The session is no more; what was told of it goes, under a number that has risen.
    CHECK(message.starts_at == Instant());
    if (message.kind == "session_cancelled") CHECK((message.before && message.sequence == 1));
  }
  CHECK(told == std::map<std::string, int>{{"session_cancelled unplaced", 2},
                                           {"waitlist_ended unplaced", 2}});
  CHECK(word_of(apply(world, 1, "astana-0920")) == "seated");
}

TEST_CASE("who waited for a cancelled session waits for any", "[engine][cancel]") {
  World world(settings_of(campaign_of_four()));
  fire_all(world);
  seat(world, 1, "astana-0912");
  seat(world, 2, "astana-0912");
  MoveSession none;
  none.reason = "other rooms";
  none.seats = 0;
  for (const char* id : {"astana-0905", "astana-0915", "astana-0920"}) {
    none.session = id;
    desk(world, none);
  }
  const auto waiting =
      std::get<ApplicationView>(apply(world, make_command(3, "astana-0912", world.receipt())));
  send_all(world);
  desk(world, CancelSession{"astana-0912", "no heating"});
  fire_all(world);
  CHECK(look(world, waiting.ticket).state == "waitlisted");
  CHECK(look(world, waiting.ticket).session.empty());
  CHECK(look(world, waiting.ticket).before == 2);
}

TEST_CASE("who was given a seat and not told of it is told in the end that there is none",
          "[engine][cancel]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  const auto gone = seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  const auto lucky =
      std::get<ApplicationView>(apply(world, make_command(3, "almaty-0915", world.receipt())));
  send_all(world);
  withdraw(world, gone.ticket);
  REQUIRE(look(world, lucky.ticket).state == "seated");
  desk(world, CancelSession{"almaty-0915", "no heating"});
  fire_all(world);
  Kinds kinds;
  for (const auto& message : send(world)) {
    if (message.application == lucky.id) kinds.push_back(message.kind);
  }
  CHECK(kinds == Kinds{"waitlist_ended"});
}

TEST_CASE("a session under way is not cancelled", "[engine][cancel]") {
  World world(settings_of(campaign_of_four()));
  world.set("2023-09-05T10:00:00+06:00");
  CHECK(desk(world, CancelSession{"astana-0905", "no heating"}).refusal == "session-under-way");
  CHECK(desk(world, CancelSession{"astana-0912", "no"}).refusal == "reason-missing");
  CHECK(desk(world, CancelSession{"nowhere", "no heating"}).refusal == "session-unknown");
}

TEST_CASE("the roster says who sits there, with what they need", "[engine][day]") {
  World world(settings_of(campaign_of_four()));
  const auto one = seat(world, 1, "astana-0905");
  const auto gone = seat(world, 2, "astana-0905");
  withdraw(world, gone.ticket);
  CHECK(desk(world, SetNeeds{one.id, "a wheelchair", -1}).refusal == "minutes-out-of-range");
  CHECK(desk(world, SetNeeds{ApplicationId{99}, "", 0}).refusal == "application-unknown");
  REQUIRE(desk(world, SetNeeds{one.id, " a wheelchair ", 30}).refusal.empty());
  const DeskReport roster = desk(world, ListRoster{"astana-0905", 0, 10});
  REQUIRE(roster.rows.size() == 1);
  CHECK(fact(roster.rows[0], "iin") == make_iin(1));
  CHECK(fact(roster.rows[0], "needs") == "a wheelchair");
  CHECK(fact(roster.rows[0], "extra_minutes") == "30");
  CHECK(look(world, one.ticket).extra_minutes == 30);
}

}  // namespace
}  // namespace keste::engine
