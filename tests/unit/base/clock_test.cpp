// Clocks and their alarms; nothing here waits longer than a timer needs to fire.
#include "base/clock.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "base/alarm.hpp"

namespace keste {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const Instant start = parse_instant("2023-09-01T00:00:00Z").value();

/// Far below the minute after which every wait ends by itself.
constexpr std::chrono::seconds soon(30);

bool is_woken_soon(Alarm& alarm, std::optional<Instant> until) {
  const Steady begun = steady_now();
  alarm.wait(until);
  return steady_now() - begun < soon;
}

TEST_CASE("a manual clock stands still until it is set", "[base][clock]") {
  ManualClock clock(start);
  CHECK(clock.now() == start);
  CHECK(clock.now() == start);
  clock.set(start + hours(1));
  CHECK(clock.now() == start + hours(1));
  clock.set(start - hours(1));
  CHECK(clock.now() == start - hours(1));
}

TEST_CASE("a manual clock's alarm wakes for an instant that has come", "[base][clock]") {
  ManualClock clock(start);
  const auto alarm = clock.make_alarm();
  CHECK(is_woken_soon(*alarm, start));
  CHECK(is_woken_soon(*alarm, start - hours(1)));
}

TEST_CASE("setting a manual clock wakes its alarms forwards and backwards", "[base][clock]") {
  ManualClock clock(start);
  const auto alarm = clock.make_alarm();
  alarm->wait(start);
  for (const Instant set : {start + hours(2), start - hours(2)}) {
    const Instant until = clock.now() + hours(1);
    const Steady begun = steady_now();
    std::thread waiter([&] {
      while (clock.now() != set) alarm->wait(until);
    });
    clock.set(set);
    waiter.join();
    CHECK(steady_now() - begun < soon);
  }
}

TEST_CASE("a wake before the wait ends that wait at once", "[base][clock]") {
  const ManualClock manual(start);
  const VirtualClock fast(start, 1000);
  const RealClock real;
  for (const Clock* clock : {static_cast<const Clock*>(&manual), static_cast<const Clock*>(&fast),
                             static_cast<const Clock*>(&real)}) {
    const auto alarm = clock->make_alarm();
    alarm->wake();
    alarm->wake();
    CHECK(is_woken_soon(*alarm, std::nullopt));
    alarm->wake();
    CHECK(is_woken_soon(*alarm, clock->now() + hours(24 * 365 * 900)));
  }
}

TEST_CASE("an alarm may be dropped before or after it was armed", "[base][clock]") {
  ManualClock clock(start);
  { const auto alarm = clock.make_alarm(); }
  {
    const auto alarm = clock.make_alarm();
    alarm->wait(start);
  }
  clock.set(start + hours(1));
  CHECK(clock.now() == start + hours(1));
}

TEST_CASE("a virtual clock starts at its instant and runs at its rate", "[base][clock]") {
  const Steady begun = steady_now();
  const VirtualClock clock(start, 1000);
  const auto first = clock.now() - start;
  const Steady asked = steady_now();
  CHECK(first >= std::chrono::microseconds(0));
  CHECK(first <= (asked - begun) * 1000);
  const VirtualClock slow(start, 0.001);
  CHECK(slow.now() - start < seconds(1));
}

TEST_CASE("a virtual clock's alarm never wakes by itself before its instant", "[base][clock]") {
  const VirtualClock clock(start, 1'000'000);
  const auto alarm = clock.make_alarm();
  for (int i = 0; i < 20; ++i) {
    const Instant until = clock.now() + std::chrono::minutes(7);
    alarm->wait(until);
    CHECK(clock.now() >= until);
  }
}

TEST_CASE("a virtual clock's alarm wakes at once for the past", "[base][clock]") {
  const VirtualClock clock(start, 0.5);
  CHECK(is_woken_soon(*clock.make_alarm(), start));
  CHECK(is_woken_soon(*clock.make_alarm(), start - hours(24 * 365 * 100)));
}

TEST_CASE("the real clock's alarm fires at its instant", "[base][clock]") {
  const RealClock clock;
  const auto alarm = clock.make_alarm();
  const Instant until = clock.now() + std::chrono::milliseconds(5);
  while (clock.now() < until) alarm->wait(until);
  CHECK(clock.now() >= until);
  CHECK(is_woken_soon(*alarm, clock.now() - hours(1)));
  CHECK(is_woken_soon(*alarm, from_micros(-1)));
}

}  // namespace
}  // namespace keste
