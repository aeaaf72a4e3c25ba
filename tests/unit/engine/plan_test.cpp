// Plans of another campaign file: what they say, and that their application does just that.
#include <algorithm>
#include <map>
#include <set>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

constexpr const char* why = "the hall was flooded";

/// As a file that says this would be read.
EngineSettings file_of(const campaign::Campaign& campaign) {
  EngineSettings settings = settings_of(campaign);
  settings.source = {"id: " + campaign.id, digest_of(campaign), ""};
  return settings;
}

PlanReport plan(World& world, const campaign::Campaign& campaign) {
  return world.engine().plan(world.present(), file_of(campaign));
}

PlanReport apply_plan(World& world, const campaign::Campaign& campaign, const std::string& hash) {
  PlanReport report = world.engine().apply_plan(world.present(), file_of(campaign), {hash, why});
  world.check_invariants();
  return report;
}

/// Plans and applies at once; what it was.
PlanReport change_to(World& world, const campaign::Campaign& campaign) {
  const PlanReport planned = plan(world, campaign);
  const PlanReport applied = apply_plan(world, campaign, planned.hash);
  CHECK(applied.refusal == "");
  CHECK(plan(world, campaign).changes.empty());
  return planned;
}

std::vector<std::string> kinds_of(const PlanReport& report) {
  std::vector<std::string> kinds;
  for (const PlannedChange& change : report.changes) kinds.push_back(change.kind);
  return kinds;
}

std::vector<std::string> words_of(const std::vector<Facts>& rows) {
  std::vector<std::string> words;
  for (const Facts& row : rows) words.push_back(fact(row, "problem"));
  return words;
}

const PlannedChange& change_of(const PlanReport& report, std::string_view kind) {
  for (const PlannedChange& change : report.changes) {
    if (change.kind == kind) return change;
  }
  throw std::logic_error("no such change");
}

using Words = std::vector<std::string>;

int count_messages(const PlanReport& report, std::string_view kind) {
  int count = 0;
  for (const Facts& row : report.messages) {
    if (fact(row, "kind") == kind) count += std::stoi(fact(row, "count"));
  }
  return count;
}

TEST_CASE("the plan of the file in force is empty", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "astana-0905");
  campaign::Campaign campaign = small_campaign();
  CHECK(plan(world, campaign).changes.empty());
  std::reverse(campaign.sessions.begin(), campaign.sessions.end());
  std::swap(campaign.cities[0], campaign.cities[1]);
  const PlanReport report = plan(world, campaign);
  CHECK(report.changes.empty());
  CHECK(report.messages.empty());
  CHECK(apply_plan(world, campaign, report.hash).refusal == "");
  CHECK(count_outbox(world, "session_changed") == 0);
}

TEST_CASE("a session with people is moved, and they are told", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat_many(world, 1, 2, "almaty-0915");
  send_all(world);
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").starts_local += 24h * 3;
  session_in(campaign, "almaty-0915").ends_local += 24h * 3;
  const PlanReport planned = change_to(world, campaign);
  CHECK(kinds_of(planned) == Words{"session_moved"});
  CHECK(planned.changes.front().people.size() == 2);
  REQUIRE(planned.due_dates.size() == 1);
  CHECK(fact(planned.due_dates.front(), "was_due_at") == "2023-09-26T18:00:00+06:00");
  CHECK(fact(planned.due_dates.front(), "is_due_at") == "2023-09-27T18:00:00+06:00");
  CHECK(fact(planned.due_dates.front(), "direction") == "later");
  CHECK(count_messages(planned, "session_changed") == 2);
  CHECK(fact(planned.messages.front(), "channel") == "email");
  fire_all(world);
  world.set(world.now() + 6min);
  const auto sent = send(world);
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].kind == "session_changed");
  CHECK(sent[0].starts_at == instant("2023-09-18T10:00:00+06:00"));
}

TEST_CASE("a move there and back before anybody heard of it tells nobody", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "almaty-0915");
  send_all(world);
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").starts_local += 1h;
  session_in(campaign, "almaty-0915").ends_local += 1h;
  SECTION("nobody was told") {
    CHECK(count_messages(change_to(world, campaign), "session_changed") == 1);
    fire_all(world);
    const PlanReport back = change_to(world, small_campaign());
    CHECK(kinds_of(back) == Words{"session_moved"});
    CHECK(count_messages(back, "session_changed") == 0);
    fire_all(world);
    world.set(world.now() + 6min);
    CHECK(send(world).empty());
  }
  SECTION("who was told is told once more") {
    change_to(world, campaign);
    fire_all(world);
    world.set(world.now() + 6min);
    CHECK(send(world).size() == 1);
    CHECK(count_messages(change_to(world, small_campaign()), "session_changed") == 1);
    fire_all(world);
    world.set(world.now() + 6min);
    CHECK(send(world).size() == 1);
  }
}

