// What the desk tells people waits, and is stopped by one side or sent by the other.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

EngineSettings held_season() {
  EngineSettings settings = settings_of(whole_campaign());
  settings.hold = 10min;
  return settings;
}

MoveSession move_to(const std::string& session, std::string_view starts_at) {
  MoveSession move;
  move.session = session;
  move.starts_at = instant(starts_at);
  move.reason = "no light in the building";
  return move;
}

std::int64_t number(const DeskReport& report, std::string_view name) {
  const std::string text = fact(report.facts, name);
  REQUIRE(!text.empty());
  return std::stoll(text);
}

DeskReport stop(World& world, std::int64_t release) {
  return desk(world, StopRelease{release, "told by mistake"});
}

DeskReport desk_as(World& world, const DeskCommand& command, const std::string& city) {
  DeskReport report;
  const Actor actor{"user dana", false, {city}};
  world.turn([&](Turn& turn) { report = turn.perform(command, actor); });
  return report;
}

TEST_CASE("until the very instant it leaves a release is stopped whole, from then on it is sent",
          "[engine][release]") {
  const auto [at, sent] = GENERATE(table<std::chrono::microseconds, int>({
      {0us, 0},
      {10min - 1us, 0},
      {10min, 2},
  }));
  World world(held_season());
  seat(world, 1, "astana-0920");
  seat(world, 2, "astana-0920");
  send_all(world);
  const DeskReport moved = desk(world, move_to("astana-0920", "2023-09-20T15:00:00+06:00"));
  CHECK(number(moved, "people") == 2);
  world.set(world.now() + at);
  fire_all(world);
  CHECK(send_all(world) == sent);
  const DeskReport stopped = stop(world, number(moved, "release"));
  CHECK(stopped.refusal == (sent == 0 ? "" : "release-gone"));
  CHECK(fact(stopped.facts, "left") == std::to_string(sent));
  world.set(world.now() + 1h);
  fire_all(world);
  CHECK(send_all(world) == 0);
}

TEST_CASE("what is at the next hop when a release is stopped has left, and is not tried again",
          "[engine][release]") {
  World world(held_season());
  for (int person = 1; person <= 3; ++person) seat(world, person, "astana-0920");
  send_all(world);
  const DeskReport moved = desk(world, move_to("astana-0920", "2023-09-20T15:00:00+06:00"));
  world.set(world.now() + 10min);
  fire_all(world);
  const auto under_way = claim(world, 1);
  REQUIRE(under_way.size() == 1);
  const DeskReport stopped = stop(world, number(moved, "release"));
  CHECK(stopped.refusal.empty());
  CHECK(fact(stopped.facts, "left") == "1");
  CHECK(fact(stopped.facts, "stopped") == "2");
  settle(world, {settlement(under_way[0].id, Delivery::deferred, world.now(), "busy")});
  CHECK(send_all(world) == 0);
  CHECK(reason_of(world, "session_changed") == "stopped at the desk");
}

TEST_CASE("a stopped release is known to be stopped after a restart", "[engine][release][sqlite]") {
  const ScratchFolder folder;
  World world(held_season(), folder.file("keste.db"));
  seat(world, 1, "astana-0920");
  send_all(world);
  const DeskReport moved = desk(world, move_to("astana-0920", "2023-09-20T15:00:00+06:00"));
  world.restart();
  CHECK(stop(world, number(moved, "release")).refusal.empty());
  world.restart();
  CHECK(stop(world, number(moved, "release")).refusal == "release-stopped");
  world.set(world.now() + 1h);
  fire_all(world);
  CHECK(send_all(world) == 0);
}

TEST_CASE("a later change takes over what waits, and the last state is told once",
          "[engine][release]") {
  World world(held_season());
  seat(world, 1, "astana-0920");
  send_all(world);
  const auto first = desk(world, move_to("astana-0920", "2023-09-20T15:00:00+06:00"));
  world.set(world.now() + 5min);
  const auto second = desk(world, move_to("astana-0920", "2023-09-20T16:00:00+06:00"));
  CHECK(stop(world, number(first, "release")).refusal == "release-replaced");
  world.set(world.now() + 9min);
  fire_all(world);
  CHECK(send_all(world) == 0);
  world.set(world.now() + 1min);
  fire_all(world);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].starts_at == instant("2023-09-20T16:00:00+06:00"));
  const auto listed = desk(world, ListReleases{});
  REQUIRE(listed.rows.size() == 2);
  CHECK(fact(listed.rows[0], "state") == "sent");
  CHECK(fact(listed.rows[1], "replaced_by") == std::to_string(number(second, "release")));
}

