// A changed campaign file: what hurts no one is taken, the rest is reported.
#include <algorithm>

#include "base/fault.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

const SessionSnapshot& session_of(World& world, std::string_view city, std::string_view id) {
  for (const SessionSnapshot& found : world.snapshot().find_city(city)->sessions) {
    if (found.id == id) return found;
  }
  throw std::logic_error("no such session in the snapshot");
}

campaign::SessionTimes& times_of(EngineSettings& settings, std::string_view id) {
  for (campaign::SessionTimes& times : settings.schedule.sessions) {
    if (times.session == id) return times;
  }
  throw std::logic_error("no such session in the schedule");
}

campaign::CityWindow& window_of(EngineSettings& settings, std::string_view city) {
  for (campaign::CityWindow& window : settings.schedule.windows) {
    if (window.city == city) return window;
  }
  throw std::logic_error("no such window in the schedule");
}

calendar::CalendarPlan with_day_off(const char* on, bool provisional = false) {
  calendar::CalendarPlan plan = kz_plan();
  const auto later = [&](const auto& day) { return day.on > date(on); };
  const auto place = std::find_if(plan.days.begin(), plan.days.end(), later);
  auto day = special(on, calendar::DayKind::day_off, "Moved");
  day.provisional = provisional;
  plan.days.insert(place, day);
  return plan;
}

TEST_CASE("the same file again changes nothing", "[engine][schedule]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "astana-0905");
  world.set("2023-09-06T00:00:00+06:00");
  fire_all(world);
  const auto before = agenda(world);
  CHECK(world.reload(small_season()).empty());
  world.restart();
  CHECK(world.left().empty());
  const auto after = agenda(world);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    CHECK(after[i].at == before[i].at);
    CHECK(after[i].state == before[i].state);
  }
}

TEST_CASE("harmless changes of a session are taken", "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "almaty-0915");
  EngineSettings settings = small_season();
  SECTION("more seats") {
    times_of(settings, "almaty-0915").seats = 5;
    CHECK(world.reload(settings).empty());
    CHECK(session_of(world, "almaty", "almaty-0915").seats == 5);
  }
  SECTION("fewer seats, but enough for those who sit there") {
    times_of(settings, "almaty-0915").seats = 1;
    CHECK(world.reload(settings).empty());
    CHECK(word_of(apply(world, 2, "almaty-0915")) == "waitlisted");
  }
  SECTION("a due date that nobody was promised, and the agenda with it") {
    settings = settings_of(small_campaign(), with_day_off("2023-09-21", true));
    CHECK(world.reload(settings).empty());
    CHECK(session_of(world, "astana", "astana-0920").due_at ==
          instant("2023-09-25T18:00:00+06:00"));
    CHECK(session_of(world, "astana", "astana-0920").due_provisional);
    CHECK(entry(world, "results_due", "astana-0920").at == instant("2023-09-25T18:00:00+06:00"));
  }
  SECTION("another day, while nobody has a seat there") {
    times_of(settings, "astana-0920").starts_at -= 24h;
    times_of(settings, "astana-0920").ends_at -= 24h;
    CHECK(world.reload(settings).empty());
    const Instant starts_at = instant("2023-09-19T10:00:00+06:00");
    CHECK(session_of(world, "astana", "astana-0920").starts_at == starts_at);
    CHECK(entry(world, "session_starts", "astana-0920").at == starts_at);
    CHECK(entry(world, "session_reminder", "astana-0920").at == starts_at - 24h);
  }
  SECTION("a new session") {
    settings.schedule.sessions.push_back(times_of(settings, "almaty-0915"));
    settings.schedule.sessions.back().session = "almaty-0915-2";
    CHECK(world.reload(settings).empty());
    CHECK(word_of(apply(world, 2, "almaty-0915-2")) == "seated");
    CHECK(entry(world, "results_due", "almaty-0915-2").state == "pending");
  }
  world.check_invariants();
}

