// Who gets a seat, and who is told why not.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

const std::string almaty_closes = "2023-09-18T00:00:00+06:00";

TEST_CASE("an accepted application has a seat, a ticket, a receipt and an audit line",
          "[engine][intake]") {
  World world;
  ApplyCommand command = make_command(7, "astana-0905", world.receipt());
  command.request.applicant.language = Language::ru;
  const ApplicationView view = std::get<ApplicationView>(apply(world, command));
  CHECK(view.state == "seated");
  CHECK(view.received_at == command.receipt.at);
  CHECK(view.test == "QAZTEST");
  CHECK(view.city == "astana");
  CHECK(view.session == "astana-0905");
  CHECK(view.starts_at == instant("2023-09-05T10:00:00+06:00"));
  CHECK(view.ends_at == instant("2023-09-05T12:30:00+06:00"));
  CHECK(view.due_at == instant("2023-09-07T18:00:00+06:00"));
  CHECK(view.language == Language::ru);
  REQUIRE(outbox(world).size() == 1);
  CHECK(outbox(world).front().kind == "application_received");
  CHECK(outbox(world).front().state == "pending");
  CHECK(outbox(world).front().application.value == view.id.value);
  store::Rows lines = world.database().query("audit_list", {0, 100});
  std::string last;
  while (lines.next()) {
    last = std::string(lines.text(2)) + " " + std::string(lines.text(3)) + " " +
           std::string(lines.text(4)) + " " + std::string(lines.text(5));
  }
  CHECK(last == "applicant application_accepted application 1 astana-0905");
}

TEST_CASE("the window takes what was received from its opening up to its closing, not at it",
          "[engine][intake]") {
  struct Edge {
    const char* received;
    const char* word;
  };
  // Almaty takes applications from 1 to 17 September, city time.
  const auto edge = GENERATE(values<Edge>({
      {"2023-08-31T23:59:59.999999+06:00", "window-not-open"},
      {"2023-09-01T00:00:00+06:00", "seated"},
      {"2023-09-14T23:00:00+06:00", "seated"},
      {"2023-09-15T09:59:59.999999+06:00", "seated"},
      {"2023-09-15T10:00:00+06:00", "session-started"},
      {"2023-09-17T23:59:59.999999+06:00", "session-started"},
      {"2023-09-18T00:00:00+06:00", "window-closed"},
      {"2023-09-18T00:00:00.000001+06:00", "window-closed"},
  }));
  CAPTURE(edge.received);
  World world;
  world.set(edge.received);
  CHECK(word_of(apply(world, 1, "almaty-0915")) == edge.word);
}

TEST_CASE("each city closes at its own midnight", "[engine][intake]") {
  World world;
  world.set("2023-09-18T00:00:00+06:00");
  CHECK(word_of(apply(world, 1, "almaty-0915")) == "window-closed");
  CHECK(word_of(apply(world, 2, "oral-0920")) == "seated");
  world.set("2023-09-17T23:59:59.999999+05:00");
  CHECK(word_of(apply(world, 3, "oral-0920")) == "seated");
  world.set("2023-09-18T00:00:00+05:00");
  CHECK(word_of(apply(world, 4, "oral-0920")) == "window-closed");
  CHECK(word_of(apply(world, 5, "astana-0920")) == "seated");
}

TEST_CASE("received in time but judged after the closing was recorded is accepted",
          "[engine][intake]") {
  World world;
  world.set(instant("2023-09-18T00:00:00+05:00") - 1us);
  const ApplyCommand in_time = make_command(1, "oral-0920", world.receipt());
  world.set("2023-09-18T00:00:01+05:00");
  fire_all(world);
  REQUIRE(world.snapshot().find_city("oral")->window == WindowState::closed);
  CHECK(word_of(apply(world, in_time)) == "seated");
}

TEST_CASE("a window that closed stays closed when the clock is set back, also after a restart",
          "[engine][intake]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  world.set("2023-09-18T00:00:00+05:00");
  fire_all(world);
  world.set("2023-09-17T12:00:00+05:00");
  CHECK(word_of(apply(world, 1, "oral-0920")) == "window-closed");
  world.restart();
  CHECK(word_of(apply(world, 1, "oral-0920")) == "window-closed");
  CHECK(world.snapshot().find_city("oral")->window == WindowState::closed);
  world.set("2023-08-20T12:00:00+05:00");
  CHECK(word_of(apply(world, 1, "oral-0920")) == "window-closed");
}

TEST_CASE("received before the session started but judged after that was recorded is accepted",
          "[engine][intake]") {
  World world;
  world.set(instant("2023-09-05T10:00:00+06:00") - 1us);
  const ApplyCommand in_time = make_command(1, "astana-0905", world.receipt());
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  REQUIRE(world.snapshot().find_city("astana")->sessions.front().state == SessionState::started);
  CHECK(word_of(apply(world, in_time)) == "seated");
  CHECK(word_of(apply(world, 2, "astana-0905")) == "session-started");
}

TEST_CASE("a session whose results are due takes nobody, however early they came",
          "[engine][intake]") {
  World world;
  const ApplyCommand early = make_command(1, "astana-0905", world.receipt());
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(word_of(apply(world, early)) == "session-started");
}

TEST_CASE("a session that started stays so when the clock is set back", "[engine][intake]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  const ApplicationView seated = seat(world, 1, "astana-0905");
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  world.set("2023-09-05T09:00:00+06:00");
  CHECK(word_of(apply(world, 2, "astana-0905")) == "session-started");
  CHECK(word_of(withdraw(world, seated.ticket)) == "session_under_way");
  world.restart();
  CHECK(word_of(apply(world, 2, "astana-0905")) == "session-started");
  CHECK(word_of(withdraw(world, seated.ticket)) == "session_under_way");
}

