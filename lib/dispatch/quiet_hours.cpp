// Stepping from the end of one quiet span to the next, in civil time.
#include "dispatch/quiet_hours.hpp"

#include <algorithm>

namespace keste::dispatch {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

constexpr int steps_max = 800;  // A night and a day for each of 400 days.

bool is_quiet_day(const QuietHours& quiet, Date day) {
  const auto weekday = std::chrono::weekday(day).c_encoding();
  return quiet.weekdays[weekday] ||
         std::find(quiet.dates.begin(), quiet.dates.end(), day) != quiet.dates.end();
}

/// The civil end of the quiet span that holds `local`; empty when it is not quiet then.
std::optional<LocalTime> find_local_end(const QuietHours& quiet, LocalTime local) {
  const Date day = floor<days>(local);
  if (is_quiet_day(quiet, day)) return LocalTime(day + days(1));
  const auto of_day = local - LocalTime(day);
  if (quiet.from == quiet.to) return std::nullopt;
  const bool over_midnight = quiet.to < quiet.from;
  if (over_midnight && of_day >= quiet.from) return LocalTime(day + days(1)) + quiet.to;
  const bool before_end = of_day < quiet.to;
  const bool inside = before_end && (over_midnight || of_day >= quiet.from);
  if (!inside) return std::nullopt;
  return LocalTime(day) + quiet.to;
}

/// The first instant of (after, by] whose civil time is not before `wanted`: where clocks jump over
/// `wanted`, that is the jump itself.
Instant find_jump(const calendar::Zone& zone, LocalTime wanted, Instant after, Instant by) {
  while (by - after > std::chrono::microseconds(1)) {
    const Instant middle = after + (by - after) / 2;
    (zone.to_local(middle) >= wanted ? by : after) = middle;
  }
  return by;
}

/// The next time after `now` at which the city's clocks show `local` or more.
Instant find_next(const calendar::Zone& zone, LocalTime local, Instant now) {
  const auto at = zone.to_instant(local);
  if (at) return at.value();
  const calendar::BadLocalTime& bad = at.error();
  if (bad.kind == calendar::BadLocalTime::Kind::does_not_exist) {
    return find_jump(zone, local, bad.second, bad.first);
  }
  return bad.first > now ? bad.first : bad.second;
}

}  // namespace

std::optional<Instant> find_quiet_end(const QuietHours& quiet, const calendar::Zone& zone,
                                      Instant now) {
  Instant at = now;
  for (int step = 0; step < steps_max; ++step) {
    const auto local_end = find_local_end(quiet, zone.to_local(at));
    if (!local_end) {
      if (at == now) return std::nullopt;
      return at;
    }
    at = std::max(find_next(zone, *local_end, at), at + std::chrono::microseconds(1));
  }
  return std::nullopt;
}

}  // namespace keste::dispatch
