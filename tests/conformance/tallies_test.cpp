// Tallies: what is counted, and the seats that are taken by counting.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

TallyRow find_tally(Season& season, TallyId id) {
  for (const TallyRow& tally : list_tallies(season.database, season.campaign)) {
    if (tally.id == id) return tally;
  }
  throw std::logic_error("no such tally");
}

void change(Season& season, const std::vector<TallyChange>& changes, std::int64_t turn = 1) {
  commit(season.database, [&] { change_tallies(season.database, changes, turn); });
}

Counts numbered() {
  Counts counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = static_cast<std::int64_t>(i) + 1;
  return counts;
}

Counts only(Count count, std::int64_t amount) {
  Counts counts{};
  counts[static_cast<std::size_t>(count)] = amount;
  return counts;
}

TEST_CASE("a tally is of a session, of a city, or of an online test", "[tallies]") {
  Season season;
  CHECK(list_tallies(season.database, season.campaign).size() == 5);
  const TallyRow session = find_tally(season, season.morning.tally);
  CHECK(session.place.session == season.morning.session.id);
  CHECK(session.place.city == "astana");
  const TallyRow city = find_tally(season, season.any_of_astana);
  CHECK_FALSE(city.place.session);
  CHECK(city.place.city == "astana");
  CHECK(city.place.test.empty());
  const TallyRow test = find_tally(season, season.online);
  CHECK(test.place.city.empty());
  CHECK(test.place.test == "QRT");
  CHECK(test.counts == Counts{});
  CHECK(test.seats_taken == 0);
}

TEST_CASE("every count is kept in its own place", "[tallies]") {
  Season season;
  change(season, {{season.morning.tally, 2, numbered()}});
  CHECK(find_tally(season, season.morning.tally).counts == numbered());
  CHECK(find_tally(season, season.morning.tally).seats_taken == 2);
  CHECK(find_tally(season, season.evening.tally).counts == Counts{});
  Counts less{};
  for (std::size_t i = 0; i < less.size(); ++i) less[i] = -static_cast<std::int64_t>(i);
  change(season, {{season.morning.tally, -1, less}});
  Counts ones{};
  ones.fill(1);
  CHECK(find_tally(season, season.morning.tally).counts == ones);
  CHECK(find_tally(season, season.morning.tally).seats_taken == 1);
}

TEST_CASE("seats are taken while they are there, and one more fails the transaction", "[tallies]") {
  Season season;
  // Alone or with other counts: there may be two ways to write them.
  const Counts counts = GENERATE(Counts{}, only(Count::pending, 1), only(Count::waitlisted, 1));
  change(season, {{season.morning.tally, 2, counts}, {season.almaty.tally, 1, counts}});
  CHECK(kind_of([&] {
          change(season, {{season.morning.tally, 2, counts}});
        }) == FaultKind::overtaken);
  CHECK(find_tally(season, season.morning.tally).seats_taken == 2);
  CHECK(find_tally(season, season.morning.tally).counts == counts);
  change(season, {{season.morning.tally, 1, counts}});
  CHECK(kind_of([&] {
          change(season, {{season.morning.tally, 1, counts}});
        }) == FaultKind::overtaken);
  change(season, {{season.morning.tally, -1, {}}});
  change(season, {{season.morning.tally, 1, counts}});
  CHECK(find_tally(season, season.morning.tally).seats_taken == 3);
}

TEST_CASE("one place that is full fails all that go with it", "[tallies]") {
  Season season;
  CHECK(kind_of([&] {
          change(season, {{season.morning.tally, 3, {}}, {season.evening.tally, 3, {}}});
        }) == FaultKind::overtaken);
  CHECK(find_tally(season, season.morning.tally).seats_taken == 0);
}

TEST_CASE("many places are changed at once, and one of many may fail them", "[tallies]") {
  Season season;
  const int places = GENERATE(7, 8, 9, 33);
  std::vector<TallyChange> changes;
  for (int i = 0; i < places; ++i) {
    const Seats made = season.add_session("s" + std::to_string(i), "oral", 2);
    changes.push_back({made.tally, 1, only(Count::pending, i % 2)});
  }
  change(season, changes);
  for (const TallyChange& one : changes) {
    CHECK(find_tally(season, one.tally).seats_taken == 1);
    CHECK(find_tally(season, one.tally).counts == one.counts);
  }
  changes[3].seats = 2;
  CHECK(kind_of([&] { change(season, changes); }) == FaultKind::overtaken);
  for (const TallyChange& one : changes) CHECK(find_tally(season, one.tally).seats_taken == 1);
}

TEST_CASE("a cancelled session takes nobody, and still lets go", "[tallies]") {
  Season season;
  change(season, {{season.morning.tally, 2, {}}});
  mark_session(season.database, season.morning.session.id, "planned", "cancelled");
  for (const Counts& counts : {Counts{}, only(Count::waitlisted, 1)}) {
    CHECK(kind_of([&] {
            change(season, {{season.morning.tally, 1, counts}});
          }) == FaultKind::overtaken);
  }
  std::vector<TallyChange> many{{season.morning.tally, 1, {}}};
  for (int i = 0; i < 7; ++i) {
    many.push_back({season.add_session("s" + std::to_string(i), "oral", 2).tally, 1, {}});
  }
  CHECK(kind_of([&] { change(season, many); }) == FaultKind::overtaken);
  change(season, {{season.morning.tally, -2, only(Count::unplaced, 2)}});
  CHECK(find_tally(season, season.morning.tally).seats_taken == 0);
}

TEST_CASE("no seat can be taken where there is no session", "[tallies]") {
  Season season;
  CHECK(kind_of([&] { change(season, {{season.any_of_astana, 1, {}}}); }) == FaultKind::overtaken);
  change(season, {{season.any_of_astana, 0, only(Count::waitlisted, 1)}});
  CHECK(find_tally(season, season.any_of_astana).counts == only(Count::waitlisted, 1));
}

TEST_CASE("no count falls below nothing", "[tallies]") {
  Season season;
  CHECK_THROWS_AS(change(season, {{season.morning.tally, -1, {}}}), Fault);
  CHECK_THROWS_AS(change(season, {{season.morning.tally, 0, only(Count::sent, -1)}}), Fault);
  CHECK(find_tally(season, season.morning.tally).counts == Counts{});
}

TEST_CASE("those that a later turn has changed are listed alone", "[tallies]") {
  Season season;
  change(season, {{season.morning.tally, 1, {}}}, 3);
  change(season, {{season.evening.tally, 1, only(Count::sent, 1)}}, 5);
  CHECK(list_tallies(season.database, season.campaign).size() == 5);
  CHECK(list_tallies(season.database, season.campaign, 2).size() == 2);
  const auto latest = list_tallies(season.database, season.campaign, 3);
  REQUIRE(latest.size() == 1);
  CHECK(latest[0].id == season.evening.tally);
  CHECK(list_tallies(season.database, season.campaign, 5).empty());
  CHECK(list_tallies(season.database, upsert_campaign(season.database, "other")).empty());
}

}  // namespace
}  // namespace keste::store
