// The outbox: claimed in order and in a run's name, judged for truth, settled once.
#include <algorithm>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

std::vector<std::int64_t> ids_of(const std::vector<Notification>& claimed) {
  std::vector<std::int64_t> ids;
  for (const Notification& notification : claimed) ids.push_back(notification.id.value);
  return ids;
}

NotificationCounts counts(World& world, std::string_view city = "astana") {
  return world.snapshot().find_city(city)->notifications;
}

Settlement settled(const Notification& notification, Delivery delivery, Instant retry_at = {},
                   const std::string& reason = "") {
  return settlement(notification.id, delivery, retry_at, reason);
}

TEST_CASE("a claim carries the facts of the message", "[engine][outbox]") {
  World world;
  ApplyCommand command = make_command(1, "oral-0920", world.receipt());
  command.request.applicant.patronymic = "Үлгіұлы";
  command.request.applicant.language = Language::en;
  const auto view = std::get<ApplicationView>(apply(world, command));
  const auto claimed = claim(world);
  REQUIRE(claimed.size() == 1);
  const Notification& notification = claimed.front();
  CHECK(notification.kind == "application_received");
  CHECK(notification.language == Language::en);
  CHECK(notification.attempts == 0);
  CHECK(notification.queued_at == world.now());
  CHECK(notification.application == view.id);
  CHECK(notification.ticket == view.ticket);
  CHECK(notification.surname == "Үміткер");
  CHECK(notification.given_name == "Сынақ");
  CHECK(notification.patronymic == "Үлгіұлы");
  CHECK(notification.email == "applicant1@example.kz");
  CHECK(notification.received_at == view.received_at);
  CHECK(notification.city == "oral");
  CHECK(notification.session == "oral-0920");
  CHECK(notification.starts_at == view.starts_at);
  CHECK(notification.ends_at == view.ends_at);
  CHECK(notification.due_at == view.due_at);
}

TEST_CASE("claims go by instant, then by number, and take no row twice", "[engine][outbox]") {
  World world;
  for (int person = 0; person < 5; ++person) seat(world, person, "astana-0920");
  const auto first = claim(world, 2);
  CHECK(ids_of(first) == std::vector<std::int64_t>{1, 2});
  settle(world, {settled(first[0], Delivery::deferred, world.now() + 5s)});
  settle(world, {settled(first[1], Delivery::deferred, world.now() + 3s)});
  CHECK(ids_of(claim(world, 2)) == std::vector<std::int64_t>{3, 4});
  world.set(world.now() + 10s);
  CHECK(ids_of(claim(world, 10)) == std::vector<std::int64_t>{5, 2, 1});
  CHECK(claim(world, 10).empty());
}

TEST_CASE("a first try leaves also when the clock is set back", "[engine][outbox]") {
  World world;
  seat(world, 1, "almaty-0915");
  world.set("2023-09-01T00:00:00+06:00");
  CHECK(claim(world).size() == 1);
}

TEST_CASE("a deferred message waits for its instant and counts the try", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0920");
  const Instant retry_at = world.now() + 10min;
  settle(world, {settled(claim(world).front(), Delivery::deferred, retry_at, "451 later")});
  CHECK(world.engine().find_next_outbox("email") == retry_at);
  CHECK(outbox(world).front().reason == "451 later");
  world.set(retry_at - 1us);
  CHECK(claim(world).empty());
  world.set(retry_at);
  const auto again = claim(world);
  REQUIRE(again.size() == 1);
  CHECK(again.front().attempts == 1);
  CHECK(counts(world).ambiguous == 0);
}

TEST_CASE("an ambiguous try is counted and sent again under the same number", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0920");
  const Notification first = claim(world).front();
  settle(world, {settled(first, Delivery::ambiguous, world.now() + 1min, "lost after the dot")});
  CHECK(counts(world).ambiguous == 1);
  CHECK(counts(world).pending == 1);
  world.set(world.now() + 1min);
  const Notification second = claim(world).front();
  CHECK(second.id == first.id);
  CHECK(second.attempts == 1);
  settle(world, {settled(second, Delivery::sent)});
  CHECK(counts(world).sent == 1);
  CHECK(counts(world).ambiguous == 1);
}

