// What a channel's answer means for the outbox.
#include "dispatch/settlement.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

using engine::Delivery;
using namespace std::chrono_literals;

TEST_CASE("each outcome has its settlement", "[dispatch][settlement]") {
  const Instant now = instant("2023-09-20T04:00:00Z");
  struct Row {
    Outcome outcome;
    std::chrono::hours age;
    int number;
    Delivery delivery;
    std::chrono::seconds retry_in;
    const char* reason;
  };
  for (const Row& row :
       {Row{Outcome::sent, 0h, 1, Delivery::sent, 0s, ""},
        Row{Outcome::soft, 0h, 1, Delivery::deferred, 60s, "450 [address] later"},
        Row{Outcome::soft, 119h, 3, Delivery::deferred, 240s, "450 [address] later"},
        Row{Outcome::soft, 120h, 3, Delivery::failed, 0s, "expired: 450 [address] later"},
        Row{Outcome::hard, 0h, 1, Delivery::failed, 0s, "450 [address] later"},
        Row{Outcome::ambiguous, 0h, 2, Delivery::ambiguous, 60s, "450 [address] later"},
        Row{Outcome::ambiguous, 120h, 2, Delivery::failed, 0s, "expired: 450 [address] later"},
        Row{Outcome::unavailable, 120h, 1, Delivery::released, 0s, "450 [address] later"}}) {
    const Attempt attempt{{9}, row.number, now - row.age, "asel@example.kz"};
    const auto settlement =
        decide_settlement(attempt, {row.outcome, "450 asel@example.kz later"}, now, 0.5);
    CHECK(settlement.id.value == 9);
    CHECK(settlement.delivery == row.delivery);
    CHECK(settlement.reason == row.reason);
    if (row.retry_in > 0s) CHECK(settlement.retry_at == now + row.retry_in);
  }
}

TEST_CASE("a server's wish for time lengthens the wait, and never shortens it",
          "[dispatch][settlement]") {
  const Instant now = instant("2023-09-20T04:00:00Z");
  const Attempt attempt{{9}, 1, now, ""};
  SendResult busy{Outcome::soft, "HTTP 429"};
  busy.retry_after = 300s;
  CHECK(decide_settlement(attempt, busy, now, 0.5).retry_at == now + 300s);
  busy.retry_after = 1s;
  CHECK(decide_settlement(attempt, busy, now, 0.5).retry_at == now + 60s);
}

TEST_CASE("a dead address goes with the settlement", "[dispatch][settlement]") {
  SendResult refused{Outcome::hard, "HTTP 200, code 7"};
  refused.address_dead = true;
  const Instant now = instant("2023-09-20T04:00:00Z");
  const auto settlement = decide_settlement({{9}, 1, now, ""}, refused, now, 0.5);
  CHECK(settlement.delivery == Delivery::failed);
  CHECK(settlement.address_dead);
}

TEST_CASE("the provider's id goes with the settlement", "[dispatch][settlement]") {
  SendResult taken{Outcome::sent, ""};
  taken.provider_id = "42";
  const Instant now = instant("2023-09-20T04:00:00Z");
  CHECK(decide_settlement({{9}, 1, now, ""}, taken, now, 0.5).provider_id == "42");
}

}  // namespace
}  // namespace keste::dispatch
