// Changing the session, withdrawing, and longer windows: at the very instants.
#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

/// Three sessions in Astana: 5 September (3 seats), 12 September (1) and 20 September (60).
EngineSettings season() {
  campaign::Campaign campaign = whole_campaign();
  campaign.sessions.push_back(
      session("astana-0912", "astana", "2023-09-12T10:00", "2023-09-12T12:30"));
  session_in(campaign, "astana-0912").seats = 1;
  return settings_of(campaign);
}

TEST_CASE("a seat is changed for a free one of the same city, and the change is told",
          "[engine][change]") {
  World world(season());
  const ApplicationView view = seat(world, 1, "astana-0905");
  send_all(world);
  const auto outcome = change_session(world, view.ticket, "astana-0920");
  REQUIRE(word_of(outcome) == "seated");
  CHECK(std::get<ApplicationView>(outcome).session == "astana-0920");
  CHECK(std::get<ApplicationView>(outcome).due_at == instant("2023-09-22T18:00:00+06:00"));
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "session_changed");
  CHECK(sent[0].session == "astana-0920");
  REQUIRE(sent[0].before.has_value());
  CHECK(sent[0].before->session == "astana-0905");
  CHECK(sent[0].sequence == 1);
  const auto* astana = world.snapshot().find_city("astana");
  CHECK(astana->sessions[0].seats_taken == 0);
  CHECK(astana->sessions[2].seats_taken == 1);
}

TEST_CASE("what cannot be changed into is refused for its own reason", "[engine][change]") {
  World world(season());
  fire_all(world);
  const ApplicationView view = seat(world, 1, "astana-0920");
  seat(world, 2, "astana-0912");
  CHECK(word_of(change_session(world, view.ticket, "astana-0912")) == "session-full");
  CHECK(word_of(change_session(world, view.ticket, "oral-0920")) == "session-elsewhere");
  CHECK(word_of(change_session(world, view.ticket, "astana-0931")) == "session-unknown");
  CHECK(word_of(change_session(world, view.ticket, "astana-0920")) == "already-seated");
  CHECK(word_of(change_session(world, view.ticket, "any")) == "already-seated");
  CHECK(word_of(change_session(world, "1-0", "astana-0905")) == "not_found");
  world.set("2023-09-04T10:00:00+06:00");
  CHECK(word_of(change_session(world, view.ticket, "astana-0905")) == "session-cut-off");
  world.set("2023-09-05T10:00:00+06:00");
  CHECK(word_of(change_session(world, view.ticket, "astana-0905")) == "session-started");
  REQUIRE(desk(world, CancelSession{"astana-0912", "no heating"}).refusal.empty());
  CHECK(word_of(change_session(world, view.ticket, "astana-0912")) == "session-cancelled");
  withdraw(world, view.ticket);
  CHECK(word_of(change_session(world, view.ticket, "astana-0912")) == "application-ended");
  const auto online =
      std::get<ApplicationView>(apply(world, make_online_command(7, world.receipt())));
  CHECK(word_of(change_session(world, online.ticket, "astana-0920")) == "session-unknown");
}

TEST_CASE("the cut-off of the seat given up binds, to the microsecond", "[engine][change]") {
  const auto [at, word] = GENERATE(table<std::chrono::microseconds, std::string>({
      {-24h - 1us, "seated"},
      {-24h, "cut-off-passed"},
      {-1us, "cut-off-passed"},
      {0us, "session_under_way"},
  }));
  World world(season());
  const ApplicationView view = seat(world, 1, "astana-0905");
  world.set(view.starts_at + at);
  CHECK(word_of(change_session(world, view.ticket, "astana-0920")) == word);
}

TEST_CASE("the cut-off is a key of the campaign", "[engine][change]") {
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.change_until_before = 90min;
  World world(settings_of(campaign));
  const ApplicationView view = seat(world, 1, "astana-0905");
  CHECK(view.change_until == view.starts_at - 90min);
  world.set(view.change_until - 1us);
  CHECK(word_of(withdraw(world, view.ticket)) == "withdrawn");
}

TEST_CASE("several changes become one message with the last state, and none when nothing changed",
          "[engine][change]") {
  World world(season());
  const ApplicationView view = seat(world, 1, "astana-0905");
  send_all(world);
  change_session(world, view.ticket, "astana-0912");
  SECTION("to a third session") {
    change_session(world, view.ticket, "astana-0920");
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].before->session == "astana-0905");
    CHECK(sent[0].session == "astana-0920");
  }
  SECTION("and back") {
    change_session(world, view.ticket, "astana-0905");
    CHECK(send(world).empty());
    CHECK(reason_of(world, "session_changed") == "in the end nothing has changed");
  }
  SECTION("a change while the first is on its way") {
    const auto first = claim(world);
    REQUIRE(first.size() == 1);
    change_session(world, view.ticket, "astana-0920");
    settle(world, {settlement(first[0].id, Delivery::sent)});
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].before->session == "astana-0912");
    CHECK(sent[0].sequence > first[0].sequence);
  }
}

