// Exponential backoff with a cap and a spread.
#include "dispatch/retry_policy.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace keste::dispatch {
namespace {

/// `first` doubled `times` times, `longest` at most, spread by jitter.
std::chrono::milliseconds back_off(std::chrono::milliseconds first,
                                   std::chrono::milliseconds longest, int times, double jitter) {
  CHECK(times >= 0 && jitter >= 0.0 && jitter <= 1.0);
  const auto doubled = first.count() << std::min(times, 20);
  const auto delay = static_cast<double>(std::min<std::int64_t>(doubled, longest.count()));
  const double factor = 1.0 + retry_spread * (2.0 * jitter - 1.0);
  return std::chrono::milliseconds(static_cast<std::int64_t>(delay * factor));
}

}  // namespace

Instant retry_at(Instant now, int attempt, double jitter) {
  CHECK(attempt >= 1);
  return now + back_off(retry_first, retry_longest, attempt - 1, jitter);
}

Instant retry_ambiguous_at(Instant now, int attempt) {
  CHECK(attempt >= 1);
  const std::chrono::seconds delay(30 * std::min(attempt, 120));
  return now + delay;
}

bool is_expired(Instant queued_at, Instant now) { return now - queued_at >= retry_lifetime; }

std::chrono::milliseconds pause_for(int failures, double jitter) {
  CHECK(failures >= 1);
  return back_off(std::chrono::seconds(1), std::chrono::minutes(1), failures - 1, jitter);
}

}  // namespace keste::dispatch
