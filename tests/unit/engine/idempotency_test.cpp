// A request repeated under one key gets one answer.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

ApplyCommand keyed(World& world, int person, const std::string& session, const std::string& key) {
  ApplyCommand command = make_command(person, session, world.receipt());
  command.idempotency = IdempotencyKey{key, std::string(32, static_cast<char>('a' + person))};
  command.request.waitlist = false;
  return command;
}

bool same(const ApplyOutcome& a, const ApplyOutcome& b) {
  if (a.index() != b.index()) return false;
  const auto* left = std::get_if<ApplicationView>(&a);
  if (left == nullptr) return word_of(a) == word_of(b);
  const auto& right = std::get<ApplicationView>(b);
  return left->id == right.id && left->ticket == right.ticket && left->state == right.state &&
         left->received_at == right.received_at && left->test == right.test &&
         left->city == right.city && left->session == right.session &&
         left->starts_at == right.starts_at && left->ends_at == right.ends_at &&
         left->due_at == right.due_at && left->language == right.language;
}

TEST_CASE("a repeated request gets the first answer and makes nothing", "[engine][idempotency]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  const ApplyOutcome first = apply(world, keyed(world, 1, "astana-0920", "key"));
  REQUIRE(word_of(first) == "seated");
  CHECK(same(apply(world, keyed(world, 1, "astana-0920", "key")), first));
  world.restart();
  CHECK(same(apply(world, keyed(world, 1, "astana-0920", "key")), first));
  REQUIRE(word_of(withdraw(world, std::get<ApplicationView>(first).ticket)) == "withdrawn");
  CHECK(same(apply(world, keyed(world, 1, "astana-0920", "key")), first));
  CHECK(world.snapshot().find_city("astana")->applications.seated == 0);
  CHECK(outbox(world).size() == 1);
}

TEST_CASE("a repeat within the same turn is a repeat", "[engine][idempotency]") {
  World world;
  const ApplyCommand command = keyed(world, 1, "astana-0920", "key");
  std::vector<ApplyOutcome> outcomes;
  world.turn([&](Turn& turn) {
    outcomes.push_back(turn.apply(command));
    outcomes.push_back(turn.apply(command));
  });
  CHECK(same(outcomes[0], outcomes[1]));
  CHECK(world.snapshot().find_city("astana")->applications.seated == 1);
}

TEST_CASE("another body under the same key is refused", "[engine][idempotency]") {
  World world;
  REQUIRE(word_of(apply(world, keyed(world, 1, "astana-0920", "key"))) == "seated");
  CHECK(word_of(apply(world, keyed(world, 2, "astana-0920", "key"))) == "key_reused");
  CHECK(word_of(apply(world, keyed(world, 2, "astana-0920", "Key"))) == "seated");
}

TEST_CASE("a refusal is repeated too, even when it would no longer hold", "[engine][idempotency]") {
  World world;
  const ApplicationView one = seat(world, 1, "almaty-0915");
  seat(world, 2, "almaty-0915");
  REQUIRE(word_of(apply(world, keyed(world, 3, "almaty-0915", "key"))) == "session-full");
  withdraw(world, one.ticket);
  CHECK(word_of(apply(world, keyed(world, 3, "almaty-0915", "key"))) == "session-full");
  CHECK(word_of(apply(world, keyed(world, 3, "almaty-0915", "fresh key"))) == "seated");
}

TEST_CASE("every refusal comes back as itself", "[engine][idempotency]") {
  World world;
  seat(world, 9, "almaty-0915");
  seat(world, 8, "almaty-0915");
  const auto [city, session, person] = GENERATE(table<std::string, std::string, int>({
      {"atlantis", "astana-0920", 1},
      {"astana", "astana-0000", 1},
      {"astana", "oral-0920", 1},
      {"almaty", "almaty-0915", 1},
      {"almaty", "almaty-0915", 9},
  }));
  ApplyCommand command = keyed(world, person, session, "key");
  command.request.city = city;
  const ApplyOutcome first = apply(world, command);
  REQUIRE(std::holds_alternative<admission::Refusal>(first));
  CHECK(same(apply(world, command), first));
}

TEST_CASE("an answer is kept for 24 hours and then forgotten", "[engine][idempotency]") {
  World world;
  const Instant begun = world.now();
  REQUIRE(word_of(apply(world, keyed(world, 1, "astana-0920", "key"))) == "seated");
  world.set(begun + 24h - 1us);
  CHECK(word_of(apply(world, keyed(world, 1, "astana-0920", "key"))) == "seated");
  world.set(begun + 24h);
  CHECK(word_of(apply(world, keyed(world, 1, "astana-0920", "key"))) == "already-applied");
  CHECK(word_of(apply(world, keyed(world, 2, "astana-0920", "key"))) == "key_reused");
  world.set(begun + 48h);
  CHECK(word_of(apply(world, keyed(world, 2, "astana-0920", "key"))) == "seated");
}

TEST_CASE("answers that nobody may ask for again leave the store", "[engine][idempotency]") {
  World world;
  for (int person = 0; person < 20; ++person) {
    apply(world, keyed(world, person, "astana-0920", "key " + std::to_string(person)));
  }
  world.set(world.now() + 25h);
  world.turn([](Turn&) {});
  CHECK(store::forget_answers(world.database(), world.now(), 1'000) == 0);
}

}  // namespace
}  // namespace keste::engine
