// What the desk did is put back, unless somebody would lose by it.
#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

EngineSettings held_season() {
  EngineSettings settings = settings_of(whole_campaign());
  settings.hold = 10min;
  return settings;
}

std::int64_t undo_of(const DeskReport& report) {
  REQUIRE(report.refusal.empty());
  return std::stoll(fact(report.facts, "undo"));
}

DeskReport undo(World& world, std::int64_t action) {
  return desk(world, UndoAction{action, "it was a mistake"});
}

TEST_CASE("a window that was extended goes back, but not once somebody has used it",
          "[engine][undo]") {
  campaign::Campaign campaign = whole_campaign();
  campaign.sessions.push_back(
      session("almaty-0921", "almaty", "2023-09-21T10:00", "2023-09-21T12:30"));
  World world(settings_of(campaign));
  world.set("2023-09-18T00:00:00+06:00");
  fire_all(world);
  const std::int64_t action = undo_of(
      desk(world, ChangeWindow{"almaty", instant("2023-09-20T00:00:00+06:00"), "a long queue"}));
  const bool used = GENERATE(false, true);
  if (used) CHECK(word_of(apply(world, 1, "almaty-0921")) == "seated");
  const DeskReport back = undo(world, action);
  fire_all(world);
  const WindowState state = world.snapshot().find_city("almaty")->window;
  CHECK(back.refusal == (used ? "undo-too-late" : ""));
  CHECK(state == (used ? WindowState::open : WindowState::closed));
  CHECK(undo(world, action).refusal == (used ? "undo-too-late" : "already-undone"));
}

TEST_CASE("a cancellation is undone until its applicants are moved", "[engine][undo]") {
  const auto [later, word] = GENERATE(table<std::chrono::microseconds, std::string>({
      {0us, ""},
      {10min - 1us, ""},
      {10min, "undo-too-late"},
  }));
  World world(held_season());
  const auto view = seat(world, 1, "astana-0905");
  send_all(world);
  const auto reminder = entry(world, "session_reminder", "astana-0905").at;
  const std::int64_t action = undo_of(desk(world, CancelSession{"astana-0905", "no heating"}));
  CHECK(entry(world, "session_reminder", "astana-0905").state == "void");
  world.set(world.now() + later);
  fire_all(world);
  CHECK(undo(world, action).refusal == word);
  fire_all(world);
  if (!word.empty()) return;
  CHECK(send_all(world) == 0);
  CHECK(look(world, view.ticket).session == "astana-0905");
  CHECK(entry(world, "session_reminder", "astana-0905").state == "pending");
  CHECK(entry(world, "session_reminder", "astana-0905").at == reminder);
  world.set(reminder);
  fire_all(world);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "session_reminder");
}

TEST_CASE("a move that waited when its session was cancelled is told when that is undone",
          "[engine][undo]") {
  World world(held_season());
  seat(world, 1, "astana-0920");
  send_all(world);
  MoveSession move;
  move.session = "astana-0920";
  move.starts_at = instant("2023-09-20T15:00:00+06:00");
  move.reason = "no light";
  desk(world, move);
  const std::int64_t action = undo_of(desk(world, CancelSession{"astana-0920", "no heating"}));
  REQUIRE(undo(world, action).refusal.empty());
  world.set(world.now() + 1h);
  fire_all(world);
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "session_changed");
  CHECK(sent[0].starts_at == instant("2023-09-20T15:00:00+06:00"));
}

TEST_CASE("a person's longer window is withdrawn, but not once it was used", "[engine][undo]") {
  World world(held_season());
  const ExtendPerson longer{make_iin(1), "astana", instant("2023-09-25T00:00:00+06:00"),
                            "was in hospital"};
  const std::int64_t first = undo_of(desk(world, longer));
  CHECK(undo(world, first).refusal.empty());
  const std::int64_t second = undo_of(desk(world, longer));
  ExtendPerson longest = longer;
  longest.until = instant("2023-09-26T00:00:00+06:00");
  const std::int64_t third = undo_of(desk(world, longest));
  CHECK(undo(world, second).refusal == "changed-since");
  CHECK(undo(world, third).refusal.empty());
  CHECK(undo(world, second).refusal.empty());
}

TEST_CASE("needs go back, and go with the person", "[engine][undo]") {
  World world(held_season());
  const auto view = seat(world, 1, "astana-0920");
  const std::int64_t first = undo_of(desk(world, SetNeeds{view.id, "a ramp", 30}));
  CHECK(undo(world, first).refusal.empty());
  const std::int64_t second = undo_of(desk(world, SetNeeds{view.id, "a ramp", 30}));
  withdraw(world, view.ticket);
  REQUIRE(desk(world, ErasePerson{make_iin(1), "asked for it"}).refusal.empty());
  CHECK(undo(world, second).refusal == "changed-since");
}

TEST_CASE("attendance goes back for those who have no result since", "[engine][undo]") {
  World world(held_season());
  const auto one = seat(world, 1, "astana-0905");
  const auto two = seat(world, 2, "astana-0905");
  world.set("2023-09-05T11:00:00+06:00");
  fire_all(world);
  const std::int64_t action =
      undo_of(desk(world, MarkAttendance{"astana-0905", {}, {one.id, two.id}}));
  ResultLine line;
  line.application = two.id;
  line.level = "B1";
  line.status = "final";
  desk(world, TakeResults{{line}});
  const DeskReport back = undo(world, action);
  CHECK(back.refusal.empty());
  REQUIRE(back.rows.size() == 1);
  CHECK(fact(back.rows[0], "application") == std::to_string(two.id.value));
  CHECK(fact(back.rows[0], "problem") == "changed-since");
  CHECK(look(world, one.ticket).state == "tested");
}

}  // namespace
}  // namespace keste::engine