TEST_CASE("changes of a session that would hurt somebody are left alone and told",
          "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  EngineSettings settings = small_season();
  const Instant before = times_of(settings, "almaty-0915").starts_at;
  SECTION("another day") { times_of(settings, "almaty-0915").starts_at -= 1h; }
  SECTION("another end") { times_of(settings, "almaty-0915").ends_at += 1h; }
  SECTION("fewer seats than people") { times_of(settings, "almaty-0915").seats = 1; }
  SECTION("another city") { times_of(settings, "almaty-0915").city = "astana"; }
  SECTION("a session that has started and now starts later") {
    world.set("2023-09-15T10:00:00+06:00");
    fire_all(world);
    times_of(settings, "almaty-0915").starts_at += 1h;
    times_of(settings, "almaty-0915").ends_at += 1h;
  }
  SECTION("a session whose results are due") {
    world.set("2023-09-26T18:00:00+06:00");
    fire_all(world);
    times_of(settings, "almaty-0915").seats += 1;
  }
  const auto left = world.reload(settings);
  const bool only_city = times_of(settings, "almaty-0915").city == "astana";
  if (only_city) {
    // Everything else is as it was, so only the city tells the two apart.
    CHECK(session_of(world, "almaty", "almaty-0915").seats_taken == 2);
  }
  REQUIRE(left.size() == 1);
  CHECK_THAT(left.front(), Catch::StartsWith("session almaty-0915: stays"));
  CHECK(session_of(world, "almaty", "almaty-0915").starts_at == before);
  CHECK(session_of(world, "almaty", "almaty-0915").seats == 2);
}

TEST_CASE("a due date moves also when the session has ended, and not when it has come",
          "[engine][schedule]") {
  World world;
  seat(world, 1, "almaty-0915");
  send_all(world);
  world.set("2023-09-16T00:00:00+06:00");
  fire_all(world);
  CHECK(world.reload(settings_of(small_campaign(), with_day_off("2023-09-18"))).empty());
  fire_all(world);
  CHECK(count_outbox(world, "due_date_moved") == 1);
  world.set("2023-09-26T18:00:00+06:00");
  fire_all(world);
  CHECK(session_of(world, "almaty", "almaty-0915").state == SessionState::ended);
  world.set("2023-09-27T18:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "results_due") == 1);
  CHECK(world.reload(small_season()).empty());
  fire_all(world);
  CHECK(count_outbox(world, "due_date_moved") == 1);
  CHECK(session_of(world, "almaty", "almaty-0915").due_at == instant("2023-09-27T18:00:00+06:00"));
}

TEST_CASE("a day off published in mid-season moves due dates, and tells whom they were promised",
          "[engine][schedule]") {
  World world;
  fire_all(world);
  const ApplicationView told = seat(world, 1, "almaty-0915");
  send_all(world);
  CHECK(world.reload(settings_of(small_campaign(), with_day_off("2023-09-18"))).empty());
  CHECK(entry(world, "results_due", "almaty-0915").at == instant("2023-09-27T18:00:00+06:00"));
  CHECK(entry(world, "results_due", "astana-0920").at == instant("2023-09-22T18:00:00+06:00"));
  const ApplicationView later = seat(world, 2, "almaty-0915");
  CHECK(later.due_at == instant("2023-09-27T18:00:00+06:00"));
  fire_all(world);
  world.set(world.now() + 5min);
  const auto sent = send(world);
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].kind == "application_received");
  CHECK(sent[0].application == later.id);
  CHECK(sent[1].kind == "due_date_moved");
  CHECK(sent[1].application == told.id);
  REQUIRE(sent[1].before.has_value());
  CHECK(sent[1].before->due_at == instant("2023-09-26T18:00:00+06:00"));
  CHECK(sent[1].due_at == instant("2023-09-27T18:00:00+06:00"));
  CHECK(reason_of(world, "due_date_moved") == "in the end the date has not moved");
}

TEST_CASE("a due date that moves there and back again is told to nobody", "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "almaty-0915");
  send_all(world);
  world.reload(settings_of(small_campaign(), with_day_off("2023-09-18")));
  fire_all(world);
  world.reload(small_season());
  fire_all(world);
  world.set(world.now() + 5min);
  CHECK(send(world).empty());
  CHECK(entry(world, "results_due", "almaty-0915").at == instant("2023-09-26T18:00:00+06:00"));
}

