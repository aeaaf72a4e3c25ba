// From the channel's words to the outbox's.
#include "dispatch/settlement.hpp"

#include <algorithm>

#include "dispatch/plain_text.hpp"
#include "dispatch/retry_policy.hpp"

namespace keste::dispatch {
namespace {

engine::Delivery to_delivery(Outcome outcome) {
  switch (outcome) {
    case Outcome::sent:
      return engine::Delivery::sent;
    case Outcome::soft:
      return engine::Delivery::deferred;
    case Outcome::hard:
      return engine::Delivery::failed;
    case Outcome::ambiguous:
      return engine::Delivery::ambiguous;
    case Outcome::unavailable:
      return engine::Delivery::released;
  }
  return engine::Delivery::failed;
}

}  // namespace

engine::Settlement decide_settlement(const Attempt& attempt, const SendResult& result, Instant now,
                                     double jitter) {
  engine::Settlement settlement;
  settlement.id = attempt.id;
  settlement.run = attempt.run;
  settlement.delivery = to_delivery(result.outcome);
  settlement.provider_id = result.provider_id;
  settlement.address_dead = result.address_dead;
  if (settlement.delivery == engine::Delivery::sent) return settlement;
  settlement.reason = without_addresses(result.reason, attempt.recipient);
  const bool again = settlement.delivery == engine::Delivery::deferred ||
                     settlement.delivery == engine::Delivery::ambiguous;
  if (again && is_expired(attempt.queued_at, now)) {
    settlement.delivery = engine::Delivery::failed;
    settlement.reason = "expired: " + settlement.reason;
  } else if (settlement.delivery == engine::Delivery::deferred) {
    settlement.retry_at = retry_at(now, attempt.number, jitter);
    if (result.retry_after) {
      settlement.retry_at = std::max<Instant>(settlement.retry_at, now + *result.retry_after);
    }
  } else if (settlement.delivery == engine::Delivery::ambiguous) {
    settlement.retry_at = retry_ambiguous_at(now, attempt.number);
  }
  return settlement;
}

}  // namespace keste::dispatch
