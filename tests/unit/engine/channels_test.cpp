// From one channel to the next, dead addresses, call lists, and what next hops report.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include "store/person.hpp"

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

EngineSettings season(bool sms) {
  EngineSettings settings = settings_of(whole_campaign());
  if (sms) settings.channels = {"email", "sms"};
  return settings;
}

Settlement failed(const Notification& message, bool dead = false) {
  Settlement made = settlement(message.id, Delivery::failed, {}, "550 no such user");
  made.address_dead = dead;
  return made;
}

std::vector<std::string> calls(World& world) {
  std::vector<std::string> listed;
  for (const Facts& row : desk(world, ListCalls{}).rows) {
    listed.push_back(fact(row, "application") + " " + fact(row, "kind"));
  }
  return listed;
}

using Calls = std::vector<std::string>;

TEST_CASE("what fails by e-mail goes by SMS, and what fails there is called", "[engine][channel]") {
  World world(season(true));
  seat(world, 1, "astana-0920");
  settle(world, {failed(claim(world)[0])});
  CHECK(claim(world).empty());
  CHECK(calls(world).empty());
  const auto by_sms = claim(world, 10, "sms");
  REQUIRE(by_sms.size() == 1);
  CHECK(by_sms[0].kind == "application_received");
  CHECK(by_sms[0].channel == "sms");
  CHECK(by_sms[0].phone == "+77010000000");
  CHECK(by_sms[0].attempts == 0);
  settle(world, {failed(by_sms[0])});
  CHECK(calls(world) == Calls{"1 application_received"});
  CHECK(claim(world, 10, "sms").empty());
  CHECK(fact(desk(world, AccountForAll{}).facts, "accounted_for") == "yes");
}

TEST_CASE("without SMS the applicant is called at once, and once", "[engine][channel]") {
  World world(season(false));
  const auto view = seat(world, 1, "astana-0920");
  settle(world, {failed(claim(world)[0])});
  CHECK(calls(world) == Calls{"1 application_received"});
  REQUIRE(desk(world, MarkCalled{view.id, "told by phone"}).refusal.empty());
  CHECK(desk(world, MarkCalled{view.id, "again"}).refusal == "not-on-the-call-list");
  CHECK(calls(world).empty());
  ListCalls all;
  all.with_called = true;
  CHECK(desk(world, all).rows.size() == 1);
  CHECK(desk(world, ListCalls{"atlantis", false}).refusal == "city-unknown");
}

TEST_CASE("a dead address gets nothing more until it is released", "[engine][channel]") {
  const ScratchFolder folder;
  World world(season(true), folder.file("keste.db"));
  const auto view = seat(world, 1, "astana-0920");
  settle(world, {failed(claim(world)[0], true)});
  world.restart();
  send(world, "sms");
  change_session(world, view.ticket, "astana-0905");
  CHECK(claim(world).empty());
  const auto by_sms = claim(world, 10, "sms");
  REQUIRE(by_sms.size() == 1);
  CHECK(by_sms[0].kind == "session_changed");
  CHECK(by_sms[0].before->session == "astana-0920");
  settle(world, {failed(by_sms[0], true)});
  CHECK(calls(world) == Calls{"1 session_changed"});
  CHECK(desk(world, ReleaseAddress{"nothing"}).refusal == "address-wrong");
  CHECK(fact(desk(world, ReleaseAddress{"applicant1@EXAMPLE.kz"}).facts, "released") == "yes");
  CHECK(fact(desk(world, ReleaseAddress{"applicant1@example.kz"}).facts, "released") == "no");
  CHECK(fact(desk(world, ReleaseAddress{"8 701 000 00 00"}).facts, "released") == "yes");
  withdraw(world, view.ticket);
  seat(world, 1, "astana-0920");
  CHECK(claim(world).size() == 1);
}

TEST_CASE("a next hop's report is final once", "[engine][channel]") {
  using State = DeliveryReport::State;
  World world(season(true));
  seat(world, 1, "astana-0920");
  Settlement accepted = settlement(claim(world)[0].id, Delivery::sent);
  accepted.provider_id = "m-1";
  settle(world, {accepted});
  const auto report = [&](State state, const std::string& channel = "email") {
    world.turn([&](Turn& turn) { turn.note_deliveries({{channel, "m-1", state, ""}}); });
    return outbox(world).front().delivery;
  };
  CHECK(outbox(world).front().delivery == "under_way");
  CHECK(report(State::under_way) == "under_way");
  CHECK(report(State::delivered, "sms") == "under_way");
  SECTION("delivered") {
    CHECK(report(State::delivered) == "delivered");
    CHECK(report(State::undelivered) == "delivered");
    CHECK(report(State::under_way) == "delivered");
    CHECK(claim(world, 10, "sms").empty());
  }
  SECTION("bounced hours later") {
    CHECK(report(State::undelivered) == "undelivered");
    CHECK(claim(world, 10, "sms").size() == 1);
    CHECK(report(State::undelivered) == "undelivered");
    CHECK(report(State::delivered) == "undelivered");
    CHECK(claim(world, 10, "sms").empty());
    CHECK(outbox(world).size() == 2);
  }
}

