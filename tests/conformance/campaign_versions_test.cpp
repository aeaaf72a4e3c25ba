// Campaign files that were in force, and whom a change of the schedule would touch.
#include "store/campaign_versions.hpp"

#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

TEST_CASE("the latest campaign file is the one in force", "[campaign_versions]") {
  Season season;
  CHECK(find_campaign_version(season.database, season.campaign).id == 0);
  const std::string first(64, 'a');
  const std::string second(64, 'b');
  insert_campaign_version(season.database, season.campaign, {first, "one", "", at(1)});
  insert_campaign_version(season.database, season.campaign, {second, "two", "plan", at(2)});
  const auto in_force = find_campaign_version(season.database, season.campaign);
  CHECK(in_force.digest == second);
  CHECK(load_campaign_body(season.database, in_force.id) == "two");
  CHECK(is_known_campaign(season.database, season.campaign, first));
  CHECK_FALSE(is_known_campaign(season.database, season.campaign, std::string(64, 'c')));
  CHECK(has_applied_plan(season.database, season.campaign, "plan"));
  CHECK_FALSE(has_applied_plan(season.database, season.campaign, "another"));
  CHECK(find_campaign(season.database, "pkr-2023") == season.campaign);
  CHECK_FALSE(find_campaign(season.database, "pkr-2024"));
}

TEST_CASE("what people were told of a place becomes words, and the file's again",
          "[campaign_versions]") {
  Season season;
  const SessionId id = season.morning.session.id;
  const PlaceWords desk{season.morning.session.venue, season.morning.session.address};
  const PlaceWords old_hall{"Old Hall", "Abay 1"};
  const auto told = [&] {
    const auto sittings = list_sittings(season.database, id);
    REQUIRE(sittings.size() == 1);
    return PlaceWords{sittings.front().row.venue, sittings.front().row.address};
  };
  replace_place(season.database, id, desk, {});
  CHECK(told() == PlaceWords{});
  replace_place(season.database, id, {}, old_hall);
  CHECK(told() == old_hall);
  replace_place(season.database, id, {"Old Hall", "Abay 2"}, {});
  CHECK(told() == old_hall);
  replace_place(season.database, id, old_hall, {});
  CHECK(told() == PlaceWords{});
}

TEST_CASE("a city that nobody has had to do with can be deleted", "[campaign_versions]") {
  Season season;
  const auto sittings_of = [&](const Seats& seats) {
    return list_sittings(season.database, seats.session.id).size();
  };
  CHECK(sittings_of(season.morning) == 1);
  CHECK_FALSE(is_touched_city(season.database, season.campaign, "astana"));
  commit(season.database, [&] { delete_city(season.database, season.campaign, "astana"); });
  CHECK(sittings_of(season.morning) == 0);
  for (const SessionRow& session : list_sessions(season.database, season.campaign)) {
    CHECK(session.city != "astana");
  }
}

}  // namespace
}  // namespace keste::store