TEST_CASE("the last seat is given once, also to two in one turn", "[engine][intake]") {
  World world;
  seat(world, 1, "almaty-0915");
  std::string first;
  std::string second;
  const Receipt receipt = world.receipt();
  world.turn([&](Turn& turn) {
    first = word_of(turn.apply(make_command(2, "almaty-0915", receipt)));
    second = word_of(turn.apply(make_command(3, "almaty-0915", receipt)));
  });
  CHECK(first == "seated");
  CHECK(second == "waitlisted");
  const SessionSnapshot& session = world.snapshot().find_city("almaty")->sessions.front();
  CHECK(session.seats_taken == session.seats);
}

TEST_CASE("one person has one live application, also within one turn", "[engine][intake]") {
  World world;
  std::string first;
  std::string second;
  const Receipt receipt = world.receipt();
  world.turn([&](Turn& turn) {
    first = word_of(turn.apply(make_command(1, "astana-0920", receipt)));
    second = word_of(turn.apply(make_command(1, "oral-0920", receipt)));
  });
  CHECK(first == "seated");
  CHECK(second == "already-applied");
}

TEST_CASE("the first reason that holds is given", "[engine][intake]") {
  World world;
  seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  const auto word = [&](int person, const std::string& city, const std::string& session) {
    ApplyCommand command = make_command(person, session, world.receipt());
    command.request.city = city;
    command.request.waitlist = false;
    return word_of(apply(world, command));
  };
  CHECK(word(3, "atlantis", "astana-0920") == "city-unknown");
  CHECK(word(3, "astana", "astana-0931") == "session-unknown");
  CHECK(word(3, "astana", "almaty-0915") == "session-elsewhere");
  CHECK(word(3, "almaty", "almaty-0915") == "session-full");
  // Who has a seat already hears that, not that the session is full.
  CHECK(word(1, "almaty", "almaty-0915") == "already-applied");
  CHECK(word(1, "astana", "astana-0920") == "already-applied");
  world.set("2023-09-05T10:00:00+06:00");
  CHECK(word(1, "astana", "astana-0905") == "session-started");
  world.set(almaty_closes);
  CHECK(word(1, "almaty", "nowhere-0901") == "window-closed");
}

TEST_CASE("who withdraws frees the seat and may apply again, as another application",
          "[engine][intake]") {
  World world;
  const ApplicationView first = seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  ApplyCommand third = make_command(3, "almaty-0915", world.receipt());
  third.request.waitlist = false;
  CHECK(word_of(apply(world, third)) == "session-full");
  CHECK(word_of(withdraw(world, first.ticket)) == "withdrawn");
  CHECK(word_of(withdraw(world, first.ticket)) == "withdrawn");
  CHECK(word_of(apply(world, third)) == "seated");
  const ApplicationView second = seat(world, 1, "astana-0920");
  CHECK(second.id != first.id);
  CHECK(second.ticket != first.ticket);
  CHECK(world.snapshot().find_city("almaty")->applications.withdrawn == 1);
  CHECK(world.snapshot().find_city("almaty")->applications.seated == 2);
  CHECK(word_of(withdraw(world, first.ticket)) == "withdrawn");
  CHECK(world.snapshot().find_city("astana")->applications.seated == 1);
}

TEST_CASE("nobody withdraws at the cut-off or later", "[engine][intake]") {
  World world;
  const ApplicationView view = seat(world, 1, "astana-0905");
  const ApplicationView other = seat(world, 2, "astana-0905");
  CHECK(view.change_until == view.starts_at - 24h);
  world.set(view.starts_at - 24h - 1us);
  CHECK(word_of(withdraw(world, view.ticket)) == "withdrawn");
  world.set(view.starts_at - 24h);
  CHECK(word_of(withdraw(world, other.ticket)) == "cut-off-passed");
  world.set(view.starts_at - 1us);
  CHECK(word_of(withdraw(world, other.ticket)) == "cut-off-passed");
  world.set(view.starts_at);
  CHECK(word_of(withdraw(world, other.ticket)) == "session_under_way");
}

TEST_CASE("a ticket opens one application only, however it is typed", "[engine][ticket]") {
  World world;
  const ApplicationView mine = seat(world, 1, "astana-0920");
  const ApplicationView other = seat(world, 2, "astana-0920");
  const auto word = [&](const std::string& ticket) {
    ApplicationOutcome outcome;
    world.turn([&](Turn& turn) { outcome = turn.find_application(ticket); });
    return word_of(outcome);
  };
  CHECK(word(mine.ticket) == "seated");
  std::string typed = "  " + mine.ticket + "\n";
  for (char& c : typed) {
    if (c == '0') c = 'O';
    if (c == '1') c = 'I';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  CHECK(word(typed) == "seated");
  const auto dash = mine.ticket.find('-');
  const std::string foreign = other.ticket.substr(0, dash) + mine.ticket.substr(dash);
  CHECK(word(foreign) == "not_found");
  CHECK(word("zzz" + mine.ticket.substr(dash)) == "not_found");
  std::string wrong = mine.ticket;
  wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
  for (const std::string& bad : {wrong, std::string(), std::string("-"), std::string(5'000, '1'),
                                 mine.ticket.substr(dash), mine.ticket + "0"}) {
    CAPTURE(bad);
    CHECK(word(bad) == "not_found");
    CHECK(word_of(withdraw(world, bad)) == "not_found");
  }
  CHECK(word(mine.ticket) == "seated");
}

}  // namespace
}  // namespace keste::engine
