// Quiet hours: when a city's people are not to be disturbed, and when they may be again.
#pragma once

#include <optional>

#include "base/instant.hpp"
#include "calendar/zone.hpp"
#include "config/gateways.hpp"

namespace keste::dispatch {

using config::QuietHours;

/// Pure. Empty when a message may go at `now`; else the first instant at which it may, which is
/// later than `now` and the same for all that wait for it, so that they keep their order. Empty too
/// when no time of the next 400 days would do.
std::optional<Instant> find_quiet_end(const QuietHours& quiet, const calendar::Zone& zone,
                                      Instant now);

}  // namespace keste::dispatch
