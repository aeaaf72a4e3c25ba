// When a message is tried again, and how fast messages may go.
#include "dispatch/retry_policy.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include "dispatch/pacer.hpp"

namespace keste::dispatch {
namespace {

using namespace std::chrono_literals;

TEST_CASE("soft failures wait twice as long each time and at most an hour", "[dispatch][retry]") {
  const Instant now = instant("2023-09-20T04:00:00Z");
  struct Row {
    int attempt;
    std::chrono::seconds even;
  };
  for (const Row& row :
       {Row{1, 60s}, Row{2, 120s}, Row{3, 240s}, Row{4, 480s}, Row{5, 960s}, Row{6, 1920s},
        Row{7, 3600s}, Row{8, 3600s}, Row{60, 3600s}, Row{2'000'000'000, 3600s}}) {
    CAPTURE(row.attempt);
    CHECK(retry_at(now, row.attempt, 0.5) == now + row.even);
    CHECK(retry_at(now, row.attempt, 0.0) == now + row.even * 3 / 4);
    CHECK(retry_at(now, row.attempt, 1.0) == now + row.even * 5 / 4);
  }
}

TEST_CASE("a lost answer is asked about again soon", "[dispatch][retry]") {
  const Instant now = instant("2023-09-20T04:00:00Z");
  CHECK(retry_ambiguous_at(now, 1) == now + 30s);
  CHECK(retry_ambiguous_at(now, 3) == now + 90s);
  CHECK(retry_ambiguous_at(now, 1'000'000'000) == now + 1h);
}

TEST_CASE("a message lives for five days", "[dispatch][retry]") {
  const Instant queued = instant("2023-09-01T00:00:00Z");
  CHECK_FALSE(is_expired(queued, queued));
  CHECK_FALSE(is_expired(queued, instant("2023-09-05T23:59:59.999999Z")));
  CHECK(is_expired(queued, instant("2023-09-06T00:00:00Z")));
  CHECK_FALSE(is_expired(queued, queued - 24h));
}

TEST_CASE("a channel that is down pauses for a second to a minute", "[dispatch][retry]") {
  CHECK(pause_for(1, 0.5) == 1s);
  CHECK(pause_for(4, 0.5) == 8s);
  CHECK(pause_for(7, 0.5) == 60s);
  CHECK(pause_for(1000, 0.0) == 45s);
}

TEST_CASE("the pacer lets a tenth of a second's messages through at once", "[dispatch][pacer]") {
  Pacer pacer(50);
  Steady now{100s};
  int at_once = 0;
  for (; pacer.ready_at() <= now; ++at_once) pacer.take(now);
  CHECK(at_once == 5);
  CHECK(pacer.ready_at() == now + 20ms);
  int in_ten_seconds = 0;
  for (const Steady end = now + 10s; pacer.ready_at() <= end; ++in_ten_seconds) {
    now = std::max(now, pacer.ready_at());
    pacer.take(now);
  }
  CHECK(in_ten_seconds == 500);
}

TEST_CASE("a slow pacer sends one at a time", "[dispatch][pacer]") {
  Pacer pacer(1);
  const Steady now{100s};
  REQUIRE(pacer.ready_at() <= now);
  pacer.take(now);
  CHECK(pacer.ready_at() == now + 1s);
}

TEST_CASE("without a limit the pacer is always ready", "[dispatch][pacer]") {
  Pacer pacer(0);
  const Steady now{100s};
  for (int i = 0; i < 1000; ++i) pacer.take(now);
  CHECK(pacer.ready_at() <= now);
}

}  // namespace
}  // namespace keste::dispatch
