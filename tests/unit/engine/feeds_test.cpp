// The public feed of changes and the calendar, as the engine keeps them.
#include "engine/feeds.hpp"

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;

FeedSource source_of(World& world) {
  return {world.database(), world.engine().vault(), world.engine().campaign_id()};
}

std::vector<store::ChangeRow> changes(World& world, const std::string& city) {
  const ChangesPage page = list_changes(source_of(world), city, 0, 1'000);
  CHECK(page.last == static_cast<std::int64_t>(page.rows.size()));
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    CHECK(page.rows[i].number == static_cast<std::int64_t>(i + 1));
  }
  return page.rows;
}

/// "session field: was > became (reason)" of each.
std::vector<std::string> lines(World& world, const std::string& city) {
  std::vector<std::string> out;
  for (const store::ChangeRow& row : changes(world, city)) {
    out.push_back(row.session + " " + row.field + ": " + row.was + " > " + row.became +
                  (row.reason.empty() ? "" : " (" + row.reason + ")"));
  }
  return out;
}

using Lines = std::vector<std::string>;

MoveSession move_to(std::string_view starts, const std::string& reason) {
  MoveSession command;
  command.session = "almaty-0915";
  command.starts_at = instant(starts);
  command.reason = reason;
  return command;
}

TEST_CASE("the first file is no change, and neither is the same file again", "[engine][changes]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  world.restart();
  world.reload(small_season());
  fire_all(world);
  for (const char* city : {"astana", "almaty", "oral"}) CHECK(lines(world, city).empty());
}

TEST_CASE("a window that is moved is a change, and there and back again are two",
          "[engine][changes]") {
  World world;
  world.set("2023-09-10T12:00:00+06:00");
  for (const char* closes : {"2023-09-19T00:00:00+06:00", "2023-09-18T00:00:00+06:00"}) {
    REQUIRE(desk(world, ChangeWindow{"almaty", instant(closes), " Сұраныс "}).refusal.empty());
  }
  CHECK(lines(world, "almaty") ==
        Lines{" closes_at: 2023-09-18T00:00:00+06:00 > 2023-09-19T00:00:00+06:00 (Сұраныс)",
              " closes_at: 2023-09-19T00:00:00+06:00 > 2023-09-18T00:00:00+06:00 (Сұраныс)"});
  CHECK(changes(world, "almaty")[0].at == instant("2023-09-10T12:00:00+06:00"));
  CHECK(lines(world, "astana").empty());
}

TEST_CASE("a refused command leaves no row", "[engine][changes]") {
  World world;
  world.set("2023-09-10T12:00:00+06:00");
  CHECK_FALSE(desk(world, ChangeWindow{"almaty", instant("2023-09-01T00:00:00+06:00"), "Қате"})
                  .refusal.empty());
  CHECK_FALSE(desk(world, move_to("2023-09-01T00:00:00+06:00", "Қате")).refusal.empty());
  CHECK(lines(world, "almaty").empty());
}

TEST_CASE("a session that moves changes its times and its due date", "[engine][changes]") {
  World world;
  REQUIRE(desk(world, move_to("2023-09-14T10:00:00+06:00", "Жөндеу")).refusal.empty());
  REQUIRE(desk(world, move_to("2023-09-15T10:00:00+06:00", "Бітті")).refusal.empty());
  const Lines all = lines(world, "almaty");
  REQUIRE(all.size() == 6);
  CHECK(all[0] ==
        "almaty-0915 starts_at: 2023-09-15T10:00:00+06:00 > 2023-09-14T10:00:00+06:00 "
        "(Жөндеу)");
  CHECK(all[2].starts_with("almaty-0915 due_at: "));
  CHECK(all[3] ==
        "almaty-0915 starts_at: 2023-09-14T10:00:00+06:00 > 2023-09-15T10:00:00+06:00 "
        "(Бітті)");
}

TEST_CASE("seats, venue, end and cancellation are changes", "[engine][changes]") {
  World world;
  MoveSession room;
  room.session = "almaty-0915";
  room.seats = 5;
  room.venue = "Лицей";
  room.reason = "Үлкен зал";
  REQUIRE(desk(world, room).refusal.empty());
  REQUIRE(desk(world, CancelSession{"almaty-0915", "Су басты"}).refusal.empty());
  REQUIRE(desk(world, CancelSession{"almaty-0915", "Су басты"}).refusal.empty());
  CHECK(lines(world, "almaty") == Lines{"almaty-0915 seats: 2 > 5 (Үлкен зал)",
                                        "almaty-0915 venue:  > Лицей (Үлкен зал)",
                                        "almaty-0915 state: planned > cancelled (Су басты)"});
  world.set("2023-09-05T13:00:00+06:00");
  FinishSession ended;
  ended.session = "astana-0905";
  REQUIRE(desk(world, ended).refusal.empty());
  CHECK(lines(world, "astana").at(0) == "astana-0905 finished_at:  > 2023-09-05T13:00:00+06:00");
}

