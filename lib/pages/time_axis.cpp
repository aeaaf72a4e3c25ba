// Days as lines and dates.
#include "pages/time_axis.hpp"

#include <algorithm>

#include "pages/desk_scene.hpp"

namespace keste::pages {

double TimeAxis::x(Instant at) const {
  const auto whole = static_cast<double>((to_ - from_).count());
  if (whole <= 0) return left_;
  const double part = static_cast<double>((at - from_).count()) / whole;
  return left_ + std::clamp(part, 0.0, 1.0) * (right_ - left_);
}

void TimeAxis::draw_days(Svg& svg, const calendar::Zone& zone, double top, double bottom) const {
  constexpr double room_of_date = 48;
  constexpr int most_days = 400;
  const Date first = zone.date_at(from_);
  const Date last = zone.date_at(to_);
  const int days = std::min(static_cast<int>((last - first).count()) + 1, most_days);
  const double width = (right_ - left_) / std::max(days, 1);
  const int step = std::max(1, static_cast<int>(room_of_date / width));
  for (int i = 0; i <= days; ++i) {
    const Date day = first + std::chrono::days(i);
    const auto at = zone.to_instant(LocalTime(day));
    if (!at || !holds(at.value())) continue;
    const double where = x(at.value());
    svg.line("grid", {where, top}, {where, bottom});
    if (i % step == 0) svg.text("axis", {where + 3, top - 5}, short_day(day));
  }
}

}  // namespace keste::pages
