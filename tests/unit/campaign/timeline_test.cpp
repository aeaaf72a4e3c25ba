// The timeline: moments in time order, then by city, kind and session.
#include "campaign/schedule.hpp"

#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

using test::instant;

/// "2023-09-17T18:00:00Z window_closes almaty" and, for sessions, the id.
std::string line_of(const Moment& moment) {
  std::string line = format_utc(moment.at) + " " + std::string(to_text(moment.kind));
  line += " " + moment.city;
  return moment.session.empty() ? line : line + " " + moment.session;
}

std::vector<std::string> lines_of(const std::vector<Moment>& moments) {
  std::vector<std::string> lines;
  for (const Moment& moment : moments) lines.push_back(line_of(moment));
  return lines;
}

TEST_CASE("the season of 2023 unfolds in order", "[campaign][timeline]") {
  const Resolution resolved = resolve(test::pkr_2023(), test::kz_calendar());
  REQUIRE_FALSE(resolved.has_errors());
  const std::vector<std::string> expected = {
      "2023-08-31T18:00:00Z window_opens almaty",
      "2023-08-31T18:00:00Z window_opens astana",
      "2023-08-31T19:00:00Z window_opens oral",
      "2023-09-15T04:00:00Z session_starts almaty almaty-0915",
      "2023-09-15T06:30:00Z session_ends almaty almaty-0915",
      "2023-09-17T18:00:00Z window_closes almaty",
      "2023-09-17T19:00:00Z window_closes oral",
      "2023-09-20T04:00:00Z session_starts astana astana-0920",
      "2023-09-20T05:00:00Z session_starts oral oral-0920",
      "2023-09-20T06:30:00Z session_ends astana astana-0920",
      "2023-09-20T07:30:00Z session_ends oral oral-0920",
      "2023-09-22T12:00:00Z results_due astana astana-0920",
      "2023-09-22T18:00:00Z window_closes astana",
      "2023-09-26T12:00:00Z results_due almaty almaty-0915",
      "2023-09-29T13:00:00Z results_due oral oral-0920",
  };
  CHECK(lines_of(timeline(resolved.schedule)) == expected);
}

TEST_CASE("moments of one instant go by city then kind then session", "[campaign][timeline]") {
  const Instant at = instant("2023-09-18T00:00:00Z");
  Schedule schedule;
  schedule.windows = {CityWindow{"b", at, at}, CityWindow{"a", at, at}};
  schedule.sessions = {SessionTimes{"s-2", "a", at, at, at}, SessionTimes{"s-1", "a", at, at, at}};
  const std::string time = "2023-09-18T00:00:00Z ";
  const std::vector<std::string> expected = {
      time + "window_opens a",       time + "window_closes a",    time + "session_starts a s-1",
      time + "session_starts a s-2", time + "session_ends a s-1", time + "session_ends a s-2",
      time + "results_due a s-1",    time + "results_due a s-2",  time + "window_opens b",
      time + "window_closes b"};
  CHECK(lines_of(timeline(schedule)) == expected);
}

TEST_CASE("an empty schedule has no moments", "[campaign][timeline]") {
  CHECK(timeline(Schedule{}).empty());
}

}  // namespace
}  // namespace keste::campaign
