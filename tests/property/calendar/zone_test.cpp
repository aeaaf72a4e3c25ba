// Laws of zones: from an instant to civil time and back.
#include "calendar/zone.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "support/calendars.hpp"

namespace keste::calendar {
namespace {

constexpr std::int64_t first_second = 0;
constexpr std::int64_t last_second = 4'102'444'800;  // 2100-01-01T00:00Z

/// Zones with daylight time, with a missing day, with odd offsets, and our own.
std::vector<Zone> some_zones() {
  std::vector<Zone> zones;
  for (const char* name : {"Asia/Almaty", "Asia/Oral", "Europe/Berlin", "Pacific/Apia",
                           "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns"}) {
    zones.push_back(test::zone(name));
  }
  return zones;
}

/// Half of all seconds lie near a change of offset, where mistakes would be.
std::int64_t random_second(const Zone& zone) {
  const auto second = *rc::gen::inRange(first_second, last_second);
  if (*rc::gen::arbitrary<bool>()) return second;
  constexpr std::int64_t month = 30 * 86'400;
  const auto offset = [&zone](std::int64_t at) {
    return zone.offset_at(Instant(std::chrono::seconds(at)));
  };
  std::int64_t low = second;
  std::int64_t high = second + 8 * month;
  if (offset(low) == offset(high)) return second;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (offset(middle) == offset(low) ? low : high) = middle;
  }
  return high + *rc::gen::inRange<std::int64_t>(-2 * 86'400, 2 * 86'400);
}

TEST_CASE("an instant's civil time leads back to it or to a pair that holds it",
          "[calendar][zone][property]") {
  const std::vector<Zone> zones = some_zones();
  CHECK(rc::check("round trip", [&zones] {
    const Zone zone = *rc::gen::elementOf(zones);
    const Instant at(std::chrono::seconds(random_second(zone)));
    const LocalTime local = zone.to_local(at);
    RC_ASSERT(local.time_since_epoch() - at.time_since_epoch() == zone.offset_at(at));
    const auto back = zone.to_instant(local);
    if (back) {
      RC_ASSERT(back.value() == at);
    } else {
      const BadLocalTime bad = back.error();
      RC_ASSERT(bad.kind == BadLocalTime::Kind::comes_twice);
      RC_ASSERT(bad.first == at || bad.second == at);
      RC_ASSERT(bad.first < bad.second);
      RC_ASSERT(zone.to_local(bad.first) == local);
      RC_ASSERT(zone.to_local(bad.second) == local);
    }
    RC_ASSERT(parse_instant(zone.format(at)) == at);
  }));
}

TEST_CASE("a civil time that is refused has two readings", "[calendar][zone][property]") {
  const std::vector<Zone> zones = some_zones();
  CHECK(rc::check("refusals", [&zones] {
    const Zone zone = *rc::gen::elementOf(zones);
    const LocalTime local(std::chrono::seconds(random_second(zone)) +
                          zone.offset_at(Instant(std::chrono::seconds(random_second(zone)))));
    const auto at = zone.to_instant(local);
    if (at) {
      RC_ASSERT(zone.to_local(at.value()) == local);
      return;
    }
    const BadLocalTime bad = at.error();
    const bool is_gap = bad.kind == BadLocalTime::Kind::does_not_exist;
    RC_ASSERT((zone.to_local(bad.first) != local) == is_gap);
    RC_ASSERT((zone.to_local(bad.second) != local) == is_gap);
    RC_ASSERT(bad.first.time_since_epoch() + bad.first_offset == local.time_since_epoch());
    RC_ASSERT(bad.second.time_since_epoch() + bad.second_offset == local.time_since_epoch());
  }));
}

}  // namespace
}  // namespace keste::calendar
