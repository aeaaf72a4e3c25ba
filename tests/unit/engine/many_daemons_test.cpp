// Two engines on one database, as two daemons have it.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace test;

EngineSettings season_of(const std::string& instance) {
  EngineSettings settings = small_season();
  settings.instance = instance;
  return settings;
}

struct Two {
  ScratchFolder folder;
  World one{season_of("one"), folder.file("keste.db")};
  World other{season_of("other"), folder.file("keste.db")};
};

TEST_CASE("after an outage, in which nobody has beaten, a start ends nobody else's run",
          "[engine][postgresql]") {
  Two two;
  seat(two.one, 1, "astana-0920");
  REQUIRE(claim(two.one).size() == 1);
  two.one.database().run_script("UPDATE runs SET seen_at = 0");
  two.other.restart();
  two.other.engine().beat(two.other.present());
  CHECK(count_outbox(two.one, "application_received", "claimed") == 1);
  // Its own earlier run is over at once.
  two.one.restart();
  CHECK(count_outbox(two.one, "application_received", "pending") == 1);
}

TEST_CASE("a run that could not be written down claims nothing", "[engine][postgresql]") {
  Two two;
  seat(two.one, 1, "astana-0920");
  store::Database& database = two.one.database();
  database.run_script("ALTER TABLE audit ADD CHECK (action <> 'run_started') NOT VALID");
  database.run_script("UPDATE runs SET ended_at = 1");
  CHECK_THROWS_AS(two.one.engine().beat(two.one.present()), Fault);
  // In the name of the run that was found dead: whoever beats next frees it.
  REQUIRE(claim(two.one).size() == 1);
  database.run_script("ALTER TABLE audit DROP CONSTRAINT audit_action_check");
  two.one.engine().beat(two.one.present());
  CHECK(count_outbox(two.one, "application_received", "pending") == 1);
}

TEST_CASE("what came before the closing is judged by its receipt, whoever closed the window",
          "[engine][postgresql]") {
  Two two;
  two.one.set("2023-09-17T23:59:59.999999+05:00");
  const Receipt in_time = two.one.receipt();
  two.other.set("2023-09-18T00:00:00+05:00");
  fire_all(two.other);
  two.one.set("2023-09-18T00:00:00.000001+05:00");
  const Receipt late = two.one.receipt();
  CHECK(word_of(apply(two.one, make_command(1, "oral-0920", in_time))) == "seated");
  CHECK(word_of(apply(two.one, make_command(2, "oral-0920", late))) == "window-closed");
}

TEST_CASE("each sees what the other has taken, and no seat goes twice", "[engine][postgresql]") {
  Two two;
  CHECK(word_of(apply(two.one, 1, "almaty-0915")) == "seated");
  CHECK(word_of(apply(two.other, 1, "almaty-0915")) == "already-applied");
  CHECK(word_of(apply(two.other, 2, "almaty-0915")) == "seated");
  ApplyCommand third = make_command(3, "almaty-0915", two.one.receipt());
  third.request.waitlist = false;
  CHECK(word_of(apply(two.one, third)) == "session-full");
  CHECK(two.other.engine().follow());
  CHECK(two.other.snapshot().find_city("almaty")->applications.seated == 2);
}

TEST_CASE("what an earlier run has to say of a claim that is another's by now is ignored",
          "[engine][postgresql]") {
  Two two;
  seat(two.one, 1, "astana-0920");
  const auto first = claim(two.one);
  REQUIRE(first.size() == 1);
  two.one.engine().renew_run(two.one.present());
  const auto again = claim(two.one);
  REQUIRE(again.size() == 1);
  REQUIRE(again[0].run != first[0].run);
  for (const Delivery delivery : {Delivery::released, Delivery::failed}) {
    Settlement old = settlement(first[0].id, delivery);
    old.run = first[0].run;
    settle(two.one, {old});
  }
  CHECK(count_outbox(two.one, "application_received", "claimed") == 1);
}

TEST_CASE("a daemon without the city that another one serves takes no turns until it knows it",
          "[engine][postgresql]") {
  Two two;
  campaign::Campaign wider = small_campaign();
  campaign::City city = wider.cities.front();
  city.code = "further";
  wider.cities.push_back(city);
  two.other.reload(settings_of(wider));
  CHECK_THROWS_WITH(two.one.turn([](Turn&) {}), Catch::Contains("give it the same files"));
  two.one.reload(settings_of(wider));
  CHECK_NOTHROW(two.one.turn([](Turn&) {}));
}

}  // namespace
}  // namespace keste::engine
