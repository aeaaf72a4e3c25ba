// A fan-out to very many, in chunks that survive a crash.
#include <set>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;

/// A session with seats for `people`, who are reminded two days before, a day before the cut-off.
EngineSettings large_season(int people, int chunk) {
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "astana-0905").seats = people;
  EngineSettings settings = settings_of(campaign);
  settings.fan_out_chunk = chunk;
  settings.reminder_before = std::chrono::hours(48);
  return settings;
}

TEST_CASE("a restart in the middle of a fan-out goes on where it stopped", "[engine][fan_out]") {
  const ScratchFolder folder;
  World world(large_season(2'500, 1'000), folder.file("keste.db"));
  fire_all(world);
  seat_many(world, 1, 2'500, "astana-0905");
  world.set("2023-09-03T10:00:00+06:00");
  CHECK(fire(world) == 1'001);
  CHECK(entry(world, "session_reminder", "astana-0905").state == "firing");
  CHECK(count_outbox(world, "session_reminder") == 1'000);
  world.restart();
  CHECK(fire(world) == 1'001);
  world.restart();
  CHECK(fire(world) == 501);
  CHECK(entry(world, "session_reminder", "astana-0905").state == "done");
  CHECK(fire(world) == 0);
  std::set<std::int64_t> reminded;
  for (const auto& row : outbox(world)) {
    if (row.kind == "session_reminder") CHECK(reminded.insert(row.application.value).second);
  }
  CHECK(reminded.size() == 2'500);
}

TEST_CASE("a fan-out that fills its last chunk ends once", "[engine][fan_out]") {
  World world(large_season(4, 2));
  fire_all(world);
  seat_many(world, 1, 4, "astana-0905");
  world.set("2023-09-03T10:00:00+06:00");
  CHECK(fire(world) == 3);
  CHECK(fire(world) == 3);
  CHECK(fire(world) == 1);
  CHECK(fire(world) == 0);
  CHECK(count_outbox(world, "session_reminder") == 4);
}

TEST_CASE("who withdraws between chunks gets nothing, who comes between chunks gets one",
          "[engine][fan_out]") {
  World world(large_season(20, 3));
  fire_all(world);
  std::vector<ApplicationView> views;
  for (int person = 0; person < 8; ++person) views.push_back(seat(world, person, "astana-0905"));
  world.set("2023-09-03T10:00:00+06:00");
  fire(world);
  withdraw(world, views[0].ticket);
  withdraw(world, views[2].ticket);
  withdraw(world, views[3].ticket);
  withdraw(world, views[7].ticket);
  const ApplicationView fresh = seat(world, 7, "astana-0905");
  fire_all(world);
  std::multiset<std::int64_t> reminded;
  for (const auto& row : outbox(world)) {
    if (row.kind == "session_reminder") reminded.insert(row.application.value);
  }
  const std::multiset<std::int64_t> expected{
      views[0].id.value, views[1].id.value, views[2].id.value, views[4].id.value,
      views[5].id.value, views[6].id.value, fresh.id.value};
  CHECK(reminded == expected);
}

TEST_CASE("a reminder under way ends when its session starts", "[engine][fan_out]") {
  World world(large_season(20, 3));
  fire_all(world);
  seat_many(world, 1, 8, "astana-0905");
  world.set("2023-09-03T10:00:00+06:00");
  fire(world);
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "session_reminder") == 3);
  CHECK(entry(world, "session_reminder", "astana-0905").state == "done");
  CHECK(entry(world, "session_starts", "astana-0905").state == "done");
}

TEST_CASE("results are told to everybody who was seated, chunk by chunk", "[engine][fan_out]") {
  World world(large_season(20, 3));
  fire_all(world);
  seat_many(world, 1, 8, "astana-0905");
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "results_due") == 8);
  const auto* astana = world.snapshot().find_city("astana");
  CHECK(astana->sessions.front().state == SessionState::due);
  CHECK(astana->notifications.pending == 16);
}

}  // namespace
}  // namespace keste::engine
