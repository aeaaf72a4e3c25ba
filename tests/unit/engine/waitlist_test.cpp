// The waitlist: in order of receipt, told at once, never at a cut-off or after it.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

/// almaty-0915 and almaty-0916 with two seats each.
campaign::Campaign two_sessions() {
  campaign::Campaign made = whole_campaign();
  made.sessions.push_back(session("almaty-0916", "almaty", "2023-09-16T10:00", "2023-09-16T12:30"));
  session_in(made, "almaty-0916").seats = 2;
  return made;
}

ApplicationView take(World& world, int person, const std::string& session) {
  ApplyCommand command = make_command(person, session, world.receipt());
  if (session == "almaty") command.request.session = "";
  const auto outcome = apply(world, command);
  REQUIRE(std::holds_alternative<ApplicationView>(outcome));
  return std::get<ApplicationView>(outcome);
}

std::string place_of(World& world, const ApplicationView& view) {
  const ApplicationView now = look(world, view.ticket);
  return now.session.empty() ? now.state : now.state + " " + now.session;
}

/// All four seats are taken; then somebody waits for the first, for any, for the second, for any.
struct Full {
  explicit Full(std::string path = ":memory:") : world(settings_of(two_sessions()), path) {
    fire_all(world);
    for (int person = 1; person <= 4; ++person) {
      seated.push_back(take(world, person, person <= 2 ? "almaty-0915" : "almaty-0916"));
    }
    int person = 5;
    for (const char* wish : {"almaty-0915", "almaty", "almaty-0916", "almaty"}) {
      waiting.push_back(take(world, person++, wish));
    }
    send_all(world);
  }
  std::vector<std::string> places() {
    std::vector<std::string> all;
    for (const auto& view : waiting) all.push_back(place_of(world, view));
    return all;
  }
  World world;
  std::vector<ApplicationView> seated;
  std::vector<ApplicationView> waiting;
};

using Places = std::vector<std::string>;

TEST_CASE("a full session or city makes people wait, and tells them how many come first",
          "[engine][waitlist]") {
  Full full;
  CHECK(full.places() ==
        Places{"waitlisted almaty-0915", "waitlisted", "waitlisted almaty-0916", "waitlisted"});
  CHECK(full.waiting[0].before == 0);
  CHECK(full.waiting[1].before == 1);
  CHECK(full.waiting[2].before == 1);
  CHECK(full.waiting[3].before == 3);
  CHECK(count_outbox(full.world, "waitlisted", "sent") == 4);
  CHECK(count_outbox(full.world, "application_received") == 4);
  CHECK(full.world.snapshot().find_city("almaty")->applications.waitlisted == 4);
  ApplyCommand proud = make_command(9, "almaty-0915", full.world.receipt());
  proud.request.waitlist = false;
  CHECK(word_of(apply(full.world, proud)) == "session-full");
}

TEST_CASE("who is taken and moved in one turn is told of both, and counted where they are",
          "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  for (const std::size_t gone : {0U, 1U, 2U}) withdraw(world, full.seated[gone].ticket);
  send_all(world);
  const ApplyCommand late = make_command(9, "", world.receipt());
  ApplyOutcome taken = Trouble::not_found;
  world.engine().turn(world.present(), [&](Turn& turn) {
    ApplyCommand any = late;
    any.request.city = "almaty";
    taken = turn.apply(any);
    turn.withdraw(full.seated[3].ticket, world.receipt());
    turn.withdraw(full.waiting[3].ticket, world.receipt());
  });
  world.check_invariants();
  const auto& view = std::get<ApplicationView>(taken);
  CHECK(view.state == "waitlisted");
  CHECK(look(world, view.ticket).state == "seated");
  CHECK(count_outbox(world, "seat_allotted", "pending") >= 1);
  CHECK(send_all(world) > 0);
  world.check_invariants();
}

TEST_CASE("a campaign without a waitlist says that the session is full", "[engine][waitlist]") {
  campaign::Campaign campaign = two_sessions();
  campaign.admission.waitlist = false;
  World world(settings_of(campaign));
  take(world, 1, "almaty-0915");
  take(world, 2, "almaty-0915");
  CHECK(word_of(apply(world, 3, "almaty-0915")) == "session-full");
}