TEST_CASE("another building in the file is told, with the one before", "[engine][plan]") {
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").venue.name = named("Old Hall");
  World world(file_of(campaign));
  fire_all(world);
  seat(world, 1, "almaty-0915");
  send_all(world);
  campaign::Campaign other = campaign;
  session_in(other, "almaty-0915").venue.name = named("New Hall");
  const PlanReport planned = change_to(world, other);
  CHECK(kinds_of(planned) == Words{"session_moved"});
  CHECK(fact(planned.changes.front().facts, "was_venue") == "Old Hall kk");
  CHECK(fact(planned.changes.front().facts, "is_venue") == "New Hall kk");
  CHECK(count_messages(planned, "session_changed") == 1);
  SECTION("once") {
    fire_all(world);
    world.set(world.now() + 6min);
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].before->venue == "Old Hall kk");
    CHECK(sent[0].venue.empty());  // The file's.
  }
  SECTION("and not when it was back before anybody heard") {
    CHECK(count_messages(change_to(world, campaign), "session_changed") == 0);
    fire_all(world);
    world.set(world.now() + 6min);
    CHECK(send(world).empty());
  }
}

TEST_CASE("a cancelled session's people go where the plan said", "[engine][plan]") {
  campaign::Campaign campaign = small_campaign();
  campaign.sessions.push_back(
      session("almaty-0916", "almaty", "2023-09-16T10:00", "2023-09-16T12:30"));
  session_in(campaign, "almaty-0916").seats = 1;
  session_in(campaign, "almaty-0915").seats = 4;
  World world(file_of(campaign));
  fire_all(world);
  seat_many(world, 1, 3, "almaty-0915");
  CHECK(word_of(apply(world, 4, "almaty-0915")) == "seated");
  CHECK(word_of(apply(world, 5, "almaty-0915")) == "waitlisted");
  send_all(world);
  campaign::Campaign other = campaign;
  std::erase_if(other.sessions, [](const auto& one) { return one.id == "almaty-0915"; });
  const PlanReport planned = change_to(world, other);
  CHECK(kinds_of(planned) == Words{"session_cancelled"});
  CHECK(words_of(planned.warnings) == Words{"not-all-get-a-seat"});
  fire_all(world);
  std::map<std::string, int> how;
  for (const TouchedPerson& person : planned.changes.front().people) {
    ++how[person.how];
    const auto row =
        store::find_application(world.database(), store::ApplicationId{person.application.value});
    const std::map<std::string, std::string> states{
        {"reseated", "seated"}, {"waitlisted", "waitlisted"}, {"unplaced", "unplaced"}};
    CHECK(states.at(person.how) == row->state);
  }
  CHECK(how == std::map<std::string, int>{{"reseated", 1}, {"waitlisted", 4}});
  const auto sent = send(world);
  CHECK(static_cast<int>(sent.size()) ==
        count_messages(planned, "session_cancelled") + count_messages(planned, "waitlisted"));
}

TEST_CASE("a new session seats those who wait, as planned", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat_many(world, 1, 2, "almaty-0915");
  auto any = make_command(3, "almaty-0915", world.receipt());
  any.request.session.clear();
  CHECK(word_of(apply(world, any)) == "waitlisted");
  send_all(world);
  campaign::Campaign campaign = small_campaign();
  campaign.sessions.push_back(
      session("almaty-0916", "almaty", "2023-09-16T10:00", "2023-09-16T12:30"));
  const PlanReport planned = change_to(world, campaign);
  CHECK(kinds_of(planned) == Words{"session_added", "seats_given"});
  REQUIRE(change_of(planned, "seats_given").people.size() == 1);
  CHECK(change_of(planned, "seats_given").people.front().session == "almaty-0916");
  CHECK(count_messages(planned, "seat_allotted") == 1);
  CHECK(send(world).size() == 1);
}