TEST_CASE("a released message keeps its place in the line and its tries", "[engine][outbox]") {
  World world;
  for (int person = 0; person < 3; ++person) seat(world, person, "astana-0920");
  const auto claimed = claim(world, 2);
  settle(world, {settled(claimed[0], Delivery::released), settled(claimed[1], Delivery::released)});
  const auto again = claim(world, 3);
  CHECK(ids_of(again) == std::vector<std::int64_t>{1, 2, 3});
  CHECK(again.front().attempts == 0);
}

TEST_CASE("sent and failed are final", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0920");
  const Notification claimed = claim(world).front();
  const auto delivery = GENERATE(Delivery::sent, Delivery::failed);
  settle(world, {settled(claimed, delivery, {}, "550 no such user")});
  const auto before = outbox(world).front();
  CHECK(before.state == (delivery == Delivery::sent ? "sent" : "failed"));
  CHECK(before.attempts == 1);
  for (const Delivery later : {Delivery::sent, Delivery::failed, Delivery::deferred,
                               Delivery::ambiguous, Delivery::released}) {
    settle(world, {settled(claimed, later, world.now(), "again")});
  }
  CHECK(outbox(world).front().state == before.state);
  CHECK(outbox(world).front().reason == before.reason);
  CHECK(claim(world).empty());
}

TEST_CASE("unknown claims are ignored", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0920");
  settle(world, {settlement(NotificationId{1}, Delivery::sent),
                 settlement(NotificationId{77}, Delivery::failed)});
  CHECK(outbox(world).front().state == "pending");
}

TEST_CASE("what a dead run had claimed is free again, with the try counted", "[engine][outbox]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "astana-0920");
  seat(world, 2, "astana-0920");
  const auto claimed = claim(world, 1);
  world.restart();
  CHECK(counts(world).claimed == 0);
  CHECK(counts(world).pending == 2);
  const auto again = claim(world);
  CHECK(ids_of(again) == std::vector<std::int64_t>{1, 2});
  CHECK(again[0].attempts == 1);
  CHECK(again[1].attempts == 0);
}

TEST_CASE("an outcome of an earlier run does not touch a later run's claim", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0920");
  const Notification claimed = claim(world).front();
  store::Database& database = world.database();
  const store::RunId other{99};
  const store::Claim foreign{store::NotificationId{claimed.id.value}, other};
  CHECK_FALSE(store::find_claim(database, foreign).has_value());
  CHECK_FALSE(store::defer_claim(database, foreign, {world.now(), true, true, ""}).has_value());
  CHECK_FALSE(store::release_claim(database, foreign).has_value());
  CHECK(outbox(world).front().state == "claimed");
  settle(world, {settled(claimed, Delivery::sent)});
  CHECK(outbox(world).front().state == "sent");
}

TEST_CASE("who withdrew gets no message that was still waiting", "[engine][outbox]") {
  World world;
  const ApplicationView gone = seat(world, 1, "astana-0920");
  seat(world, 2, "astana-0920");
  withdraw(world, gone.ticket);
  // Room for one: what is dropped must not make the claim look empty.
  CHECK(ids_of(claim(world, 1)) == std::vector<std::int64_t>{2});
  CHECK(outbox(world).front().state == "dropped");
  CHECK(outbox(world).front().reason == "the application was withdrawn");
  CHECK(counts(world).dropped == 1);
}

TEST_CASE("a reminder that waited until its session started is dropped", "[engine][outbox]") {
  World world;
  seat(world, 1, "astana-0905");
  send_all(world);
  world.set("2023-09-04T10:00:00+06:00");
  fire_all(world);
  SECTION("a moment before the start it still goes out") {
    world.set("2023-09-05T09:59:59.999999+06:00");
    CHECK(send_all(world) == 1);
  }
  SECTION("at the start it does not") {
    world.set("2023-09-05T10:00:00+06:00");
    CHECK(send_all(world) == 0);
    const auto dropped = outbox(world, "dropped");
    REQUIRE(dropped.size() == 1);
    CHECK(dropped.front().kind == "session_reminder");
    CHECK(dropped.front().reason == "the session had started");
  }
}

TEST_CASE("a withdrawal while the message is on its way does not undo the sending",
          "[engine][outbox]") {
  World world;
  const ApplicationView view = seat(world, 1, "astana-0920");
  const auto claimed = claim(world);
  withdraw(world, view.ticket);
  settle(world, {settled(claimed.front(), Delivery::sent)});
  CHECK(outbox(world).front().state == "sent");
  CHECK(counts(world).sent == 1);
}

}  // namespace
}  // namespace keste::engine
