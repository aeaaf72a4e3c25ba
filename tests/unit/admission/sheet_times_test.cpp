// Timestamps: civil times of a zone, at its edges.
#include "admission/sheet_times.hpp"

#include "support/calendars.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

std::string shown(std::string_view cell, const std::optional<calendar::Zone>& zone,
                  const DateOrder& order = {}) {
  const TimeReading reading = read_time_cell(cell, order, zone);
  CHECK(reading.at.has_value() == reading.word.empty());
  CHECK(reading.right.empty() == reading.word.empty());
  return reading.at ? format_utc(*reading.at) : reading.word;
}

TEST_CASE("a timestamp is an instant of the questionnaire's zone", "[admission][sheet][times]") {
  struct Case {
    const char* cell;
    const char* shown;
  };
  const Case c = GENERATE(values<Case>({{"2023-09-17 23:59:59", "2023-09-17T17:59:59Z"},
                                        {"18.09.2023 0:00", "2023-09-17T18:00:00Z"},
                                        {"2023-09-17T23:59:59+05:00", "2023-09-17T18:59:59Z"},
                                        {"2023/09/18 12:00:00 AM GMT+6", "2023-09-17T18:00:00Z"},
                                        // The clocks went back an hour at the end of 29 February.
                                        {"2024-02-29 22:59:59", "2024-02-29T16:59:59Z"},
                                        {"2024-02-29 23:30", "time_comes_twice"},
                                        {"2024-02-29 23:30+05:00", "2024-02-29T18:30:00Z"},
                                        {"2024-03-01 0:00", "2024-02-29T19:00:00Z"},
                                        {"2023-09-17", "no_time_of_day"},
                                        {"17.09", "not_a_time"},
                                        {"31.09.2023 10:00", "not_a_time"},
                                        {"  ", "missing"}}));
  CAPTURE(c.cell);
  CHECK(shown(c.cell, test::zone("Asia/Almaty")) == c.shown);
}

TEST_CASE("a time that the clocks leapt over is a problem", "[admission][sheet][times]") {
  CHECK(shown("2023-03-26 02:30", test::zone("Europe/Berlin")) == "time_does_not_exist");
}

TEST_CASE("without a zone only an offset makes an instant", "[admission][sheet][times]") {
  CHECK(shown("2023-09-17 10:00", std::nullopt) == "no_zone");
  CHECK(shown("2023-09-17 10:00+06:00", std::nullopt) == "2023-09-17T04:00:00Z");
}

TEST_CASE("an undecided order of day and month is told apart from a wrong day",
          "[admission][sheet][times]") {
  const DateOrder both{false, true, ""};
  CHECK(shown("9/10/2023 10:00", test::zone("Asia/Almaty"), both) == "date_order");
  CHECK(shown("31.09.2023 10:00", test::zone("Asia/Almaty"), both) == "not_a_time");
}

}  // namespace
}  // namespace keste::admission
