// Sleeping, or asking again.
#include "kested/io_loop.hpp"

#include <sched.h>

#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"

namespace keste::kested {
namespace {

constexpr std::size_t many = 8;
constexpr std::chrono::microseconds awake_for{300};

/// Counts those that this process may use, which a unit's CPUAffinity can make fewer.
bool has_processors_to_spare() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  return ::sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 1;
}

}  // namespace

void run_io(boost::asio::io_context& io, const std::function<std::size_t()>& in_flight) {
  const bool may_stay_awake = has_processors_to_spare();
  while (io.run_one() > 0) {
    if (!may_stay_awake) continue;
    Steady last_event = steady_now();
    while (in_flight() >= many && steady_now() - last_event < awake_for) {
      if (io.poll() > 0) last_event = steady_now();
    }
  }
}

}  // namespace keste::kested