TEST_CASE("a session that is moved and then cancelled is told of once", "[engine][change]") {
  World world(season());
  fire_all(world);
  seat(world, 1, "astana-0905");
  send_all(world);
  MoveSession later;
  later.session = "astana-0905";
  later.starts_at = instant("2023-09-05T15:00:00+06:00");
  later.reason = "the room is taken";
  desk(world, later);
  fire_all(world);
  desk(world, CancelSession{"astana-0905", "no heating"});
  fire_all(world);
  SECTION("when both are due together") {
    world.set(world.now() + 6min);
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].kind == "session_cancelled");
    CHECK(sent[0].outcome == "reseated");
    CHECK(sent[0].before->session == "astana-0905");
    CHECK(reason_of(world, "session_changed") == "the cancellation tells of it");
  }
  SECTION("when the cancellation has to be tried again, later than the change") {
    const auto first = claim(world);
    REQUIRE(first.size() == 1);
    CHECK(first[0].kind == "session_cancelled");
    settle(world, {settlement(first[0].id, Delivery::deferred, world.now() + 10min, "451 later")});
    world.set(world.now() + 6min);
    const auto sent = send(world);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].kind == "session_changed");
    CHECK(sent[0].before->session == "astana-0905");
    world.set(world.now() + 6min);
    CHECK(send(world).empty());
    CHECK(reason_of(world, "session_cancelled") ==
          "the applicant was told of the new seat already");
  }
}

TEST_CASE("an online test is taken back until its window closes", "[engine][change]") {
  const auto [at, word] = GENERATE(table<std::chrono::microseconds, std::string>(
      {{-1us, "withdrawn"}, {0us, "cut-off-passed"}}));
  World world(season());
  const Instant closes_at = instant("2023-09-23T00:00:00+06:00");
  const auto view =
      std::get<ApplicationView>(apply(world, make_online_command(1, world.receipt())));
  CHECK(view.state == "accepted");
  world.set(closes_at + at);
  CHECK(word_of(apply(world, make_online_command(2, world.receipt()))) ==
        (word == "withdrawn" ? "accepted" : "window-closed"));
  CHECK(word_of(withdraw(world, view.ticket)) == word);
}

TEST_CASE("an online applicant is told the steps and the campaign's deadline", "[engine][change]") {
  World world(season());
  apply(world, make_online_command(1, world.receipt()));
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "application_received");
  CHECK(sent[0].test == "QRT");
  CHECK(sent[0].city.empty());
  CHECK(sent[0].answer_by == instant("2023-09-23T00:00:00+06:00"));
  CHECK(world.snapshot().tests.front().applications.accepted == 1);
}

TEST_CASE("a person's own extension holds to its very instant, for its place and person",
          "[engine][window]") {
  World world(season());
  world.set("2023-09-18T10:00:00+05:00");
  fire_all(world);
  const Instant until = instant("2023-09-19T12:00:00+05:00");
  CHECK(word_of(apply(world, 1, "oral-0920")) == "window-closed");
  CHECK(desk(world, ExtendPerson{make_iin(1), "oral", until, ""}).refusal == "reason-missing");
  CHECK(desk(world, ExtendPerson{"123", "oral", until, "the site was down"}).refusal ==
        "iin-wrong");
  CHECK(desk(world, ExtendPerson{make_iin(1), "atlantis", until, "a reason"}).refusal ==
        "city-unknown");
  CHECK(desk(world, ExtendPerson{make_iin(1), "oral", world.now(), "a reason"}).refusal ==
        "extension-too-short");
  const ExtendPerson granted{make_iin(1), "oral", until, "the site was down"};
  CHECK(fact(desk(world, granted).facts, "changed") == "yes");
  // It only ever lengthens.
  CHECK(fact(desk(world, ExtendPerson{make_iin(1), "oral", until - 1h, "a reason"}).facts,
             "changed") == "no");
  const auto [at, word] = GENERATE_COPY(table<Instant, std::string>(
      {{until - 1us, "seated"}, {until, "window-closed"}, {until + 1us, "window-closed"}}));
  world.set(at);
  CHECK(word_of(apply(world, 2, "oral-0920")) == "window-closed");
  CHECK(word_of(apply(world, 1, "almaty-0915")) == "window-closed");
  CHECK(word_of(apply(world, 1, "oral-0920")) == word);
}

