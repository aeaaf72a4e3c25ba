// Snapshots say what the store says, share what did not change, and count upwards.
#include <map>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

/// Notifications of a city by state, counted row by row.
std::map<std::string, std::int64_t> count_rows(World& world, std::string_view city) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& row : outbox(world)) {
    if (row.city == city) ++counts[row.state];
  }
  return counts;
}

void check_counts(World& world) {
  for (const auto& city : world.snapshot().cities) {
    CAPTURE(city->code);
    auto rows = count_rows(world, city->code);
    CHECK(city->notifications.pending == rows["pending"]);
    CHECK(city->notifications.claimed == rows["claimed"]);
    CHECK(city->notifications.sent == rows["sent"]);
    CHECK(city->notifications.failed == rows["failed"]);
    CHECK(city->notifications.dropped == rows["dropped"]);
    std::int64_t taken = 0;
    std::int64_t pending = 0;
    for (const SessionSnapshot& session : city->sessions) {
      taken += session.seats_taken;
      pending += session.notifications.pending;
    }
    CHECK(city->applications.seated == taken);
    CHECK(city->notifications.pending == pending);
  }
}

TEST_CASE("counts equal the rows at every step, also after a restart and a reload",
          "[engine][snapshot]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  check_counts(world);
  const ApplicationView gone = seat(world, 1, "astana-0905");
  seat(world, 2, "astana-0905");
  seat(world, 3, "astana-0920");
  seat(world, 4, "oral-0920");
  check_counts(world);
  withdraw(world, gone.ticket);
  const auto claimed = claim(world);
  check_counts(world);
  settle(world, {settlement(claimed[0].id, Delivery::failed, {}, "no"),
                 settlement(claimed[1].id, Delivery::ambiguous, world.now(), "lost"),
                 settlement(claimed[2].id, Delivery::sent)});
  claim(world, 1);
  check_counts(world);
  CHECK(world.snapshot().find_city("astana")->applications.withdrawn == 1);
  CHECK(world.snapshot().find_city("astana")->notifications.ambiguous == 1);
  world.restart();
  check_counts(world);
  CHECK(world.snapshot().find_city("astana")->applications.withdrawn == 1);
  CHECK(world.snapshot().find_city("astana")->notifications.ambiguous == 1);
  world.reload(small_season());
  check_counts(world);
  world.set("2023-10-01T00:00:00+06:00");
  fire_all(world);
  send_all(world);
  check_counts(world);
}

TEST_CASE("a city that did not change is shared with the snapshot before", "[engine][snapshot]") {
  World world;
  fire_all(world);
  const auto before = world.engine().snapshot();
  seat(world, 1, "almaty-0915");
  const auto after = world.engine().snapshot();
  CHECK(after->version > before->version);
  REQUIRE(after->cities.size() == 3);
  CHECK(after->cities[0] == before->cities[0]);
  CHECK(after->cities[1] != before->cities[1]);
  CHECK(after->cities[1]->version > before->cities[1]->version);
  CHECK(after->cities[2] == before->cities[2]);
  CHECK(before->cities[1]->applications.seated == 0);
}

TEST_CASE("versions rise with every change, also over a reload", "[engine][snapshot]") {
  World world;
  for (int person = 0; person < 5; ++person) seat(world, person, "astana-0920");
  std::uint64_t version = world.snapshot().version;
  std::uint64_t of_city = world.snapshot().find_city("astana")->version;
  const auto rises = [&] {
    const bool rose = world.snapshot().version > version &&
                      world.snapshot().find_city("astana")->version > of_city;
    version = world.snapshot().version;
    of_city = world.snapshot().find_city("astana")->version;
    return rose;
  };
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "astana-0920").seats = 61;
  world.reload(settings_of(campaign));
  CHECK(rises());
  seat(world, 6, "astana-0920");
  CHECK(rises());
  claim(world, 1);
  CHECK(rises());
  fire_all(world);
  CHECK(rises());
}

TEST_CASE("a snapshot says what happens next in each city, five moments at most",
          "[engine][snapshot]") {
  World world;
  fire_all(world);
  const auto* astana = world.snapshot().find_city("astana");
  REQUIRE(astana->next.size() == 5);
  CHECK(astana->next[0].kind == "waitlist_ends");
  CHECK(astana->next[1].kind == "session_reminder");
  CHECK(astana->next[0].session == "astana-0905");
  CHECK(astana->next[0].at == instant("2023-09-04T10:00:00+06:00"));
  CHECK(world.snapshot().figures.agenda_pending == 23);
  CHECK(world.snapshot().figures.agenda_fired == 3);
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  CHECK(world.snapshot().find_city("astana")->next[0].kind == "session_ends");
  CHECK(world.snapshot().figures.agenda_pending == 20);
}

TEST_CASE("a snapshot names the campaign and its cities in the file's order",
          "[engine][snapshot]") {
  World world;
  const Snapshot& snapshot = world.snapshot();
  CHECK(snapshot.campaign == "pkr-2023");
  CHECK(snapshot.title.en == "Reserve 2023");
  CHECK(snapshot.taken_at == world.now());
  CHECK(snapshot.cities[0]->code == "astana");
  CHECK(snapshot.cities[2]->code == "oral");
  CHECK(snapshot.cities[2]->zone.name() == "Asia/Oral");
  CHECK(snapshot.cities[0]->sessions[0].id == "astana-0905");
  CHECK(snapshot.cities[0]->sessions[1].id == "astana-0920");
  CHECK(snapshot.find_city("atlantis") == nullptr);
}

TEST_CASE("figures count this run's acceptances and refusals", "[engine][snapshot]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  apply(world, 3, "nowhere-0915");
  CHECK(world.snapshot().figures.accepted == 2);
  CHECK(world.snapshot().figures.refused == 1);
  world.restart();
  CHECK(world.snapshot().figures.accepted == 0);
}

}  // namespace
}  // namespace keste::engine
