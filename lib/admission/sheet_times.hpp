// Timestamps of a sheet: written civil times of a stated zone to instants.
#pragma once

#include <optional>
#include <string_view>

#include "admission/sheet_columns.hpp"
#include "admission/sheet_dates.hpp"
#include "calendar/zone.hpp"

namespace keste::admission {

/// What a timestamp cell gave; wrong when `word` is not empty. Words: missing, not_a_time,
/// no_time_of_day (a date alone decides no window), date_order, no_zone, time_does_not_exist,
/// time_comes_twice.
struct TimeReading {
  std::optional<Instant> at;
  std::string word;
  std::string right;
};

/// A written offset counts; without one the time is `zone`'s.
TimeReading read_time_cell(std::string_view cell, const DateOrder& order,
                           const std::optional<calendar::Zone>& zone);

}  // namespace keste::admission
