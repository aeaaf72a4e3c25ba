// The dispatcher over an outbox, a channel and a loop in memory, with time moved by hand.
#include "dispatch/dispatcher.hpp"
#include "dispatch_fakes.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>
#include <set>

namespace keste::dispatch {
namespace {

using engine::Delivery;
using namespace std::chrono_literals;

const SendResult sent{Outcome::sent, ""};
const SendResult gone{Outcome::unavailable, "connection refused"};

struct Rig {
  explicit Rig(int width = 4, DispatcherSettings settings = {})
      : clock(instant("2023-09-20T04:00:00Z")),
        composer(make_composer_settings(), make_season(), Messages(make_patterns()), clock),
        log([this](const Event& event) { events.emplace_back(event.name); }),
        outbox(loop),
        channel(loop, width),
        dispatcher({outbox, channel, composer, clock, log, loop}, settings) {}

  void add(std::int64_t from, std::int64_t to) {
    for (std::int64_t i = from; i <= to; ++i) {
      auto notification = make_notification("results_due", Language::kk);
      notification.id = {i};
      notification.queued_at = clock.now();
      outbox.add(std::move(notification));
    }
  }
  /// How each notification was settled, in order: "1 sent".
  std::vector<std::string> settled() const {
    std::vector<std::string> words;
    for (const auto& settlement : outbox.settled) {
      constexpr const char* names[] = {"sent",     "ambiguous", "deferred",
                                       "released", "held",      "failed"};
      words.push_back(std::to_string(settlement.id.value) + " " +
                      names[static_cast<int>(settlement.delivery)]);
    }
    return words;
  }
  std::size_t count(Delivery delivery) const {
    return static_cast<std::size_t>(
        std::count_if(outbox.settled.begin(), outbox.settled.end(),
                      [&](const auto& s) { return s.delivery == delivery; }));
  }

  ManualClock clock;
  Composer composer;
  std::vector<std::string> events;
  Log log;
  FakeLoop loop;
  FakeOutbox outbox;
  FakeChannel channel;
  Dispatcher dispatcher;
};

std::string id_of(int number) {
  return "<keste.pkr-2023." + std::to_string(number) + "@example.kz>";
}

TEST_CASE("what another daemon may have taken over is not sent, but given back",
          "[dispatch][dispatcher]") {
  Rig rig(1);
  rig.add(1, 6);
  rig.dispatcher.start();
  rig.loop.advance(1ms);
  REQUIRE(rig.channel.sent.size() == 1);
  // Paused, found dead, and awake again under another run: only what was on its way ends.
  rig.outbox.due.clear();
  rig.outbox.held.clear();
  rig.outbox.live_run = 7;
  rig.channel.automatic = sent;
  rig.channel.answer(0, sent);
  rig.loop.advance(1s);
  CHECK(rig.channel.sent.size() == 1);
  CHECK(rig.count(Delivery::sent) == 1);
  CHECK(rig.count(Delivery::released) >= 3);
}

TEST_CASE("every notification is sent once and settled", "[dispatch][dispatcher]") {
  Rig rig(16);
  rig.add(1, 5000);
  rig.channel.automatic = sent;
  rig.dispatcher.start();
  rig.loop.advance(1s);
  CHECK(rig.channel.sent.size() == 5000);
  CHECK(std::set<std::string>(rig.channel.sent.begin(), rig.channel.sent.end()).size() == 5000);
  CHECK(rig.channel.sent.front() == id_of(1));
  CHECK(rig.channel.sent.back() == id_of(5000));
  CHECK(rig.count(Delivery::sent) == 5000);
  CHECK(rig.outbox.held.empty());
  CHECK(rig.dispatcher.figures().sent == 5000);
  CHECK(rig.dispatcher.figures().in_flight == 0);
}

TEST_CASE("all lanes are busy and none twice", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 50);
  rig.dispatcher.start();
  rig.loop.run();
  for (int round = 0; round < 30; ++round) {
    CHECK(rig.channel.under_way.size() == 4);
    CHECK(rig.dispatcher.figures().in_flight == 4);
    rig.channel.answer(round % 4, sent);
    rig.loop.run();
  }
  CHECK_FALSE(rig.channel.overlapped);
}

TEST_CASE("an idle dispatcher does nothing until something is due", "[dispatch][dispatcher]") {
  Rig rig;
  rig.channel.automatic = sent;
  rig.dispatcher.start();
  rig.loop.advance(1h);
  CHECK(rig.outbox.limits.size() == 1);
  CHECK(rig.loop.rings == 0);
  rig.add(1, 1);
  rig.loop.run();
  CHECK(rig.settled() == std::vector<std::string>{"1 sent"});
  rig.loop.advance(1h);
  CHECK(rig.loop.rings <= 1);
}

TEST_CASE("a lone result waits at most 20 ms while others are under way",
          "[dispatch][dispatcher]") {
  Rig rig(2);
  rig.add(1, 2);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer(0, sent);
  rig.loop.advance(19ms);
  CHECK(rig.outbox.settled.empty());
  rig.loop.advance(1ms);
  CHECK(rig.settled() == std::vector<std::string>{"1 sent"});
}

TEST_CASE("each outcome is recorded as it is", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 4);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer(0, sent);
  rig.channel.answer(1, {Outcome::soft, "450 later"});
  rig.channel.answer(2, {Outcome::hard, "550 <asel@example.kz> unknown"});
  rig.channel.answer(3, {Outcome::ambiguous, "lost after the final dot"});
  rig.loop.advance(20ms);
  CHECK(rig.settled() ==
        std::vector<std::string>{"1 sent", "2 deferred", "3 failed", "4 ambiguous"});
  CHECK(rig.outbox.settled[1].retry_at > rig.clock.now() + 44s);
  CHECK(rig.outbox.settled[2].reason == "550 <[address]> unknown");
  CHECK(rig.outbox.settled[3].retry_at == rig.clock.now() + 30s);
  CHECK(rig.events == std::vector<std::string>{"notification_failed"});
  const auto figures = rig.dispatcher.figures();
  CHECK(figures.deferred + figures.failed + figures.ambiguous + figures.sent == 4);
}