TEST_CASE("a seat that frees goes to the first whom it suits, who is told at once",
          "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  SECTION("of the first session") {
    withdraw(world, full.seated[0].ticket);
    CHECK(full.places() ==
          Places{"seated almaty-0915", "waitlisted", "waitlisted almaty-0916", "waitlisted"});
    withdraw(world, full.seated[1].ticket);
    CHECK(full.places() == Places{"seated almaty-0915", "seated almaty-0915",
                                  "waitlisted almaty-0916", "waitlisted"});
  }
  SECTION("of the second session: any comes before it") {
    withdraw(world, full.seated[2].ticket);
    CHECK(full.places() == Places{"waitlisted almaty-0915", "seated almaty-0916",
                                  "waitlisted almaty-0916", "waitlisted"});
    withdraw(world, full.seated[3].ticket);
    CHECK(full.places() == Places{"waitlisted almaty-0915", "seated almaty-0916",
                                  "seated almaty-0916", "waitlisted"});
  }
  const auto sent = send(world);
  REQUIRE(sent.size() == 2);
  for (const Notification& message : sent) CHECK(message.kind == "seat_allotted");
  CHECK(sent[0].session == look(world, full.waiting[1].ticket).session);
}

TEST_CASE("more seats, a new session and a change of session free seats too",
          "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  MoveSession move;
  move.session = "almaty-0915";
  move.reason = "a larger room";
  SECTION("more seats at the desk") {
    move.seats = 4;
    REQUIRE(desk(world, move).refusal.empty());
    CHECK(full.places() == Places{"seated almaty-0915", "seated almaty-0915",
                                  "waitlisted almaty-0916", "waitlisted"});
  }
  SECTION("more seats in the file") {
    campaign::Campaign campaign = two_sessions();
    session_in(campaign, "almaty-0916").seats = 5;
    REQUIRE(world.reload(settings_of(campaign)).empty());
    CHECK(full.places() == Places{"waitlisted almaty-0915", "seated almaty-0916",
                                  "seated almaty-0916", "seated almaty-0916"});
  }
  SECTION("a new session in the file") {
    campaign::Campaign campaign = two_sessions();
    campaign.sessions.push_back(
        session("almaty-0914", "almaty", "2023-09-14T10:00", "2023-09-14T12:30"));
    REQUIRE(world.reload(settings_of(campaign)).empty());
    CHECK(full.places() == Places{"waitlisted almaty-0915", "seated almaty-0914",
                                  "waitlisted almaty-0916", "seated almaty-0914"});
  }
  SECTION("somebody changes into a seat that they leave behind") {
    move.seats = 3;
    REQUIRE(desk(world, move).refusal.empty());
    REQUIRE(place_of(world, full.waiting[0]) == "seated almaty-0915");
    move.session = "almaty-0916";
    move.seats = 4;
    REQUIRE(desk(world, move).refusal.empty());
    REQUIRE(full.places() ==
            Places{"seated almaty-0915", "seated almaty-0916", "seated almaty-0916", "waitlisted"});
    withdraw(world, full.seated[0].ticket);
    CHECK(place_of(world, full.waiting[3]) == "seated almaty-0915");
  }
}

TEST_CASE("no seat is given to the waitlist at the cut-off or after it", "[engine][waitlist]") {
  const auto [at, seated] = GENERATE(table<std::chrono::microseconds, bool>(
      {{-1us, true}, {0us, false}, {1us, false}, {23h, false}}));
  const bool fired = GENERATE(false, true);
  campaign::Campaign campaign = whole_campaign();
  World world(settings_of(campaign));
  fire_all(world);
  take(world, 1, "almaty-0915");
  take(world, 2, "almaty-0915");
  const auto waiting = take(world, 3, "almaty-0915");
  const auto any = take(world, 4, "almaty");
  world.set(instant("2023-09-14T10:00:00+06:00") + at);
  if (fired) fire_all(world);
  MoveSession more;
  more.session = "almaty-0915";
  more.seats = 9;
  more.reason = "a larger room";
  REQUIRE(desk(world, more).refusal.empty());
  fire_all(world);
  CHECK(look(world, waiting.ticket).state == (seated ? "seated" : "unplaced"));
  CHECK(look(world, any.ticket).state == (seated ? "seated" : "unplaced"));
  CHECK(count_outbox(world, "waitlist_ended") == (seated ? 0 : 2));
}

TEST_CASE("the end of a waitlist is told, and frees the code", "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  world.set("2023-09-14T10:00:00+06:00");
  fire_all(world);
  // The second session still takes those who want it, or any.
  CHECK(full.places() ==
        Places{"unplaced almaty-0915", "waitlisted", "waitlisted almaty-0916", "waitlisted"});
  std::vector<std::string> kinds;
  for (const auto& message : send(world)) kinds.push_back(message.kind);
  CHECK(kinds ==
        std::vector<std::string>{"waitlist_ended", "session_reminder", "session_reminder"});
  world.set("2023-09-15T10:00:00+06:00");
  fire_all(world);
  CHECK(full.places() ==
        Places{"unplaced almaty-0915", "unplaced", "unplaced almaty-0916", "unplaced"});
  CHECK(count_outbox(world, "waitlist_ended") == 4);
  CHECK(world.snapshot().find_city("almaty")->applications.unplaced == 4);
  ApplyCommand again = make_command(6, "astana-0920", world.receipt());
  CHECK(word_of(apply(world, again)) == "seated");
}

