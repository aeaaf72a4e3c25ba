// Changes shortly before a session, slips that are put right, and what is told late or not at all.
#include "store/addresses.hpp"
#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

MoveSession to(const std::string& session, std::string_view starts) {
  MoveSession move;
  move.session = session;
  move.starts_at = instant(starts);
  move.reason = "a reason";
  return move;
}

MoveSession to_room(const std::string& session, const std::string& venue) {
  MoveSession move;
  move.session = session;
  move.venue = venue;
  move.reason = "a reason";
  return move;
}

std::vector<std::string> kinds_of(const std::vector<Notification>& sent) {
  std::vector<std::string> kinds;
  for (const Notification& one : sent) kinds.push_back(one.kind);
  return kinds;
}

using Kinds = std::vector<std::string>;

/// A person in astana-0920, whose receipt has left.
struct Seated {
  Seated() : world(settings_of(whole_campaign())) {
    fire_all(world);
    view = seat(world, 1, "astana-0920");
    send_all(world);
  }
  World world;
  ApplicationView view;
};

TEST_CASE("a change is told as one, and not by a reminder that does not say so",
          "[engine][changes]") {
  Seated seated;
  World& world = seated.world;
  SECTION("the session moves into the day that is reminded of") {
    world.set("2023-09-11T09:56:00+06:00");
    REQUIRE(desk(world, to("astana-0920", "2023-09-12T09:30:00+06:00")).refusal.empty());
  }
  SECTION("the room changes minutes before the reminder") {
    world.set("2023-09-19T09:56:00+06:00");
    fire_all(world);
    send_all(world);  // Two windows have closed meanwhile.
    REQUIRE(desk(world, to_room("astana-0920", "Room 7")).refusal.empty());
  }
  fire_all(world);
  CHECK(claim(world).empty());
  world.set(world.now() + 5min);
  fire_all(world);
  CHECK(kinds_of(claim(world)) == Kinds{"session_changed"});
}

TEST_CASE("a slip that is put right within minutes has told and ended nothing",
          "[engine][changes]") {
  campaign::Campaign campaign = whole_campaign();
  session_in(campaign, "astana-0920").seats = 1;
  World world(settings_of(campaign));
  fire_all(world);
  const ApplicationView has = seat(world, 1, "astana-0920");
  const auto waits = std::get<ApplicationView>(apply(world, 2, "astana-0920"));
  REQUIRE(waits.state == "waitlisted");
  send_all(world);
  world.set("2023-09-05T09:00:00+06:00");
  REQUIRE(desk(world, to("astana-0920", "2023-09-05T20:00:00+06:00")).refusal.empty());
  fire_all(world);
  world.set(world.now() + 15s);
  REQUIRE(desk(world, to("astana-0920", "2023-09-20T10:00:00+06:00")).refusal.empty());
  fire_all(world);
  world.set(world.now() + 10min);
  fire_all(world);
  CHECK(claim(world).empty());
  REQUIRE(word_of(withdraw(world, has.ticket)) == "withdrawn");
  CHECK(kinds_of(claim(world)) == Kinds{"seat_allotted"});
}

TEST_CASE("a change shortly before the start leaves at once, and never after it",
          "[engine][changes]") {
  Seated seated;
  World& world = seated.world;
  world.set("2023-09-19T10:00:00+06:00");
  fire_all(world);
  send_all(world);
  world.set("2023-09-20T09:57:00+06:00");
  REQUIRE(desk(world, to_room("astana-0920", "Room 7")).refusal.empty());
  fire_all(world);
  SECTION("in time") { CHECK(kinds_of(claim(world)) == Kinds{"session_changed"}); }
  SECTION("nothing could leave before the start: somebody must call") {
    world.set("2023-09-20T10:00:00+06:00");
    fire_all(world);
    CHECK(claim(world).empty());
    CHECK(reason_of(world, "session_changed") == "the session had started");
    CHECK(store::list_calls(world.database(), {}).size() == 1);
  }
}

TEST_CASE("who applies after a change knew of it, and is bound by the cut-off",
          "[engine][changes]") {
  Seated seated;
  World& world = seated.world;
  world.set("2023-09-19T13:00:00+06:00");
  REQUIRE(desk(world, to_room("astana-0920", "Room 7")).refusal.empty());
  const ApplicationView later = seat(world, 2, "astana-0920");
  CHECK(word_of(withdraw(world, later.ticket)) == "cut-off-passed");
  CHECK(word_of(withdraw(world, seated.view.ticket)) == "withdrawn");
}

TEST_CASE("at the due instant nobody is sent to look for a result that was annulled or is held",
          "[engine][result]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  const ApplicationView view = seat(world, 1, "astana-0905");
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  send_all(world);
  ResultLine line;
  line.application = view.id;
  line.level = "B1";
  const auto [status, told] = GENERATE(
      table<std::string, Kinds>({{"final", {}}, {"annulled", {}}, {"on_hold", {"result_ready"}}}));
  CAPTURE(status);
  line.status = status;
  REQUIRE(desk(world, TakeResults{{line}}).rows.empty());
  send_all(world);
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(kinds_of(claim(world)) == told);
}

}  // namespace
}  // namespace keste::engine
