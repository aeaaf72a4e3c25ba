// Quiet hours in the city's time, over midnight, over days, and over nights with a jump.
#include "dispatch/quiet_hours.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "season_fixture.hpp"

namespace keste::dispatch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

calendar::Zone zone(const char* name) {
  auto loaded = calendar::Zone::load(name);
  REQUIRE(bool(loaded));
  return std::move(loaded).value();
}

QuietHours nights() { return {hours(21), hours(9), {}, {}}; }

/// What is found, as the city's clocks show it; "now" when a message may go at once.
std::string end_of(const QuietHours& quiet, const char* city_zone, const char* now) {
  const calendar::Zone where = zone(city_zone);
  const auto found = find_quiet_end(quiet, where, instant(now));
  if (!found) return "now";
  return where.format(*found);
}

TEST_CASE("a night is waited out until its end", "[dispatch][quiet_hours]") {
  struct Row {
    const char* now;
    const char* end;
  };
  const Row rows[] = {
      {"2023-09-20T20:59:59.999999+06:00", "now"},
      {"2023-09-20T21:00:00+06:00", "2023-09-21T09:00:00+06:00"},
      {"2023-09-20T23:59:59+06:00", "2023-09-21T09:00:00+06:00"},
      {"2023-09-21T00:00:00+06:00", "2023-09-21T09:00:00+06:00"},
      {"2023-09-21T08:59:59.999999+06:00", "2023-09-21T09:00:00+06:00"},
      {"2023-09-21T09:00:00+06:00", "now"},
      {"2023-12-31T22:00:00+06:00", "2024-01-01T09:00:00+06:00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.now);
    CHECK(end_of(nights(), "Asia/Almaty", row.now) == row.end);
  }
}

TEST_CASE("the city's own clocks decide", "[dispatch][quiet_hours]") {
  CHECK(end_of(nights(), "Asia/Almaty", "2023-09-20T15:30:00Z") == "2023-09-21T09:00:00+06:00");
  CHECK(end_of(nights(), "Asia/Aqtau", "2023-09-20T15:30:00Z") == "now");
}

TEST_CASE("quiet hours within one day, and none", "[dispatch][quiet_hours]") {
  const QuietHours lunch{hours(13), hours(14), {}, {}};
  CHECK(end_of(lunch, "Asia/Almaty", "2023-09-20T12:59:00+06:00") == "now");
  CHECK(end_of(lunch, "Asia/Almaty", "2023-09-20T13:00:00+06:00") == "2023-09-20T14:00:00+06:00");
  CHECK(end_of(lunch, "Asia/Almaty", "2023-09-20T14:00:00+06:00") == "now");
  CHECK(end_of({}, "Asia/Almaty", "2023-09-20T03:00:00+06:00") == "now");
  const QuietHours until_midnight{hours(21), hours(24), {}, {}};
  CHECK(end_of(until_midnight, "Asia/Almaty", "2023-09-20T22:00:00+06:00") ==
        "2023-09-21T00:00:00+06:00");
}

TEST_CASE("quiet days are waited out whole, and the nights beside them",
          "[dispatch][quiet_hours]") {
  QuietHours quiet = nights();
  quiet.weekdays[0] = true;  // Sunday; 2023-09-24 is one.
  CHECK(end_of(quiet, "Asia/Almaty", "2023-09-23T20:00:00+06:00") == "now");
  CHECK(end_of(quiet, "Asia/Almaty", "2023-09-23T21:00:00+06:00") == "2023-09-25T09:00:00+06:00");
  CHECK(end_of(quiet, "Asia/Almaty", "2023-09-24T12:00:00+06:00") == "2023-09-25T09:00:00+06:00");
  quiet.dates = {*parse_date("2023-09-25"), *parse_date("2023-09-26")};
  CHECK(end_of(quiet, "Asia/Almaty", "2023-09-24T12:00:00+06:00") == "2023-09-27T09:00:00+06:00");
  QuietHours days_only;
  days_only.weekdays[0] = true;
  CHECK(end_of(days_only, "Asia/Almaty", "2023-09-24T12:00:00+06:00") ==
        "2023-09-25T00:00:00+06:00");
  QuietHours never;
  never.weekdays.fill(true);
  CHECK_FALSE(find_quiet_end(never, zone("Asia/Almaty"), instant("2023-09-24T12:00:00Z")));
}

TEST_CASE("a night with a changed clock ends when the new clock says so",
          "[dispatch][quiet_hours]") {
  // Almaty went from +06 to +05 at the end of 2024-02-29: 23:00 to 24:00 came twice.
  CHECK(end_of(nights(), "Asia/Almaty", "2024-02-29T22:00:00+06:00") ==
        "2024-03-01T09:00:00+05:00");
  const QuietHours evening{hours(21), hours(23) + minutes(30), {}, {}};
  CHECK(end_of(evening, "Asia/Almaty", "2024-02-29T22:00:00+06:00") == "2024-02-29T23:30:00+06:00");
  // In the second passing it is quiet again until the clocks show the end again.
  CHECK(end_of(evening, "Asia/Almaty", "2024-02-29T23:10:00+05:00") == "2024-02-29T23:30:00+05:00");
  // Berlin's clocks jumped from 02:00 to 03:00 on 2023-03-26.
  const QuietHours early{hours(1), hours(2) + minutes(30), {}, {}};
  CHECK(end_of(early, "Europe/Berlin", "2023-03-26T01:30:00+01:00") == "2023-03-26T03:00:00+02:00");
}

TEST_CASE("all who wait go at one instant, which is never past", "[dispatch][quiet_hours]") {
  const calendar::Zone almaty = zone("Asia/Almaty");
  const Instant end = instant("2023-09-21T09:00:00+06:00");
  for (Instant now = instant("2023-09-20T21:00:00+06:00"); now < end; now += minutes(7)) {
    CHECK(find_quiet_end(nights(), almaty, now) == end);
  }
}

}  // namespace
}  // namespace keste::dispatch