TEST_CASE("more seats and a new calendar in one reload: the moved date is told all the same",
          "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "almaty-0915");
  send_all(world);
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 9;
  CHECK(world.reload(settings_of(campaign, with_day_off("2023-09-18"))).empty());
  fire_all(world);
  world.set(world.now() + 5min);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "due_date_moved");
}

TEST_CASE("more seats for a session that has finished leave its due date alone",
          "[engine][schedule]") {
  World world;
  seat(world, 1, "almaty-0915");
  world.set("2023-09-19T10:00:00+06:00");
  fire_all(world);
  FinishSession finish;
  finish.session = "almaty-0915";
  finish.ended_at = instant("2023-09-18T01:00:00+06:00");
  REQUIRE(desk(world, finish).refusal.empty());
  const Instant due_at = session_of(world, "almaty", "almaty-0915").due_at;
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 9;
  CHECK(world.reload(settings_of(campaign)).empty());
  CHECK(session_of(world, "almaty", "almaty-0915").due_at == due_at);
  CHECK(session_of(world, "almaty", "almaty-0915").seats == 9);
}

TEST_CASE("a session that the file no longer names stays and is told", "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "almaty-0915");
  campaign::Campaign campaign = small_campaign();
  std::erase_if(campaign.sessions, [](const auto& s) { return s.id != "astana-0905"; });
  const auto left = world.reload(settings_of(campaign));
  REQUIRE(left.size() == 3);
  CHECK_THAT(left.front(), Catch::StartsWith("session almaty-0915: stays, with 1 applicants"));
  CHECK(word_of(apply(world, 2, "almaty-0915")) == "seated");
  world.set("2023-09-29T18:00:00+05:00");
  fire_all(world);
  CHECK(world.reload(settings_of(campaign)).empty());
}

TEST_CASE("a window moves where nobody loses by it", "[engine][schedule]") {
  struct Change {
    const char* at;
    std::chrono::hours opens;
    std::chrono::hours closes;
    bool taken;
  };
  // Almaty opens on 1 September and closes as 18 September begins.
  const auto change = GENERATE(values<Change>({
      {"2023-08-20T00:00:00+06:00", 24h, 24h, true},
      {"2023-08-20T00:00:00+06:00", -24h, 0h, true},
      {"2023-08-20T00:00:00+06:00", 0h, -24h, false},
      {"2023-09-10T00:00:00+06:00", 0h, 24h, true},
      {"2023-09-10T00:00:00+06:00", 0h, -24h, false},
      {"2023-09-10T00:00:00+06:00", 24h, 24h, false},
      {"2023-09-10T00:00:00+06:00", -24h, 24h, false},
      {"2023-09-18T00:00:00+06:00", 0h, 24h, false},
      {"2023-09-20T00:00:00+06:00", 0h, 240h, false},
  }));
  CAPTURE(change.at, change.opens.count(), change.closes.count());
  World world;
  world.set(change.at);
  fire_all(world);
  EngineSettings settings = small_season();
  const campaign::CityWindow before = window_of(settings, "almaty");
  window_of(settings, "almaty").opens_at += change.opens;
  window_of(settings, "almaty").closes_at += change.closes;
  const campaign::CityWindow wanted = window_of(settings, "almaty");
  const auto left = world.reload(settings);
  const auto* almaty = world.snapshot().find_city("almaty");
  CHECK(left.size() == (change.taken ? 0 : 1));
  CHECK(almaty->opens_at == (change.taken ? wanted.opens_at : before.opens_at));
  CHECK(almaty->closes_at == (change.taken ? wanted.closes_at : before.closes_at));
  CHECK(entry(world, "window_closes", "almaty").at == almaty->closes_at);
  if (!change.taken) CHECK_THAT(left.front(), Catch::StartsWith("city almaty: the window stays"));
}

TEST_CASE("a window that should be shut by now does not close in the past", "[engine][schedule]") {
  World world;
  fire_all(world);
  world.set("2023-09-18T12:00:00+06:00");
  EngineSettings settings = small_season();
  window_of(settings, "almaty").closes_at += 6h;
  CHECK(world.reload(settings).size() == 1);
}