TEST_CASE("what is held counts no try, what is deferred does", "[engine][channel]") {
  const auto [delivery, attempts] =
      GENERATE(table<Delivery, int>({{Delivery::held, 0}, {Delivery::deferred, 1}}));
  World world(season(false));
  seat(world, 1, "astana-0920");
  const Instant morning = world.now() + 9h;
  settle(world, {settlement(claim(world)[0].id, delivery, morning, "quiet hours")});
  world.set(morning - 1us);
  CHECK(claim(world).empty());
  CHECK(world.engine().find_next_outbox("email") == morning);
  world.set(morning);
  const auto again = claim(world);
  REQUIRE(again.size() == 1);
  CHECK(again[0].attempts == attempts);
}

TEST_CASE("everybody is accounted for also where the second way was no longer true",
          "[engine][channel]") {
  World world(season(true));
  fire_all(world);
  seat(world, 1, "astana-0905");
  send_all(world);
  world.set("2023-09-04T10:00:00+06:00");
  fire_all(world);
  settle(world, {failed(claim(world)[0])});
  world.set("2023-09-05T10:00:00+06:00");
  CHECK(claim(world, 10, "sms").empty());
  CHECK(reason_of(world, "session_reminder") == "the session had started");
  CHECK(fact(desk(world, AccountForAll{}).facts, "accounted_for") == "yes");
}

TEST_CASE("each kind is dropped when it is no longer true", "[engine][truth]") {
  World world(season(false));
  fire_all(world);
  const auto gone = seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  const auto third =
      std::get<ApplicationView>(apply(world, make_command(3, "almaty-0915", world.receipt())));
  SECTION("a place in the line that became a seat") {
    withdraw(world, gone.ticket);
    send_all(world);
    CHECK(reason_of(world, "waitlisted") == "the applicant waits no longer");
  }
  SECTION("a seat allotted to who withdrew") {
    withdraw(world, gone.ticket);
    withdraw(world, third.ticket);
    CHECK(send_all(world) == 1);
    CHECK(reason_of(world, "seat_allotted") == "the application was withdrawn");
  }
  SECTION("a seat allotted that was lost again") {
    send_all(world);
    withdraw(world, gone.ticket);
    desk(world, CancelSession{"almaty-0915", "no heating"});
    fire_all(world);
    send_all(world);
    CHECK(reason_of(world, "seat_allotted") == "the applicant has no seat any more");
  }
  SECTION("a receipt of a seat that was cancelled meanwhile") {
    desk(world, CancelSession{"almaty-0915", "no heating"});
    CHECK(send_all(world) == 1);
    // It waits for what becomes of the seat.
    CHECK(count_outbox(world, "application_received", "dropped") == 0);
    fire_all(world);
    world.set(world.now() + 10min);
    send_all(world);
    CHECK(reason_of(world, "application_received") == "the applicant has no seat any more");
  }
  SECTION("a change for who has no seat any more") {
    send_all(world);
    MoveSession move;
    move.session = "almaty-0915";
    move.venue = "Room 7";
    move.reason = "broken chairs";
    desk(world, move);
    fire_all(world);
    desk(world, CancelSession{"almaty-0915", "no heating"});
    fire_all(world);
    world.set(world.now() + 10min);
    for (const auto& message : send(world)) CHECK(message.kind != "session_changed");
    CHECK(reason_of(world, "session_changed") == "the applicant has no seat any more");
  }
  SECTION("what is meant for somebody erased") {
    const auto id = store::ApplicationId{gone.id.value};
    world.turn([&](Turn& turn) {
      store::erase_person(turn.database(), id, std::string(16, 'x'), std::string(16, 'y'));
    });
    send_all(world);
    CHECK(reason_of(world, "application_received") == "the person's data were erased");
  }
}

TEST_CASE("who was marked absent after all is not told when to expect a result",
          "[engine][truth]") {
  World world(season(false));
  fire_all(world);
  const auto one = seat(world, 1, "astana-0905");
  send_all(world);
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  send_all(world);
  desk(world, FinishSession{"astana-0905", {}, {}});
  fire_all(world);
  desk(world, MarkAttendance{"astana-0905", {}, {one.id}});
  CHECK(send_all(world) == 0);
  CHECK(reason_of(world, "session_finished") == "the applicant was not there");
}

}  // namespace
}  // namespace keste::engine