TEST_CASE("within the last day a free seat is for whoever asks for it", "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  MoveSession more;
  more.session = "almaty-0915";
  more.seats = 9;
  more.reason = "a larger room";
  world.set("2023-09-14T10:00:00+06:00");
  fire_all(world);
  REQUIRE(desk(world, more).refusal.empty());
  // Those who wait for any can only be given the other session.
  CHECK(word_of(apply(world, 20, "almaty-0915")) == "seated");
  CHECK(word_of(apply(world, 21, "almaty-0916")) == "waitlisted");
}

TEST_CASE("who withdraws and applies again goes to the end of the line", "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  REQUIRE(word_of(withdraw(world, full.waiting[0].ticket)) == "withdrawn");
  const auto again = take(world, 5, "almaty-0915");
  CHECK(again.before == 2);
  withdraw(world, full.seated[0].ticket);
  CHECK(place_of(world, full.waiting[1]) == "seated almaty-0915");
  CHECK(place_of(world, again) == "waitlisted almaty-0915");
}

TEST_CASE("who waits may wish otherwise and keeps their place in the line", "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  CHECK(word_of(change_session(world, full.waiting[0].ticket, "almaty-0916")) == "waitlisted");
  CHECK(word_of(change_session(world, full.waiting[2].ticket, "any")) == "waitlisted");
  withdraw(world, full.seated[2].ticket);
  CHECK(place_of(world, full.waiting[0]) == "seated almaty-0916");
  withdraw(world, full.seated[0].ticket);
  CHECK(place_of(world, full.waiting[1]) == "seated almaty-0915");
  withdraw(world, full.seated[1].ticket);
  CHECK(place_of(world, full.waiting[2]) == "seated almaty-0915");
}

TEST_CASE("who waits withdraws at any time, and gets no seat afterwards", "[engine][waitlist]") {
  Full full;
  World& world = full.world;
  REQUIRE(word_of(withdraw(world, full.waiting[0].ticket)) == "withdrawn");
  REQUIRE(word_of(withdraw(world, full.waiting[1].ticket)) == "withdrawn");
  withdraw(world, full.seated[0].ticket);
  CHECK(full.places() == Places{"withdrawn almaty-0915", "withdrawn", "waitlisted almaty-0916",
                                "seated almaty-0915"});
}

TEST_CASE("a waitlist that a reload brings has its end", "[engine][waitlist]") {
  campaign::Campaign campaign = two_sessions();
  campaign.admission.waitlist = false;
  World world(settings_of(campaign));
  campaign.admission.waitlist = true;
  world.reload(settings_of(campaign));
  take(world, 1, "almaty-0915");
  take(world, 2, "almaty-0915");
  const auto waiting = take(world, 3, "almaty-0915");
  world.set("2023-09-14T10:00:00+06:00");
  fire_all(world);
  CHECK(look(world, waiting.ticket).state == "unplaced");
}

TEST_CASE("a session that moves on after its waitlist ended has another end",
          "[engine][waitlist]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  take(world, 1, "almaty-0915");
  take(world, 2, "almaty-0915");
  world.set("2023-09-14T12:00:00+06:00");
  fire_all(world);
  MoveSession move;
  move.session = "almaty-0915";
  move.starts_at = instant("2023-09-16T10:00:00+06:00");
  move.reason = "no light in the building";
  REQUIRE(desk(world, move).refusal.empty());
  const auto waiting = take(world, 3, "almaty-0915");
  REQUIRE(waiting.state == "waitlisted");
  world.set("2023-09-15T10:00:00+06:00");
  fire_all(world);
  CHECK(look(world, waiting.ticket).state == "unplaced");
}

TEST_CASE("a clock set back after the end of a waitlist leaves nobody waiting for ever",
          "[engine][waitlist]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  take(world, 1, "almaty-0915");
  take(world, 2, "almaty-0915");
  world.set("2023-09-14T10:00:00+06:00");
  fire_all(world);
  world.set("2023-09-14T09:00:00+06:00");
  apply(world, 3, "almaty-0915");
  world.set("2023-09-30T10:00:00+06:00");
  fire_all(world);
  CHECK(world.snapshot().find_city("almaty")->applications.waitlisted == 0);
}

}  // namespace
}  // namespace keste::engine
