// The feed of changes: whom it tells what, and when it leaves somebody alone.
#include "http/event_feed.hpp"
#include "base/clock.hpp"
#include "fake_engine.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

using std::chrono::milliseconds;

struct FakeWatcher final : EventWatcher {
  bool is_ready() const override { return ready; }
  void push(std::string_view bytes) override {
    REQUIRE(ready);
    ready = !slow;
    received.append(bytes);
  }
  void end_stream() override {
    ended = true;
    ready = false;
  }

  std::string received;
  bool slow = false;  ///< Never done at once.
  bool ready = true;
  bool ended = false;
};

/// Two cities; `touch` changes one of them, or the campaign alone.
struct FeedWorld {
  FeedWorld() {
    limits.events_every = milliseconds(1);
    snapshot = make_snapshot(7);
  }
  void touch(std::size_t city) {
    auto made = *snapshot;
    ++made.version;
    if (city < made.cities.size()) {
      auto changed = *made.cities[city];
      changed.version = made.version;
      made.cities[city] = std::make_shared<const engine::CitySnapshot>(changed);
    }
    snapshot = std::make_shared<const engine::Snapshot>(std::move(made));
  }
  std::string open(FakeWatcher& watcher, std::string last_id = {},
                   std::vector<std::string> cities = {}) {
    return feed.open(watcher,
                     EventWatch{cities.empty(), std::move(cities), std::move(last_id), {}});
  }
  void change_access() {
    auto made = *snapshot;
    made.access = std::make_shared<const engine::Access>();
    snapshot = std::make_shared<const engine::Snapshot>(std::move(made));
  }
  /// Long enough for several looks.
  void look() { io.run_for(milliseconds(30)); }

  ServerLimits limits;
  std::shared_ptr<const engine::Snapshot> snapshot;
  boost::asio::io_context io{1};
  EventFeed feed{io, [this] { return snapshot; }, limits, "run"};
};

constexpr std::size_t astana = 0;
constexpr std::size_t oral = 1;
constexpr std::size_t no_city = 9;

const std::string campaign_8 =
    "event: campaign\nid: run-8\ndata: {\"campaign\":\"pkr-2023\",\"version\":8}\n\n";
const std::string astana_8 = "event: city\ndata: {\"city\":\"astana\",\"version\":8}\n\n";

TEST_CASE("each change is told once and a silent time is silent", "[http][events]") {
  FeedWorld world;
  FakeWatcher one;
  CHECK(world.open(one) ==
        "retry: 2000\n\n"
        "event: start\nid: run-7\ndata: {\"campaign\":\"pkr-2023\",\"version\":7}\n\n");
  world.look();
  CHECK(one.received.empty());
  world.touch(astana);
  world.look();
  CHECK(one.received == astana_8 + campaign_8);
  world.look();
  CHECK(one.received == astana_8 + campaign_8);
}

TEST_CASE("who comes back is told of each city that changed since", "[http][events]") {
  FeedWorld world;
  world.touch(astana);
  world.touch(no_city);
  world.touch(oral);
  world.touch(astana);
  FakeWatcher back;
  CHECK(world.open(back, "run-8") ==
        "retry: 2000\n\n"
        "event: city\ndata: {\"city\":\"astana\",\"version\":11}\n\n"
        "event: city\ndata: {\"city\":\"oral\",\"version\":10}\n\n"
        "event: campaign\nid: run-11\ndata: {\"campaign\":\"pkr-2023\",\"version\":11}\n\n");
  FakeWatcher now;
  CHECK(world.open(now, "run-11") == "retry: 2000\n\n");
  for (const char* foreign :
       {"other-8", "run-12", "run-", "run", "8", "run-8x", "run-99999999999999999999"}) {
    FakeWatcher lost;
    CAPTURE(foreign);
    CHECK(world.open(lost, foreign) ==
          "retry: 2000\n\n"
          "event: reset\nid: run-11\ndata: {\"campaign\":\"pkr-2023\",\"version\":11}\n\n");
    world.feed.forget(lost);
  }
}