TEST_CASE("a notification that cannot be written fails with its reason", "[dispatch][dispatcher]") {
  Rig rig;
  auto notification = make_notification("party", Language::kk);
  rig.outbox.add(notification);
  rig.dispatcher.start();
  rig.loop.advance(20ms);
  CHECK(rig.settled() == std::vector<std::string>{"7 failed"});
  CHECK(rig.outbox.settled[0].reason == "there is no text for the kind party");
  CHECK(rig.channel.sent.empty());
}

TEST_CASE("a channel that goes down gives everything back in order", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 40);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer_all(gone);
  rig.loop.advance(100ms);
  CHECK(rig.outbox.held.empty());
  CHECK(rig.count(Delivery::released) == rig.outbox.settled.size());
  CHECK_FALSE(rig.dispatcher.figures().channel_up);
  CHECK(rig.events == std::vector<std::string>{"channel_down"});
  CHECK(rig.channel.sent.size() == 4);
  for (std::size_t i = 0; i < rig.outbox.settled.size(); ++i) {
    CHECK(rig.outbox.settled[i].id.value == static_cast<std::int64_t>(i) + 1);
  }
}

TEST_CASE("one probe goes out after each pause until the channel is back",
          "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 40);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer_all(gone);
  rig.channel.automatic = gone;
  rig.loop.advance(1250ms);
  CHECK(rig.channel.sent.size() == 5);
  rig.loop.advance(10min);
  // 1, 2, 4, 8, 16, 32, 60 s and so on, each spread by a quarter.
  CHECK(rig.channel.sent.size() > 4 + 10);
  CHECK(rig.channel.sent.size() < 4 + 20);
  CHECK(rig.events.size() == 1);
  rig.channel.automatic = sent;
  rig.loop.advance(76s);
  CHECK(rig.events == std::vector<std::string>{"channel_down", "channel_up"});
  CHECK(rig.count(Delivery::sent) == 40);
  CHECK(rig.dispatcher.figures().channel_up);
  CHECK(rig.loop.rings < 60);
}

TEST_CASE("answers of the lost connections do not end the pause", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 4);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer(0, gone);
  rig.loop.run();
  rig.channel.answer(1, sent);
  rig.channel.answer(2, gone);
  rig.loop.run();
  CHECK_FALSE(rig.dispatcher.figures().channel_up);
  CHECK(rig.events.size() == 1);
  rig.loop.advance(1250ms);
  CHECK(rig.channel.under_way.size() == 2);
}

TEST_CASE("a probe that is refused for itself still opens the channel", "[dispatch][dispatcher]") {
  Rig rig(1);
  rig.add(1, 3);
  rig.dispatcher.start();
  rig.loop.run();
  rig.channel.answer(0, gone);
  rig.loop.advance(1250ms);
  rig.channel.answer(0, {Outcome::hard, "550 no"});
  rig.channel.automatic = sent;
  rig.loop.advance(1s);
  CHECK(rig.count(Delivery::sent) == 2);
  CHECK(rig.count(Delivery::failed) == 1);
}

TEST_CASE("messages keep to so many a second", "[dispatch][dispatcher]") {
  DispatcherSettings settings;
  settings.per_second = 10;
  Rig rig(4, settings);
  rig.add(1, 100);
  rig.channel.automatic = sent;
  rig.dispatcher.start();
  rig.loop.advance(1s);
  CHECK(rig.channel.sent.size() == 11);
  rig.loop.advance(9s);
  CHECK(rig.channel.sent.size() == 100);
  CHECK(rig.loop.rings < 250);
}

TEST_CASE("a turn sends only so many before others have theirs", "[dispatch][dispatcher]") {
  DispatcherSettings settings;
  settings.sends_per_turn = 2;
  Rig rig(8, settings);
  rig.add(1, 8);
  rig.dispatcher.start();
  rig.loop.run();
  CHECK(rig.channel.sent.size() == 8);
}

