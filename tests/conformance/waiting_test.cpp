// Those who wait, and the longer windows of single persons.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

TEST_CASE("who has waited longest is found, for a session and for any of the city", "[waiting]") {
  Season season;
  const SessionId morning = season.morning.session.id;
  CHECK_FALSE(find_waiting(season.database, "astana", {}));
  CHECK_FALSE(find_waiting(season.database, "astana", morning));
  season.add(season.seated(1));
  const ApplicationId evening = season.add(season.waiting(2, season.evening));
  const ApplicationId first = season.add(season.waiting(3, season.morning));
  const ApplicationId any = season.add(season.waiting(4));
  season.add(season.waiting(5, season.morning));
  season.add(season.waiting(6));
  CHECK(find_waiting(season.database, "astana", morning) == first);
  CHECK(find_waiting(season.database, "astana", season.evening.session.id) == evening);
  CHECK(find_waiting(season.database, "astana", {}) == any);
  CHECK_FALSE(find_waiting(season.database, "almaty", {}));
  mark_seated(season.database, {first, morning, season.morning.tally, 1});
  CHECK(find_waiting(season.database, "astana", morning) == ApplicationId{5});
  mark_ended(season.database, any, "withdrawn", at(200));
  CHECK(find_waiting(season.database, "astana", {}) == ApplicationId{6});
}

TEST_CASE("those who wait are listed in order of receipt", "[waiting]") {
  Season season;
  const ApplicationId one = season.add(season.waiting(1, season.morning));
  const ApplicationId two = season.add(season.waiting(2));
  const ApplicationId three = season.add(season.waiting(3, season.morning));
  const ApplicationId four = season.add(season.waiting(4));
  const SessionId morning = season.morning.session.id;
  CHECK(list_waiting(season.database, "astana", morning, 10) == std::vector{one, three});
  CHECK(list_waiting(season.database, "astana", morning, 1) == std::vector{one});
  CHECK(list_waiting(season.database, "astana", {}, 10) == std::vector{two, four});
  CHECK(list_waiting(season.database, "astana", season.evening.session.id, 10).empty());
  CHECK(list_waiting(season.database, "almaty", {}, 10).empty());
}

TEST_CASE("who waits before somebody for the same seats is counted", "[waiting]") {
  Season season;
  season.add(season.seated(1));
  const ApplicationId morning = season.add(season.waiting(2, season.morning));
  const ApplicationId evening = season.add(season.waiting(3, season.evening));
  const ApplicationId last = season.add(season.waiting(4, season.morning));
  NewApplication elsewhere = season.waiting(5, season.almaty);
  const ApplicationId almaty = season.add(elsewhere);
  const auto before = [&](ApplicationId id) {
    return count_waiting_before(season.database, season.load(id));
  };
  CHECK(before(morning) == 0);
  CHECK(before(evening) == 0);
  CHECK(before(last) == 1);
  CHECK(before(almaty) == 0);
  mark_ended(season.database, morning, "withdrawn", at(200));
  CHECK(before(last) == 0);
}

TEST_CASE("who waits for any seat of the city waits for each session's", "[waiting]") {
  Season season;
  season.add(season.waiting(1));
  const ApplicationId evening = season.add(season.waiting(2, season.evening));
  const ApplicationId any = season.add(season.waiting(3));
  CHECK(count_waiting_before(season.database, season.load(evening)) == 1);
  CHECK(count_waiting_before(season.database, season.load(any)) == 2);
}

TEST_CASE("an extension only ever lengthens", "[extensions]") {
  Season season;
  const auto extend = [&](int person, std::string_view place, std::int64_t until) {
    const ExtensionRow wanted{season.key(person), place, at(until), "ауырып қалды"};
    return upsert_extension(season.database, season.campaign, wanted, at(1));
  };
  const auto find = [&](int person, std::string_view place) {
    return find_extension(season.database, season.campaign, season.key(person), place);
  };
  CHECK_FALSE(find(1, "astana"));
  CHECK(extend(1, "astana", 500));
  CHECK_FALSE(extend(1, "astana", 400));
  CHECK_FALSE(extend(1, "astana", 500));
  CHECK(find(1, "astana") == at(500));
  CHECK(extend(1, "astana", 600));
  CHECK(find(1, "astana") == at(600));
  CHECK_FALSE(find(1, "QRT"));
  CHECK_FALSE(find(2, "astana"));
  CHECK(extend(1, "QRT", 300));
  CHECK(extend(2, "astana", 300));
  CHECK(find(1, "astana") == at(600));
  const CampaignId other = upsert_campaign(season.database, "other");
  CHECK_FALSE(find_extension(season.database, other, season.key(1), "astana"));
}

}  // namespace
}  // namespace keste::store
