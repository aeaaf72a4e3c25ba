// Killed between any two steps of a fan-out: in the end all is as if nothing had happened.
#include <algorithm>
#include <functional>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

/// Seven in a session of seven, five more who wait for it or for any; another session with room for
/// three. Everything goes in chunks of two.
EngineSettings season() {
  campaign::Campaign campaign = whole_campaign();
  campaign.sessions.push_back(
      session("almaty-0916", "almaty", "2023-09-16T10:00", "2023-09-16T12:30"));
  session_in(campaign, "almaty-0915").seats = 7;
  session_in(campaign, "almaty-0916").seats = 1;
  EngineSettings settings = settings_of(campaign);
  settings.fan_out_chunk = 2;
  return settings;
}

void fill(World& world) {
  fire_all(world);
  MoveSession none;
  none.session = "almaty-0916";
  none.seats = 0;
  none.reason = "no room yet";
  REQUIRE(desk(world, none).refusal.empty());
  for (int person = 1; person <= 12; ++person) {
    ApplyCommand command = make_command(person, "almaty-0915", world.receipt());
    if (person % 3 == 2 && person > 7) command.request.session = "";
    REQUIRE(std::holds_alternative<ApplicationView>(apply(world, command)));
  }
  send_all(world);
}

/// What became of everybody, and what was written to whom.
Lines sum_up(World& world) {
  Lines lines;
  store::Rows rows = world.database().query("application_list_unerased", {1, 0, 100});
  std::vector<std::int64_t> ids;
  while (rows.next()) ids.push_back(rows.integer(0));
  for (const std::int64_t id : ids) {
    const auto row = store::find_application(world.database(), store::ApplicationId{id});
    lines.push_back(std::to_string(id) + " " + row->state + " " +
                    std::to_string(row->session ? row->session->value : 0) + " " +
                    std::to_string(row->sequence));
  }
  for (const auto& row : outbox(world)) {
    lines.push_back(std::to_string(row.application.value) + " " + row.kind + " " + row.state + " " +
                    row.reason);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Story = std::function<void(World&)>;

/// Lives through it; killed after the given step, or not at all.
Lines live(const Story& story, int killed_after, int* steps = nullptr) {
  const ScratchFolder folder;
  World world(season(), folder.file("keste.db"));
  fill(world);
  story(world);
  if (killed_after == 0) world.restart();
  int step = 0;
  while (fire(world) > 0) {
    if (++step == killed_after) world.restart();
  }
  world.set(world.now() + 10min);
  fire_all(world);
  send_all(world);
  if (steps != nullptr) *steps = step;
  return sum_up(world);
}

void survive(const Story& story, const std::string& kind, int at_least) {
  int steps = 0;
  const Lines whole = live(story, -1, &steps);
  CAPTURE(kind);
  CHECK(std::count_if(whole.begin(), whole.end(), [&](const std::string& line) {
          return line.find(" " + kind + " sent") != std::string::npos;
        }) >= at_least);
  REQUIRE(steps > 2);
  for (int step = 0; step <= steps; ++step) {
    CAPTURE(step);
    CHECK(live(story, step) == whole);
  }
}

TEST_CASE("killed while a session's change is told", "[engine][crash]") {
  survive(
      [](World& world) {
        MoveSession move;
        move.session = "almaty-0915";
        move.venue = "Room 7";
        move.reason = "broken chairs";
        REQUIRE(desk(world, move).refusal.empty());
      },
      "session_changed", 7);
}

TEST_CASE("killed while the people of a cancelled session are seated elsewhere",
          "[engine][crash]") {
  const int seats = GENERATE(0, 3, 20);
  survive(
      [seats](World& world) {
        desk(world, CancelSession{"almaty-0915", "no heating"});
        MoveSession more;
        more.session = "almaty-0916";
        more.seats = seats;
        more.reason = "a larger room";
        REQUIRE(desk(world, more).refusal.empty());
      },
      "session_cancelled", 7);
}

TEST_CASE("killed while nobody of a cancelled session finds another place", "[engine][crash]") {
  survive(
      [](World& world) {
        desk(world, CancelSession{"almaty-0916", "no heating"});
        desk(world, CancelSession{"almaty-0915", "no heating"});
      },
      "session_cancelled", 7);
}

TEST_CASE("killed while a waitlist ends", "[engine][crash]") {
  survive([](World& world) { world.set("2023-09-15T10:00:00+06:00"); }, "waitlist_ended", 5);
}

TEST_CASE("killed while those who sat are told when to expect the result", "[engine][crash]") {
  survive(
      [](World& world) {
        world.set("2023-09-15T23:00:00+06:00");
        REQUIRE(desk(world, FinishSession{"almaty-0915", {}, {ApplicationId{3}}}).refusal.empty());
      },
      "session_finished", 6);
}

TEST_CASE("killed while results are due", "[engine][crash]") {
  survive([](World& world) { world.set("2023-09-26T18:00:00+06:00"); }, "results_due", 7);
}

}  // namespace
}  // namespace keste::engine
