// From a cell to an instant.
#include "admission/sheet_times.hpp"

#include "base/text.hpp"

namespace keste::admission {
namespace {

TimeReading wrong(std::string word, std::string right) {
  return {std::nullopt, std::move(word), std::move(right)};
}

}  // namespace

TimeReading read_time_cell(std::string_view cell, const DateOrder& order,
                           const std::optional<calendar::Zone>& zone) {
  constexpr const char* such_as = "a date and time such as 2023-09-10 14:03:05";
  if (trim(cell).empty()) return wrong("missing", such_as);
  const auto written = read_written_date(cell);
  if (!written) return wrong("not_a_time", such_as);
  const auto date = date_of(*written, order);
  if (!date && order.contradictory && !written->day_first && !written->month_first) {
    return wrong("date_order", "2023-09-10, since other rows have day and month in either order");
  }
  if (!date) return wrong("not_a_time", "a day that exists");
  if (!written->time) return wrong("no_time_of_day", such_as);
  const LocalTime local = LocalTime(*date) + *written->time;
  if (written->offset) {
    return {Instant(local.time_since_epoch() - *written->offset), "", ""};
  }
  if (!zone) {
    return wrong("no_zone", "the zone of the timestamps: questionnaire: {zone: …} in the campaign");
  }
  const auto at = zone->to_instant(local);
  if (at) return {at.value(), "", ""};
  const bool twice = at.error().kind == calendar::BadLocalTime::Kind::comes_twice;
  return wrong(twice ? "time_comes_twice" : "time_does_not_exist",
               "a time with its offset; " + describe(at.error(), local, *zone));
}

}  // namespace keste::admission
