// A sliding hour of instants for each number.
#include "dispatch/number_limiter.hpp"

#include "base/check.hpp"

namespace keste::dispatch {
namespace {

constexpr std::chrono::hours window{1};

/// Also true of what lies ahead: somebody has set the clock back.
bool is_out(Instant taken, Instant now) { return taken + window <= now || taken > now + window; }

void drop_old(std::deque<Instant>& taken, Instant now) {
  while (!taken.empty() && is_out(taken.front(), now)) taken.pop_front();
}

}  // namespace

NumberLimiter::NumberLimiter(int per_hour) : per_hour_(per_hour) { CHECK(per_hour >= 0); }

std::optional<Instant> NumberLimiter::find_wait(const std::string& number, Instant now) {
  const auto found = taken_.find(number);
  if (per_hour_ == 0 || found == taken_.end()) return std::nullopt;
  drop_old(found->second, now);
  if (found->second.size() < static_cast<std::size_t>(per_hour_)) return std::nullopt;
  return found->second.front() + window;
}

void NumberLimiter::take(const std::string& number, Instant now) {
  if (per_hour_ == 0) return;
  forget_old(now);
  taken_[number].push_back(now);
}

void NumberLimiter::give_back(const std::string& number) {
  const auto found = taken_.find(number);
  if (found == taken_.end()) return;
  found->second.pop_back();
  if (found->second.empty()) taken_.erase(found);
}

void NumberLimiter::forget_old(Instant now) {
  if (now - forgotten_at_ < window && now >= forgotten_at_) return;
  forgotten_at_ = now;
  for (auto entry = taken_.begin(); entry != taken_.end();) {
    drop_old(entry->second, now);
    entry = entry->second.empty() ? taken_.erase(entry) : std::next(entry);
  }
}

}  // namespace keste::dispatch
