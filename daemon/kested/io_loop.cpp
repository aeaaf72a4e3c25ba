// Sleeping, or asking again.
#include "kested/io_loop.hpp"

#include <boost/asio/io_context.hpp>
#include <thread>

#include "base/clock.hpp"

namespace keste::kested {
namespace {

constexpr std::size_t many = 8;
constexpr std::chrono::microseconds awake_for{300};

}  // namespace

void run_io(boost::asio::io_context& io, const std::function<std::size_t()>& in_flight) {
  const bool may_stay_awake = std::thread::hardware_concurrency() > 1;
  while (io.run_one() > 0) {
    if (!may_stay_awake) continue;
    Steady last_event = steady_now();
    while (in_flight() >= many && steady_now() - last_event < awake_for) {
      if (io.poll() > 0) last_event = steady_now();
    }
  }
}

}  // namespace keste::kested
