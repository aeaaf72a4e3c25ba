// Claiming ahead and settling in batches.
#include "dispatch/outbox_pump.hpp"
#include "dispatch_fakes.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

using namespace std::chrono_literals;

engine::Notification numbered(std::int64_t number) {
  auto notification = make_notification("results_due", Language::kk);
  notification.id = {number};
  return notification;
}

engine::Settlement sent(std::int64_t number) {
  engine::Settlement settlement;
  settlement.id = {number};
  return settlement;
}

struct Rig {
  explicit Rig(OutboxPumpSettings settings = {})
      : outbox(loop), pump(outbox, settings, [this] { ++changes; }) {
    pump.start();
    for (std::int64_t i = 1; i <= 20; ++i) outbox.add(numbered(i));
  }
  FakeLoop loop;
  FakeOutbox outbox;
  int changes = 0;
  OutboxPump pump;
};

TEST_CASE("one claim is under way at a time", "[dispatch][pump]") {
  Rig rig;
  rig.pump.claim(5);
  rig.pump.claim(5);
  CHECK(rig.outbox.limits == std::vector<int>{5});
  rig.loop.run();
  CHECK(rig.pump.size() == 5);
  CHECK(rig.pump.take().id.value == 1);
}

TEST_CASE("after an empty claim nothing is asked until something is due", "[dispatch][pump]") {
  Rig rig;
  rig.pump.claim(50);
  rig.loop.run();
  for (int i = 0; i < 3; ++i) {
    rig.pump.claim(50);
    rig.loop.run();
  }
  CHECK(rig.outbox.limits.size() == 2);
  rig.outbox.add(numbered(21));
  rig.pump.claim(50);
  rig.loop.run();
  CHECK(rig.pump.size() == 21);
}

TEST_CASE("what becomes due while a claim is under way is not missed", "[dispatch][pump]") {
  Rig rig;
  rig.outbox.due.clear();
  rig.outbox.slow = true;
  rig.pump.claim(5);
  rig.outbox.add(numbered(30));
  rig.outbox.slow = false;
  rig.outbox.waiting.front()();
  rig.pump.claim(5);
  rig.loop.run();
  CHECK(rig.pump.size() == 1);
}

TEST_CASE("claims stop at the bound of what is unsettled", "[dispatch][pump]") {
  OutboxPumpSettings settings;
  settings.unsettled_max = 6;
  Rig rig(settings);
  rig.pump.claim(4);
  rig.loop.run();
  rig.pump.claim(4);
  rig.loop.run();
  rig.pump.claim(4);
  CHECK(rig.outbox.limits == std::vector<int>{4, 2});
  for (int i = 0; i < 3; ++i) rig.pump.settle(sent(rig.pump.take().id.value), rig.loop.now());
  rig.pump.flush(rig.loop.now(), true);
  rig.loop.run();
  rig.pump.claim(4);
  CHECK(rig.outbox.limits == std::vector<int>{4, 2, 3});
}

TEST_CASE("settlements go when there are enough or when they waited", "[dispatch][pump]") {
  OutboxPumpSettings settings;
  settings.settle_batch = 3;
  Rig rig(settings);
  rig.pump.claim(20);
  rig.loop.run();
  const Steady begin = rig.loop.now();
  rig.pump.settle(sent(1), begin);
  rig.pump.settle(sent(2), begin + 10ms);
  rig.pump.flush(begin + 19ms, false);
  CHECK(rig.outbox.batches.empty());
  CHECK(rig.pump.flush_at() == begin + 20ms);
  SECTION("waited") { rig.pump.flush(begin + 20ms, false); }
  SECTION("enough") {
    rig.pump.settle(sent(3), begin + 11ms);
    rig.pump.flush(begin + 11ms, false);
  }
  SECTION("idle") { rig.pump.flush(begin + 11ms, true); }
  CHECK(rig.outbox.batches.size() == 1);
  CHECK_FALSE(rig.pump.flush_at());
}

TEST_CASE("one batch of settlements is under way at a time", "[dispatch][pump]") {
  Rig rig;
  rig.pump.claim(20);
  rig.loop.run();
  rig.outbox.slow = true;
  const Steady now = rig.loop.now();
  rig.pump.settle(sent(1), now);
  rig.pump.flush(now, true);
  rig.pump.settle(sent(2), now);
  rig.pump.flush(now + 1h, true);
  CHECK(rig.outbox.batches == std::vector<std::size_t>{1});
  CHECK_FALSE(rig.pump.flush_at());
  rig.outbox.waiting.front()();
  rig.pump.flush(now + 1h, true);
  CHECK(rig.outbox.batches == std::vector<std::size_t>{1, 1});
}

TEST_CASE("the queue is released in order and may be claimed again", "[dispatch][pump]") {
  Rig rig;
  rig.pump.claim(50);
  rig.loop.run();
  rig.pump.claim(50);
  rig.loop.run();
  CHECK(rig.pump.release_queue(rig.loop.now()) == 20);
  CHECK_FALSE(rig.pump.quiet());
  rig.pump.flush(rig.loop.now(), true);
  rig.loop.run();
  REQUIRE(rig.outbox.settled.size() == 20);
  CHECK(rig.outbox.settled.front().id.value == 1);
  CHECK(rig.outbox.settled.back().id.value == 20);
  CHECK(rig.pump.quiet());
  rig.pump.claim(1);
  rig.loop.run();
  CHECK(rig.pump.take().id.value == 1);
}

TEST_CASE("late answers find the pump gone and do no harm", "[dispatch][pump]") {
  FakeLoop loop;
  FakeOutbox outbox(loop);
  outbox.add(numbered(1));
  int changes = 0;
  {
    OutboxPump pump(outbox, {}, [&] { ++changes; });
    pump.start();
    pump.claim(1);
  }
  loop.run();
  outbox.claim("email", 1, [](const auto&) {});
  outbox.add(numbered(2));
  CHECK(changes == 0);
}

TEST_CASE("a pump claims what goes by its own channel", "[dispatch][outbox_pump]") {
  FakeLoop loop;
  FakeOutbox outbox(loop);
  for (const char* channel : {"email", "sms", "webhook", "sms"}) {
    auto notification = make_notification("results_due", Language::kk);
    notification.channel = channel;
    outbox.add(std::move(notification));
  }
  OutboxPumpSettings settings;
  settings.channel = "sms";
  int changes = 0;
  OutboxPump pump(outbox, settings, [&] { ++changes; });
  pump.start();
  pump.claim(10);
  loop.run();
  CHECK(pump.size() == 2);
  CHECK(pump.take().channel == "sms");
  CHECK(outbox.due.size() == 2);
  CHECK(changes == 1);
}

}  // namespace
}  // namespace keste::dispatch