TEST_CASE("claimed and unsettled messages are bounded while the store is slow",
          "[dispatch][dispatcher]") {
  DispatcherSettings settings;
  settings.outbox.unsettled_max = 100;
  Rig rig(4, settings);
  rig.add(1, 1000);
  rig.channel.automatic = sent;
  rig.dispatcher.start();
  rig.loop.run();
  rig.outbox.slow = true;
  rig.loop.advance(1s);
  const std::size_t before = rig.channel.sent.size();
  CHECK(rig.outbox.held.size() <= 100);
  rig.loop.advance(1h);
  CHECK(rig.channel.sent.size() == before);
  rig.outbox.slow = false;
  for (auto& work : std::exchange(rig.outbox.waiting, {})) work();
  rig.loop.advance(1s);
  CHECK(rig.channel.sent.size() == 1000);
}

TEST_CASE("stop lets sends end and gives the rest back", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 40);
  rig.dispatcher.start();
  rig.loop.run();
  int stopped = 0;
  rig.dispatcher.stop([&] { ++stopped; });
  rig.dispatcher.stop([&] { ++stopped; });
  rig.loop.advance(1s);
  CHECK(stopped == 0);
  CHECK(rig.channel.sent.size() == 4);
  rig.channel.answer_all(sent);
  rig.loop.advance(1s);
  CHECK(stopped == 2);
  CHECK(rig.channel.closings == 1);
  CHECK(rig.count(Delivery::sent) == 4);
  CHECK(rig.outbox.held.empty());
  CHECK_FALSE(rig.loop.wakes_at());
  rig.dispatcher.stop([&] { ++stopped; });
  rig.add(41, 41);
  rig.loop.advance(1h);
  CHECK(stopped == 3);
  CHECK(rig.channel.closings == 1);
  CHECK(rig.channel.sent.size() == 4);
}

TEST_CASE("stop waits for a claim that is under way and gives it back", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 10);
  rig.outbox.slow = true;
  rig.dispatcher.start();
  rig.loop.run();
  bool stopped = false;
  rig.dispatcher.stop([&] { stopped = true; });
  rig.loop.run();
  CHECK_FALSE(stopped);
  rig.outbox.slow = false;
  rig.outbox.waiting.front()();
  rig.loop.run();
  CHECK(stopped);
  CHECK(rig.count(Delivery::released) == 10);
  CHECK(rig.channel.sent.empty());
}

TEST_CASE("stop while the channel is down does not wait for it", "[dispatch][dispatcher]") {
  Rig rig(4);
  rig.add(1, 10);
  rig.channel.automatic = gone;
  rig.dispatcher.start();
  rig.loop.run();
  bool stopped = false;
  rig.dispatcher.stop([&] { stopped = true; });
  rig.loop.run();
  CHECK(stopped);
  CHECK(rig.outbox.held.empty());
}

/// Holds what it is told to hold.
class HoldSome final : public SendRule {
 public:
  std::optional<Instant> find_hold(const engine::Notification& n, Instant) override {
    if (held.count(n.id.value) == 0) return std::nullopt;
    return until;
  }
  void note_sent(const engine::Notification& n, Instant) override { sent.push_back(n.id.value); }
  void note_released(const std::string& recipient) override { released.push_back(recipient); }

  std::set<std::int64_t> held;
  Instant until = instant("2023-09-20T03:00:00Z");
  std::vector<std::int64_t> sent;
  std::vector<std::string> released;
};

TEST_CASE("what a rule holds goes back with its time, and costs no try", "[dispatch][dispatcher]") {
  Rig rig;
  HoldSome rule;
  rule.held = {2, 3};
  Dispatcher dispatcher(
      {rig.outbox, rig.channel, rig.composer, rig.clock, rig.log, rig.loop, &rule}, {});
  rig.add(1, 4);
  rig.channel.automatic = sent;
  dispatcher.start();
  rig.loop.advance(1s);
  CHECK(rule.sent == std::vector<std::int64_t>{1, 4});
  CHECK(rig.channel.sent.size() == 2);
  CHECK(rig.count(Delivery::held) == 2);
  CHECK(dispatcher.figures().held == 2);
  for (const auto& settlement : rig.outbox.settled) {
    if (settlement.delivery == Delivery::held) CHECK(settlement.retry_at == rule.until);
  }
  CHECK(rule.released.empty());
}

TEST_CASE("a rule hears of what did not go after all", "[dispatch][dispatcher]") {
  Rig rig;
  HoldSome rule;
  Dispatcher dispatcher(
      {rig.outbox, rig.channel, rig.composer, rig.clock, rig.log, rig.loop, &rule}, {});
  rig.add(1, 1);
  rig.channel.automatic = gone;
  dispatcher.start();
  rig.loop.run();
  CHECK(rule.sent.size() == 1);
  CHECK(rule.released == std::vector<std::string>{"asel@example.kz"});
}

TEST_CASE("a dispatcher may go before it was started", "[dispatch][dispatcher]") {
  Rig rig;
  bool stopped = false;
  rig.dispatcher.stop([&] { stopped = true; });
  rig.loop.run();
  CHECK(stopped);
}

}  // namespace
}  // namespace keste::dispatch
