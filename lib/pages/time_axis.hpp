// TimeAxis: days along the width of a picture.
#pragma once

#include "calendar/zone.hpp"
#include "pages/svg.hpp"

namespace keste::pages {

/// Maps [from, to] to [left, right].
class TimeAxis {
 public:
  TimeAxis(Instant from, Instant to, double left, double right)
      : from_(from), to_(to), left_(left), right_(right) {}

  /// Kept inside the picture.
  double x(Instant at) const;
  bool holds(Instant at) const { return at >= from_ && at <= to_; }
  /// A thin line at each midnight of `zone` and, under every `step`th, its date.
  void draw_days(Svg& svg, const calendar::Zone& zone, double top, double bottom) const;

 private:
  Instant from_;
  Instant to_;
  double left_;
  double right_;
};

}  // namespace keste::pages