TEST_CASE("who may see one city hears of no other", "[http][events]") {
  FeedWorld world;
  FakeWatcher of_oral;
  world.open(of_oral, "", {"oral"});
  world.touch(astana);
  world.look();
  CHECK(of_oral.received.empty());
  world.touch(oral);
  world.look();
  CHECK(of_oral.received == "event: city\nid: run-9\ndata: {\"city\":\"oral\",\"version\":9}\n\n");
  FakeWatcher back;
  CHECK(world.open(back, "run-7", {"oral"}) == "retry: 2000\n\n" + of_oral.received);
  FakeWatcher up_to_date;
  CHECK(world.open(up_to_date, "run-9", {"oral"}) == "retry: 2000\n\n");
}

TEST_CASE("a slow reader gets the latest state and no backlog", "[http][events]") {
  FeedWorld world;
  FakeWatcher slow;
  slow.slow = true;
  world.open(slow);
  world.touch(astana);
  world.look();
  CHECK(slow.received == astana_8 + campaign_8);
  slow.received.clear();
  for (int i = 0; i < 100; ++i) {
    world.touch(oral);
    if (i % 10 == 0) world.look();
  }
  CHECK(slow.received.empty());
  slow.ready = true;
  world.feed.go_on(slow);
  CHECK(slow.received ==
        "event: city\ndata: {\"city\":\"oral\",\"version\":108}\n\n"
        "event: campaign\nid: run-108\ndata: {\"campaign\":\"pkr-2023\",\"version\":108}\n\n");
}

TEST_CASE("a silent stream has a heartbeat", "[http][events]") {
  FeedWorld world;
  world.limits.heartbeat_every = milliseconds(5);
  FakeWatcher one;
  world.open(one);
  world.look();
  CHECK(one.received.starts_with(":\n\n"));
  CHECK(one.received.size() <= 3 * 30 / 5);
}

TEST_CASE("a round over many watchers comes in slices and loses nobody", "[http][events]") {
  FeedWorld world;
  std::vector<FakeWatcher> many(300);
  for (FakeWatcher& each : many) world.open(each);
  world.touch(astana);
  while (many[0].received.empty()) world.io.run_one();
  CHECK(many.back().received.empty());
  // Some leave in the middle of the round, those whose turn is next among them.
  for (std::size_t i = 60; i < 70; ++i) world.feed.forget(many[i]);
  world.look();
  for (std::size_t i = 0; i < many.size(); ++i) {
    const bool told = many[i].received == astana_8 + campaign_8;
    CHECK(told == !(i >= 64 && i < 70));
  }
  CHECK(world.feed.size() == 290);
}

TEST_CASE("a stream ends before its next word when the right to it is gone", "[http][events]") {
  FeedWorld world;
  FakeWatcher one;
  bool may = true;
  int asked = 0;
  EventWatch watch;
  watch.still_may = [&] {
    ++asked;
    return may;
  };
  world.feed.open(one, watch);
  world.touch(astana);
  world.look();
  CHECK(one.received == astana_8 + campaign_8);
  CHECK(asked == 0);
  may = false;
  world.change_access();
  world.touch(astana);
  world.look();
  CHECK(one.ended);
  CHECK(one.received == astana_8 + campaign_8);
}

TEST_CASE("a right that ends by itself ends its stream with the next heartbeat", "[http][events]") {
  FeedWorld world;
  world.limits.heartbeat_every = milliseconds(5);
  FakeWatcher one;
  EventWatch watch;
  watch.still_may = [&one] { return one.received.empty(); };
  world.feed.open(one, watch);
  world.look();
  CHECK(one.ended);
}

TEST_CASE("without watchers nothing is looked at", "[http][events]") {
  FeedWorld world;
  FakeWatcher one;
  world.open(one);
  world.feed.forget(one);
  world.look();
  CHECK(world.io.run_for(milliseconds(50)) == 0);
}

}  // namespace
}  // namespace keste::http