TEST_CASE("a window whose first hour has come does not open later, even before that was recorded",
          "[engine][schedule]") {
  World world;
  seat(world, 1, "almaty-0915");
  REQUIRE(world.snapshot().find_city("almaty")->window == WindowState::not_open);
  EngineSettings settings = small_season();
  window_of(settings, "almaty").opens_at += 24h;
  CHECK(world.reload(settings).size() == 1);
}

TEST_CASE("an extended window takes applications to its new end", "[engine][schedule]") {
  World world;
  fire_all(world);
  EngineSettings settings = small_season();
  window_of(settings, "oral").closes_at += 24h;
  world.reload(settings);
  world.set("2023-09-18T23:59:59+05:00");
  fire_all(world);
  CHECK(word_of(apply(world, 1, "oral-0920")) == "seated");
  world.set("2023-09-19T00:00:00+05:00");
  CHECK(word_of(apply(world, 2, "oral-0920")) == "window-closed");
}

TEST_CASE("a reload keeps what this run recorded about closings and starts", "[engine][schedule]") {
  World world;
  world.set(instant("2023-09-18T00:00:00+05:00") - 1us);
  const ApplyCommand in_time = make_command(1, "oral-0920", world.receipt());
  world.set("2023-09-18T00:00:00+05:00");
  fire_all(world);
  world.set("2023-09-17T12:00:00+05:00");
  const ApplyCommand too_late = make_command(2, "oral-0920", world.receipt());
  world.reload(small_season());
  CHECK(word_of(apply(world, too_late)) == "window-closed");
  CHECK(word_of(apply(world, in_time)) == "seated");
}

TEST_CASE("a session that moves on after its reminder was due is reminded of anew",
          "[engine][schedule]") {
  EngineSettings settings = small_season();
  settings.reminder_before = 48h;
  World world(settings);
  const ApplicationView gone = seat(world, 1, "astana-0905");
  world.set("2023-09-03T10:00:00+06:00");
  fire_all(world);
  REQUIRE(count_outbox(world, "session_reminder") == 1);
  withdraw(world, gone.ticket);
  times_of(settings, "astana-0905").starts_at += 48h;
  times_of(settings, "astana-0905").ends_at += 48h;
  times_of(settings, "astana-0905").due_at += 96h;
  CHECK(world.reload(settings).empty());
  seat(world, 1, "astana-0905");
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "session_reminder") == 2);
}

TEST_CASE("another span before the reminder does not remind twice", "[engine][schedule]") {
  World world;
  seat(world, 1, "astana-0905");
  world.set("2023-09-04T10:00:00+06:00");
  fire_all(world);
  EngineSettings settings = small_season();
  settings.reminder_before = 2h;
  times_of(settings, "astana-0905").seats += 1;
  CHECK(world.reload(settings).empty());
  world.set("2023-09-05T09:59:00+06:00");
  fire_all(world);
  CHECK(entry(world, "session_reminder", "astana-0905").at == instant("2023-09-04T10:00:00+06:00"));
  CHECK(count_outbox(world, "session_reminder") == 1);
}

TEST_CASE("a city missing from the file, or another campaign, is refused whole",
          "[engine][schedule]") {
  World world;
  fire_all(world);
  seat(world, 1, "oral-0920");
  campaign::Campaign campaign = small_campaign();
  std::string said;
  SECTION("a city") {
    std::erase_if(campaign.cities, [](const auto& city) { return city.code == "oral"; });
    std::erase_if(campaign.sessions, [](const auto& s) { return s.city == "oral"; });
    said = "it holds the city 'oral'";
  }
  SECTION("a campaign") {
    campaign.id = "pkr-2024";
    said = "it holds the campaign 'pkr-2023'";
  }
  session_in(campaign, "almaty-0915").seats = 50;
  try {
    world.reload(settings_of(campaign));
    FAIL("it was taken");
  } catch (const Fault& fault) {
    CHECK(fault.kind() == FaultKind::usage);
    CHECK_THAT(fault.what(), Catch::Contains(said));
  }
  CHECK(session_of(world, "almaty", "almaty-0915").seats == 2);
  CHECK(world.snapshot().campaign == "pkr-2023");
  CHECK(word_of(apply(world, 2, "oral-0920")) == "seated");
  CHECK(send_all(world) == 2);
}

}  // namespace
}  // namespace keste::engine