TEST_CASE("a window that should have closed closes at once, and nobody is lost", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  world.set("2023-09-10T10:00:00+06:00");
  fire_all(world);
  const ApplicationView view = seat(world, 1, "almaty-0915");
  campaign::Campaign campaign = small_campaign();
  campaign.rules.back().window.to = date("2023-09-08");
  const PlanReport planned = change_to(world, campaign);
  CHECK(words_of(planned.warnings) ==
        Words{"window-closes-at-once", "window-closes-at-once"});  // Almaty and Oral.
  world.set(world.now() + 1s);
  fire_all(world);
  CHECK(world.snapshot().find_city("almaty")->window == WindowState::closed);
  CHECK(look(world, view.ticket).state == "seated");
  CHECK(word_of(apply(world, 2, "almaty-0915")) == "window-closed");
  SECTION("and a longer one opens it again") {
    CHECK(words_of(change_to(world, small_campaign()).warnings) ==
          Words{"window-reopens", "window-reopens"});
    CHECK(word_of(apply(world, 2, "almaty-0915")) == "seated");
  }
}

TEST_CASE("a promised due date moves by plan, and is told", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "almaty-0915");
  send_all(world);
  campaign::Campaign campaign = small_campaign();
  campaign.rules.back().results_within_working_days = 5;
  const PlanReport planned = change_to(world, campaign);
  CHECK(kinds_of(planned) == Words{"due_date_moved", "due_date_moved", "setting_changed"});
  CHECK(fact(planned.due_dates.front(), "direction") == "earlier");
  CHECK(count_messages(planned, "due_date_moved") == 1);
  fire_all(world);
  world.set(world.now() + 6min);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "due_date_moved");
}

TEST_CASE("a renamed city is a rename", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "almaty-0915");
  campaign::Campaign campaign = small_campaign();
  campaign.cities[1].name.ru = "Алматы-сити";
  const PlanReport planned = change_to(world, campaign);
  CHECK(kinds_of(planned) == Words{"city_renamed"});
  CHECK(planned.messages.empty());
  CHECK(world.snapshot().find_city("almaty")->name.ru == "Алматы-сити");
}

TEST_CASE("what cannot be done keeps the whole plan from being applied", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "astana-0905");
  seat(world, 2, "oral-0920");
  campaign::Campaign campaign = small_campaign();
  std::string word;
  SECTION("a session that has begun is moved") {
    world.set("2023-09-05T11:00:00+06:00");
    fire_all(world);
    session_in(campaign, "astana-0905").ends_local += 1h;
    word = "session-is-over-or-under-way";
  }
  SECTION("a session that has begun is gone") {
    world.set("2023-09-05T11:00:00+06:00");
    fire_all(world);
    std::erase_if(campaign.sessions, [](const auto& one) { return one.id == "astana-0905"; });
    word = "session-is-over-or-under-way";
  }
  SECTION("a city with people is gone") {
    campaign.cities.pop_back();
    std::erase_if(campaign.sessions, [](const auto& one) { return one.city == "oral"; });
    word = "city-has-people";
  }
  SECTION("a window that is open opens later") {
    campaign.rules.front().window.from = date("2023-09-03");
    word = "window-open";
  }
  SECTION("a session changes its city") {
    session_in(campaign, "astana-0905").city = "almaty";
    word = "session-changes-city";
  }
  SECTION("to before now") {
    world.set("2023-09-03T11:00:00+06:00");
    session_in(campaign, "astana-0905").starts_local -= 48h;
    session_in(campaign, "astana-0905").ends_local -= 48h;
    word = "starts-in-the-past";
  }
  session_in(campaign, "almaty-0915").seats = 99;  // Would be fine alone.
  const PlanReport planned = plan(world, campaign);
  CHECK(words_of(planned.problems) == Words{word});
  CHECK(apply_plan(world, campaign, planned.hash).refusal == "plan-impossible");
  CHECK(world.snapshot().find_city("almaty")->sessions.front().seats == 2);
}

TEST_CASE("a city that nobody ever applied in can go", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  campaign::Campaign campaign = small_campaign();
  campaign.cities.pop_back();
  std::erase_if(campaign.sessions, [](const auto& one) { return one.city == "oral"; });
  CHECK(plan(world, campaign).problems.empty());
  change_to(world, campaign);
  CHECK(world.snapshot().find_city("oral") == nullptr);
  fire_all(world);
  CHECK(word_of(apply(world, 1, "almaty-0915")) == "seated");
}