TEST_CASE("what a later file adds and moves is a change without a reason", "[engine][changes]") {
  World world;
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 7;
  campaign::Session more = session_in(campaign, "almaty-0915");
  more.id = "almaty-0916";
  campaign.sessions.push_back(more);
  world.reload(settings_of(campaign));
  CHECK(lines(world, "almaty") ==
        Lines{"almaty-0915 seats: 2 > 7", "almaty-0916 state:  > planned"});
}

TEST_CASE("pages of changes go on after a number", "[engine][changes]") {
  World world;
  world.set("2023-09-10T12:00:00+06:00");
  for (int day = 19; day < 24; ++day) {
    const std::string closes = "2023-09-" + std::to_string(day) + "T00:00:00+06:00";
    REQUIRE(desk(world, ChangeWindow{"almaty", instant(closes), "Сұраныс"}).refusal.empty());
  }
  const ChangesPage page = list_changes(source_of(world), "almaty", 3, 1);
  REQUIRE(page.rows.size() == 1);
  CHECK(page.rows[0].number == 4);
  CHECK(page.last == 5);
  CHECK(list_changes(source_of(world), "paris", 0, 9).last == 0);
}

const CityCalendar& calendar_in(const CalendarOutcome& outcome) {
  REQUIRE(std::holds_alternative<CityCalendar>(outcome));
  return std::get<CityCalendar>(outcome);
}

std::string secret_of(const DeskReport& report) {
  const std::string path = fact(report.facts, "path");
  return path.substr(path.find("?key=") + 5);
}

TEST_CASE("a calendar opens by its own city's secret only, and no more after a new one",
          "[engine][calendar]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  const auto is_open = [&world](const char* city, const std::string& secret) {
    const auto outcome = find_calendar(source_of(world), city, secret);
    if (std::holds_alternative<CityCalendar>(outcome)) return true;
    CHECK(std::get<Trouble>(outcome) == Trouble::not_found);
    return false;
  };
  CHECK_FALSE(is_open("almaty", ""));
  const DeskReport made = desk(world, MakeCalendarLink{"almaty", false});
  CHECK(fact(made.facts, "fresh") == "yes");
  CHECK(fact(made.facts, "path").starts_with("/api/v1/cities/almaty/calendar.ics?key="));
  const std::string secret = secret_of(made);
  CHECK(secret.size() == 26);
  world.restart();
  const DeskReport shown = desk(world, MakeCalendarLink{"almaty", false});
  CHECK(secret_of(shown) == secret);
  CHECK(fact(shown.facts, "fresh") == "no");
  CHECK(is_open("almaty", secret));
  CHECK_FALSE(is_open("astana", secret));
  CHECK_FALSE(is_open("almaty", secret.substr(1)));
  CHECK_FALSE(is_open("paris", secret));
  const std::string renewed = secret_of(desk(world, MakeCalendarLink{"almaty", true}));
  CHECK(renewed != secret);
  CHECK(is_open("almaty", renewed));
  CHECK_FALSE(is_open("almaty", secret));
  CHECK(desk(world, MakeCalendarLink{"paris", false}).refusal == "city-unknown");
}

TEST_CASE("an event's sequence rises with each change of it, and with no other's",
          "[engine][calendar]") {
  World world;
  const std::string secret = secret_of(desk(world, MakeCalendarLink{"almaty", false}));
  const auto look_at = [&] {
    return calendar_in(find_calendar(source_of(world), "almaty", secret));
  };
  const Instant made_at = world.now();
  CHECK(look_at().sessions.at(0).revision.sequence == 0);
  CHECK(look_at().sessions.at(0).revision.at == made_at);
  world.set("2023-09-02T09:00:00+06:00");
  REQUIRE(desk(world, move_to("2023-09-14T10:00:00+06:00", "Жөндеу")).refusal.empty());
  const Revision moved = look_at().sessions.at(0).revision;
  CHECK(moved.sequence > 0);
  CHECK(moved.at == instant("2023-09-02T09:00:00+06:00"));
  CHECK(look_at().window_revision.sequence == 0);
  REQUIRE(desk(world, CancelSession{"almaty-0915", "Су басты"}).refusal.empty());
  CHECK(look_at().sessions.at(0).revision.sequence > moved.sequence);
  CHECK(look_at().sessions.at(0).row.state == "cancelled");
}

}  // namespace
}  // namespace keste::engine
