// A turn that fails has not happened, in the store nor in the model.
#include "base/fault.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;

void check_same(const Snapshot& after, const Snapshot& before) {
  REQUIRE(after.cities.size() == before.cities.size());
  for (std::size_t i = 0; i < after.cities.size(); ++i) {
    const CitySnapshot& a = *after.cities[i];
    const CitySnapshot& b = *before.cities[i];
    CAPTURE(a.code);
    CHECK(a.window == b.window);
    CHECK(a.applications.seated == b.applications.seated);
    CHECK(a.applications.withdrawn == b.applications.withdrawn);
    CHECK(a.notifications.pending == b.notifications.pending);
    CHECK(a.notifications.claimed == b.notifications.claimed);
    CHECK(a.next == b.next);
    REQUIRE(a.sessions.size() == b.sessions.size());
    for (std::size_t j = 0; j < a.sessions.size(); ++j) {
      CHECK(a.sessions[j].seats_taken == b.sessions[j].seats_taken);
      CHECK(a.sessions[j].state == b.sessions[j].state);
    }
  }
  CHECK(after.figures.accepted == before.figures.accepted);
  CHECK(after.figures.refused == before.figures.refused);
  CHECK(after.figures.agenda_fired == before.figures.agenda_fired);
  CHECK(after.figures.agenda_late == before.figures.agenda_late);
  CHECK(after.figures.agenda_pending == before.figures.agenda_pending);
  CHECK(after.figures.commits == before.figures.commits);
}

/// Does everything that a turn can do.
void do_much(World& world, Turn& turn, const std::string& ticket) {
  turn.apply(make_command(2, "astana-0920", world.receipt()));
  turn.apply(make_command(3, "nowhere-0920", world.receipt()));
  turn.withdraw(ticket, world.receipt());
  turn.claim("email", 10);
  while (turn.fire_next() > 0) {
  }
}

TEST_CASE("a turn whose work throws leaves store and model as before", "[engine][turn]") {
  World world;
  const ApplicationView view = seat(world, 1, "oral-0920");
  const auto before = world.engine().snapshot();
  const auto rows = outbox(world);
  world.set("2023-09-19T00:00:00+06:00");
  CHECK_THROWS_AS(world.turn([&](Turn& turn) {
    do_much(world, turn, view.ticket);
    throw Fault(FaultKind::io, "testing", "as asked");
  }),
                  Fault);
  world.check_invariants();
  check_same(world.snapshot(), *before);
  CHECK_FALSE(world.snapshot().figures.storage_full);
  CHECK(outbox(world).size() == rows.size());
  CHECK(outbox(world).front().state == "pending");
  world.set("2023-09-17T00:00:00+06:00");
  CHECK(word_of(apply(world, 2, "oral-0920")) == "seated");
  world.turn([&](Turn& turn) { do_much(world, turn, view.ticket); });
}

TEST_CASE("a full disk undoes the turn, shows itself, and passes", "[engine][turn][sqlite]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "astana-0920");
  auto before = world.engine().snapshot();
  world.database().run_script("PRAGMA max_page_count = 1");
  int accepted = 0;
  try {
    for (int person = 10; person < 60; ++person) {
      before = world.engine().snapshot();
      seat(world, person, "astana-0920");
      ++accepted;
    }
    FAIL("the disk was not full");
  } catch (const Fault& fault) {
    CHECK(fault.kind() == FaultKind::storage_full);
  }
  world.check_invariants();
  check_same(world.snapshot(), *before);
  CHECK(world.snapshot().figures.storage_full);
  world.database().run_script("PRAGMA max_page_count = 1000000");
  seat(world, 10 + accepted, "astana-0920");
  CHECK_FALSE(world.snapshot().figures.storage_full);
  CHECK(world.snapshot().find_city("astana")->applications.seated == accepted + 2);
}

TEST_CASE("a failure that also stops the looking again is made good by the next turn",
          "[engine][turn][sqlite]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  store::Database other(folder.file("keste.db"), store::Access::writer);
  // With the audit log out of reach, neither the turn nor the recovery from it can work.
  other.run_script("ALTER TABLE audit RENAME TO hidden");
  const auto apply_one = [&](Turn& turn) {
    turn.apply(make_command(1, "astana-0920", world.receipt()));
  };
  CHECK_THROWS_AS(world.engine().turn(world.present(), apply_one), Fault);
  CHECK_THROWS_AS(world.engine().turn(world.present(), apply_one), Fault);
  other.run_script("ALTER TABLE hidden RENAME TO audit");
  seat(world, 1, "astana-0920");
  CHECK(world.snapshot().find_city("astana")->applications.seated == 1);
  CHECK(world.snapshot().find_city("astana")->sessions[1].seats_taken == 1);
  CHECK(world.snapshot().figures.accepted == 1);
}

TEST_CASE("a reload that fails leaves everything as it was", "[engine][turn][sqlite]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "almaty-0915");
  const auto before = world.engine().snapshot();
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 9;
  {
    store::Database other(folder.file("keste.db"), store::Access::writer);
    other.run_script("ALTER TABLE audit RENAME TO hidden");
    CHECK_THROWS_AS(world.engine().reload(world.present(), settings_of(campaign)), Fault);
    other.run_script("ALTER TABLE hidden RENAME TO audit");
  }
  check_same(world.snapshot(), *before);
  seat(world, 2, "almaty-0915");
  CHECK(word_of(apply(world, 3, "almaty-0915")) == "waitlisted");
}

TEST_CASE("one run after the other is in the log", "[engine][turn]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  world.engine().finish(world.present());
  world.restart();
  std::vector<std::string> actions;
  store::Rows rows = world.database().query("audit_list", {0, 100});
  while (rows.next())
    actions.push_back(std::string(rows.text(3)) + " " + std::string(rows.text(4)));
  REQUIRE(actions.at(0).starts_with("receipt_key_made key "));
  actions.erase(actions.begin());
  CHECK(actions ==
        std::vector<std::string>{"run_started run 1", "run_ended run 1", "run_started run 2"});
}

}  // namespace
}  // namespace keste::engine