TEST_CASE("a plan is stale once its ground has moved, and not by further applications",
          "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "astana-0920").starts_local += 1h;
  session_in(campaign, "astana-0920").ends_local += 1h;
  SECTION("whoever applies until then is treated alike") {
    seat(world, 1, "astana-0920");
    const PlanReport planned = plan(world, campaign);
    seat(world, 2, "astana-0920");
    const PlanReport applied = apply_plan(world, campaign, planned.hash);
    CHECK(applied.refusal == "");
    CHECK(applied.changes.front().people.size() == 2);
  }
  SECTION("but nobody is touched by a plan that touched nobody") {
    const PlanReport planned = plan(world, campaign);
    seat(world, 1, "astana-0920");
    const PlanReport refused = apply_plan(world, campaign, planned.hash);
    CHECK(refused.refusal == "plan-stale");
    CHECK(refused.moved.size() == 2);
  }
  SECTION("the desk moved the session") {
    const PlanReport planned = plan(world, campaign);
    MoveSession move;
    move.session = "astana-0920";
    move.starts_at = instant("2023-09-20T15:00:00+06:00");
    move.reason = why;
    REQUIRE(desk(world, move).refusal.empty());
    CHECK(apply_plan(world, campaign, planned.hash).refusal == "plan-stale");
  }
  SECTION("another plan was first") {
    campaign::Campaign other = small_campaign();
    session_in(other, "oral-0920").seats = 61;
    const PlanReport planned = plan(world, campaign);
    change_to(world, other);
    CHECK(apply_plan(world, campaign, planned.hash).refusal == "plan-stale");
  }
  SECTION("it was applied before") {
    const PlanReport planned = change_to(world, campaign);
    CHECK(apply_plan(world, campaign, planned.hash).refusal == "plan-applied");
  }
  SECTION("another file") {
    const PlanReport planned = plan(world, campaign);
    session_in(campaign, "astana-0920").seats = 7;
    CHECK(apply_plan(world, campaign, planned.hash).refusal == "plan-stale");
  }
  SECTION("no reason") {
    const PlanReport planned = plan(world, campaign);
    const auto refused =
        world.engine().apply_plan(world.present(), file_of(campaign), {planned.hash, " "});
    CHECK(refused.refusal == "reason-missing");
  }
  world.check_invariants();
}

TEST_CASE("what the desk changed stands until the file itself changes it", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  MoveSession move;
  move.session = "astana-0920";
  move.starts_at = instant("2023-09-20T15:00:00+06:00");
  move.reason = why;
  REQUIRE(desk(world, move).refusal.empty());
  CHECK(plan(world, small_campaign()).changes.empty());
  campaign::Campaign campaign = small_campaign();
  SECTION("more seats do not move it back") {
    session_in(campaign, "astana-0920").seats = 80;
    CHECK(kinds_of(change_to(world, campaign)) == Words{"session_seats"});
    const auto& sessions = world.snapshot().find_city("astana")->sessions;
    CHECK(sessions.back().starts_at == instant("2023-09-20T15:00:00+06:00"));
    CHECK(sessions.back().seats == 80);
  }
  SECTION("a file that says the same as the desk changes nothing more") {
    session_in(campaign, "astana-0920").starts_local = local("2023-09-20T15:00");
    session_in(campaign, "astana-0920").ends_local = local("2023-09-20T17:30");
    CHECK(change_to(world, campaign).changes.empty());
  }
}

TEST_CASE("what a reload left is what the plan of the same file shows", "[engine][plan]") {
  World world(file_of(small_campaign()));
  fire_all(world);
  seat(world, 1, "almaty-0915");
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").starts_local += 1h;
  session_in(campaign, "almaty-0915").ends_local += 1h;
  CHECK(world.reload(file_of(campaign)).size() == 1);
  CHECK(kinds_of(change_to(world, campaign)) == Words{"session_moved"});
  CHECK(world.reload(file_of(campaign)).empty());
}

TEST_CASE("an applied file is kept, and outlives its daemon", "[engine][plan]") {
  const ScratchFolder folder;
  World world(file_of(small_campaign()), folder.file("keste.db"));
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 9;
  const PlanReport planned = change_to(world, campaign);
  const auto version = store::find_campaign_version(world.database(), world.engine().campaign_id());
  CHECK(version.digest == digest_of(campaign));
  CHECK(store::has_applied_plan(world.database(), world.engine().campaign_id(), planned.hash));
  CHECK(store::is_known_campaign(world.database(), world.engine().campaign_id(),
                                 digest_of(small_campaign())));
}

}  // namespace
}  // namespace keste::engine