TEST_CASE("an extension for the online test", "[engine][window]") {
  World world(season());
  const Instant until = instant("2023-09-25T00:00:00+06:00");
  REQUIRE(desk(world, ExtendPerson{make_iin(1), "QRT", until, "no power at home"}).refusal.empty());
  world.set(until - 1us);
  CHECK(word_of(apply(world, make_online_command(2, world.receipt()))) == "window-closed");
  CHECK(word_of(apply(world, make_online_command(1, world.receipt()))) == "accepted");
}

TEST_CASE("a window is extended, opened again and closed early at the desk", "[engine][window]") {
  World world(season());
  fire_all(world);
  const auto change = [&](std::string_view closes_at) {
    return desk(world, ChangeWindow{"almaty", instant(closes_at), "a power cut"});
  };
  const auto window = [&] { return world.snapshot().find_city("almaty")->window; };
  CHECK(desk(world, ChangeWindow{"atlantis", world.now(), "why"}).refusal == "city-unknown");
  CHECK(desk(world, ChangeWindow{"almaty", world.now(), "  "}).refusal == "reason-missing");
  CHECK(change("2023-09-01T08:59:59+06:00").refusal == "closing-in-the-past");
  SECTION("extended") {
    REQUIRE(change("2023-09-18T12:00:00+06:00").refusal.empty());
    world.set("2023-09-18T11:59:59+06:00");
    fire_all(world);
    CHECK(window() == WindowState::open);
    world.set("2023-09-18T12:00:00+06:00");
    CHECK(word_of(apply(world, 1, "almaty-0915")) == "window-closed");
    fire_all(world);
    CHECK(window() == WindowState::closed);
    CHECK(count_outbox(world, "window_closed") == 2);  // Almaty's, and before it Oral's.
  }
  SECTION("closed early") {
    world.set("2023-09-10T12:00:00+06:00");
    REQUIRE(change("2023-09-10T12:00:00+06:00").refusal.empty());
    CHECK(word_of(apply(world, 1, "almaty-0915")) == "window-closed");
    fire_all(world);
    CHECK(window() == WindowState::closed);
    // The file did not change: the desk's word stands.
    CHECK(world.reload(season()).empty());
    CHECK(window() == WindowState::closed);
  }
  SECTION("opened again, before the branch was told that it had closed") {
    world.set("2023-09-10T12:00:00+06:00");
    change("2023-09-10T12:00:00+06:00");
    fire_all(world);
    REQUIRE(change("2023-09-14T12:00:00+06:00").refusal.empty());
    CHECK(window() == WindowState::open);
    CHECK(word_of(apply(world, 1, "almaty-0915")) == "seated");
    send_all(world);
    CHECK(reason_of(world, "window_closed") == "the window was opened again");
    world.set("2023-09-14T12:00:00+06:00");
    fire_all(world);
    CHECK(window() == WindowState::closed);
    Notification told;
    for (const auto& message : send(world)) {
      if (message.kind == "window_closed") told = message;
    }
    CHECK(told.email == "almaty@branch.example.kz");
  }
}

TEST_CASE("the branch is told the figures of its window", "[engine][window]") {
  World world(season());
  fire_all(world);
  seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  REQUIRE(word_of(apply(world, 3, "almaty-0915")) == "waitlisted");
  REQUIRE(word_of(apply(world, 4, "almaty-0915")) == "waitlisted");
  const auto gone = seat(world, 5, "astana-0920");
  withdraw(world, gone.ticket);
  ApplyCommand last = make_command(6, "almaty-0915", world.receipt());
  withdraw(world, std::get<ApplicationView>(apply(world, last)).ticket);
  REQUIRE(desk(world, ChangeWindow{"almaty", world.now(), "no more room"}).refusal.empty());
  fire_all(world);
  Notification told;
  for (const auto& message : send(world)) {
    if (message.kind == "window_closed") told = message;
  }
  CHECK(told.city == "almaty");
  CHECK(told.figures.accepted == 5);
  CHECK(told.figures.seated == 2);
  CHECK(told.figures.waitlisted == 2);
  CHECK(told.figures.withdrawn == 1);
}

TEST_CASE("a branch without an address is told nothing, and nothing fails", "[engine][window]") {
  World world;
  world.set("2023-09-18T00:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "window_closed") == 0);
}

}  // namespace
}  // namespace keste::engine
