// The engine's thread while the store fails: answers, patience, recovery.
#include <signal.h>
#include <sys/resource.h>

#include "thread_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;

const std::string morning = "2023-09-01T09:00:00+06:00";

/// While it lives, no file may grow or be written: for SQLite, a full disk.
class FullDisk {
 public:
  FullDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_CASE("on a full disk writes are refused, reads and pings answered, outcomes kept",
          "[engine][thread][fault][sqlite]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  const auto claimed = world.claim(10);
  REQUIRE(claimed.size() == 1);
  bool settled = false;
  std::vector<std::string> seen;
  {
    const FullDisk full;
    seen.push_back(world.apply(2, "astana-0920"));
    seen.push_back(world.thread().snapshot()->figures.storage_full ? "shown" : "not shown");
    world.thread().settle({settlement(claimed[0].id, Delivery::sent)}, [&] { settled = true; });
    seen.push_back(world.apply(3, "astana-0920"));
    std::string found;
    world.thread().find_application(claimed[0].ticket,
                                    [&](const ApplicationOutcome& o) { found = word_of(o); });
    bool back = false;
    world.thread().ping([&] { back = true; });
    world.io().run_until([&] { return back && !found.empty(); });
    seen.push_back(found);
    seen.push_back(settled ? "settled" : "waits");
  }
  CHECK(seen ==
        std::vector<std::string>{"storage_full", "shown", "storage_full", "seated", "waits"});
  world.io().run_until([&] { return settled; });
  CHECK(world.apply(2, "astana-0920") == "seated");
  const auto snapshot = world.thread().snapshot();
  CHECK_FALSE(snapshot->figures.storage_full);
  CHECK(snapshot->find_city("astana")->notifications.sent == 1);
  CHECK(snapshot->find_city("astana")->applications.seated == 2);
  CHECK(world.count_events("turn_failed") == 1);
  CHECK(world.count_events("turns_resumed") == 1);
}

TEST_CASE("what is due while the disk is full fires when there is space again",
          "[engine][thread][fault][sqlite]") {
  ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  world.wait_for([](const Snapshot& s) { return s.figures.agenda_fired == 3; });
  bool still_open = false;
  {
    const FullDisk full;
    clock.set(instant("2023-09-18T00:00:00+06:00"));
    world.wait_for([](const Snapshot& s) { return s.figures.storage_full; });
    still_open = world.thread().snapshot()->find_city("almaty")->window == WindowState::open;
  }
  CHECK(still_open);
  world.wait_for(
      [](const Snapshot& s) { return s.find_city("almaty")->window == WindowState::closed; });
}

TEST_CASE("who asked for messages while the store failed is woken when it works again",
          "[engine][thread][fault][sqlite]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  int woken = 0;
  world.thread().on_due("email", [&] { ++woken; });
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  std::size_t claimed = 9;
  {
    const FullDisk full;
    claimed = world.claim(10).size();
  }
  CHECK(claimed == 0);
  world.io().run_until([&] { return woken == 1; });
  CHECK(world.claim(10).size() == 1);
}

TEST_CASE("a turn that writes nothing does not pass for a disk with space",
          "[engine][thread][fault][sqlite]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  int resumed = 0;
  {
    const FullDisk full;
    world.apply(2, "astana-0920");
    for (int pings = 0; pings < 3; ++pings) {
      bool back = false;
      world.thread().ping([&] { back = true; });
      world.io().run_until([&] { return back; });
    }
    resumed = world.count_events("turns_resumed");
  }
  CHECK(resumed == 0);
  CHECK(world.apply(2, "astana-0920") == "seated");
  CHECK(world.count_events("turn_failed") == 1);
}

TEST_CASE("one command that the store refuses does not take its neighbours down",
          "[engine][thread][fault]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  std::vector<std::string> words(5);
  int answered = 0;
  for (std::size_t person = 0; person < words.size(); ++person) {
    ApplyCommand command = world.command(static_cast<int>(person), "astana-0920");
    // The schema wants 32 bytes.
    if (person == 2) command.idempotency = IdempotencyKey{"key", "short"};
    world.thread().apply(command, [&, person](const ApplyOutcome& outcome) {
      words[person] = word_of(outcome);
      ++answered;
    });
  }
  world.start();
  world.io().run_until([&] { return answered == 5; });
  CHECK(words ==
        std::vector<std::string>{"seated", "seated", "storage_failed", "seated", "seated"});
  CHECK(world.apply(2, "astana-0920") == "seated");
  world.wait_for([](const Snapshot& s) { return s.figures.agenda_fired == 3; });
}

TEST_CASE("a stop while the store fails ends in time", "[engine][thread][fault][sqlite]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  const auto claimed = world.claim(10);
  std::string word;
  {
    const FullDisk full;
    world.thread().settle({settlement(claimed[0].id, Delivery::sent)}, [] {});
    world.thread().apply(world.command(2, "astana-0920"),
                         [&](const ApplyOutcome& outcome) { word = word_of(outcome); });
    world.thread().stop();
  }
  world.io().run_posted();
  CHECK(word == "storage_full");
  CHECK(world.count_events("run_end_not_recorded") == 1);
}

}  // namespace
}  // namespace keste::engine
