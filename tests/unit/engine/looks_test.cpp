// What the dashboard reads: the survey's counts, and searches page by page for those who may see.
#include "engine/searching.hpp"
#include "engine/survey.hpp"
#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using Numbers = std::vector<std::int64_t>;

Numbers find(World& world, const SearchWish& wish) {
  Numbers numbers;
  SearchWish next = wish;
  next.limit = 2;
  constexpr int most_pages = 50;
  for (int page = 0; page < most_pages; ++page) {
    const SearchPage found =
        search(world.database(), {world.engine().campaign_id(), world.engine().vault()}, next);
    for (const FoundApplication& row : found.rows) numbers.push_back(row.id);
    if (!found.more) return numbers;
    next.after = found.next;
    next.after_name = found.next_name;
  }
  FAIL("a search without an end");
  return numbers;
}

void get_ready(World& world) {
  while (fact(desk(world, NoteLook{"applications_listed", "all", "", true}).facts, "left") != "0") {
  }
}

SearchWish everything() { return {}; }

TEST_CASE("the survey counts what had been received at each instant", "[engine][survey]") {
  World world;
  const Instant begin = world.now();
  const auto minutes = [&](int count) { return begin + std::chrono::minutes(count); };
  CHECK(take_survey(world.database(), {begin}).curve.front().applications == 0);
  for (int person = 1; person <= 9; ++person) {
    world.set(minutes(10 * person));
    seat(world, person, "astana-0920");
  }
  const Survey survey = take_survey(
      world.database(), {minutes(0), minutes(10), minutes(45), minutes(90), minutes(100)});
  Numbers counts;
  for (const CurvePoint& point : survey.curve) counts.push_back(point.applications);
  CHECK(counts == Numbers{0, 1, 4, 9, 9});
  CHECK(survey.calls.empty());
}

TEST_CASE("a search goes on page by page, without gaps and repetitions", "[engine][search]") {
  World world;
  seat_many(world, 1, 7, "astana-0920");
  get_ready(world);
  CHECK(find(world, everything()) == Numbers{7, 6, 5, 4, 3, 2, 1});
  SearchWish wish;
  wish.city = "astana";
  CHECK(find(world, wish) == Numbers{7, 6, 5, 4, 3, 2, 1});
  wish.city = "oral";
  CHECK(find(world, wish).empty());
  wish = {};
  wish.session = "astana-0920";
  wish.state = "withdrawn";
  CHECK(find(world, wish).empty());
  wish = {};
  wish.number = 3;
  CHECK(find(world, wish) == Numbers{3});
  wish = {};
  wish.iin = make_iin(5);
  CHECK(find(world, wish).size() == 1);
}

TEST_CASE("a search finds what the asker may see", "[engine][search]") {
  World world;
  seat(world, 1, "astana-0920");
  seat(world, 2, "oral-0920");
  get_ready(world);
  SearchWish wish;
  wish.actor = {"user dana", false, {"oral"}};
  CHECK(find(world, wish) == Numbers{2});
  wish.number = 1;
  CHECK(find(world, wish).empty());
  wish.number = 0;
  wish.iin = make_iin(1);
  CHECK(find(world, wish).empty());
  wish.iin.clear();
  wish.city = "astana";
  CHECK(find(world, wish).empty());
}

TEST_CASE("who waits for any seat of a city is found there", "[engine][search]") {
  World world;
  seat_many(world, 1, 2, "almaty-0915");
  ApplyCommand command = make_command(3, "almaty-0915", world.receipt());
  command.request.session.clear();
  REQUIRE(std::holds_alternative<ApplicationView>(apply(world, command)));
  get_ready(world);
  SearchWish wish;
  wish.city = "almaty";
  CHECK(find(world, wish) == Numbers{3, 2, 1});
  wish.state = "waitlisted";
  CHECK(find(world, wish) == Numbers{3});
}

TEST_CASE("a look is written down, and the surnames are filled in bounded turns",
          "[engine][search]") {
  World world;
  seat_many(world, 1, 3, "astana-0920");
  get_ready(world);
  SearchWish wish;
  const std::string surname =
      make_command(1, "astana-0920", world.receipt()).request.applicant.surname;
  wish.surname = surname;
  CHECK(find(world, wish).size() == 3);
  wish.surname = "nobody";
  CHECK(find(world, wish).empty());
  store::Rows lines = world.database().query("audit_list", {0, 1'000});
  bool noted = false;
  while (lines.next()) noted = noted || lines.text(3) == "applications_listed";
  CHECK(noted);
}

}  // namespace
}  // namespace keste::engine
