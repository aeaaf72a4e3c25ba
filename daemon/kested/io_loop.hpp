// The io thread's loop: asleep between events, awake while many answers are on their way.
#pragma once

#include <cstddef>
#include <functional>

namespace boost::asio {
class io_context;
}  // namespace boost::asio

namespace keste::kested {

/// Runs `io` until it is stopped or out of work. While `in_flight()` says that many commands wait
/// for the engine, the thread asks for events over and over instead of sleeping: their answers are
/// due within a fraction of a millisecond, and falling asleep and waking up for each batch costs a
/// tenth of the rate. It never does so for longer than that after the last event, nor with one
/// processor only, which the engine needs.
void run_io(boost::asio::io_context& io, const std::function<std::size_t()>& in_flight);

}  // namespace keste::kested
