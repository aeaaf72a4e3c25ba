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

}  // namespace
}  // namespace keste::dispatch
