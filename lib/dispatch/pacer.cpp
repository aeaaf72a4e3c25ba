// The generic cell rate algorithm.
#include "dispatch/pacer.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace keste::dispatch {

Pacer::Pacer(int per_second) {
  CHECK(per_second >= 0);
  if (per_second == 0) return;
  spacing_ = std::chrono::nanoseconds(std::chrono::seconds(1)) / per_second;
  burst_ = spacing_ * (std::max(per_second / 10, 1) - 1);
}

void Pacer::take(Steady now) {
  CHECK(ready_at() <= now);
  even_at_ = std::max(even_at_, now) + spacing_;
}

}  // namespace keste::dispatch