TEST_CASE("a hold never lets anybody come in vain", "[engine][release]") {
  World world(held_season());
  seat(world, 1, "astana-0920");
  send_all(world);
  world.set("2023-09-20T08:05:00+06:00");
  fire_all(world);
  send_all(world);
  desk(world, CancelSession{"astana-0920", "no heating"});
  fire_all(world);
  CHECK(send_all(world) >= 1);
}

TEST_CASE("a release of another city is as if there were none", "[engine][release]") {
  World world(held_season());
  seat(world, 1, "astana-0920");
  const auto moved = desk(world, move_to("astana-0920", "2023-09-20T15:00:00+06:00"));
  const StopRelease command{number(moved, "release"), "told by mistake"};
  CHECK(desk_as(world, command, "oral").refusal == "release-unknown");
  CHECK(desk_as(world, ListReleases{}, "oral").rows.empty());
  CHECK(desk_as(world, UndoAction{number(moved, "undo"), "by mistake"}, "oral").refusal ==
        "action-unknown");
  CHECK(desk_as(world, command, "astana").refusal.empty());
}

TEST_CASE("who applies just before a cancellation hears of no place that they lose",
          "[engine][release]") {
  World world(held_season());
  seat(world, 1, "astana-0905");
  desk(world, CancelSession{"astana-0905", "no heating"});
  // Its receipt would name a session that does not take place.
  CHECK(send_all(world) == 0);
  world.set(world.now() + 10min);
  fire_all(world);
  const auto sent = send(world);
  CHECK(sent.size() == 2);
  for (const auto& message : sent) CHECK(message.session == "astana-0920");
}

TEST_CASE("a stopped cancellation is told when it is given again", "[engine][release]") {
  World world(held_season());
  const auto view = seat(world, 1, "astana-0905");
  send_all(world);
  const auto cancelled = desk(world, CancelSession{"astana-0905", "no heating"});
  CHECK(stop(world, number(cancelled, "release")).refusal.empty());
  world.set(world.now() + 1h);
  fire_all(world);
  CHECK(look(world, view.ticket).session == "astana-0905");
  const auto again = desk(world, CancelSession{"astana-0905", "no heating after all"});
  CHECK(number(again, "people") == 1);
  world.set(world.now() + 10min);
  fire_all(world);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "session_cancelled");
  CHECK(look(world, view.ticket).session == "astana-0920");
}

TEST_CASE("a rehearsal shows whom a command tells what, and leaves nothing", "[engine][release]") {
  World world(held_season());
  const auto view = seat(world, 1, "astana-0905");
  send_all(world);
  const auto shown =
      world.engine().rehearse(world.present(), CancelSession{"astana-0905", "no heating"});
  REQUIRE(shown.refusal.empty());
  CHECK(fact(shown.facts, "people") == "1");
  REQUIRE(shown.rows.size() == 1);
  CHECK(fact(shown.rows[0], "session") == "astana-0920");
  REQUIRE(shown.messages.size() == 1);
  CHECK(shown.messages[0].outcome == "reseated");
  CHECK(shown.messages[0].ticket.ends_with("-0000000000000000"));
  CHECK(desk(world, ListReleases{}).rows.empty());
  CHECK(look(world, view.ticket).session == "astana-0905");
  fire_all(world);
  CHECK(send_all(world) == 0);
}

TEST_CASE("a notification is sent again only where it is still true", "[engine][release]") {
  World world(held_season());
  seat(world, 1, "astana-0920");
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  const ResendNotifications again{{sent[0].id}, "asked by phone", true};
  const auto resent = desk(world, again);
  REQUIRE(resent.rows.size() == 1);
  CHECK(send_all(world) == 0);
  world.set(world.now() + 10min);
  CHECK(send_all(world) == 1);
  desk(world, CancelSession{"astana-0920", "no heating"});
  CHECK(desk(world, again).refusal == "message-untrue");
  CHECK(desk(world, ResendNotifications{{NotificationId{999}}, "asked by phone", true}).refusal ==
        "notification-unknown");
}

}  // namespace
}  // namespace keste::engine
