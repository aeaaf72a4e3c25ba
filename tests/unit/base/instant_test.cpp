// Instants, dates and civil times: their text and back.
#include "base/instant.hpp"

#include <catch2/catch.hpp>

namespace keste {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("a date is read only in its one form", "[base][instant]") {
  for (const char* text : {"2023-09-22", "2024-02-29", "0000-01-01", "9999-12-31", "1969-12-31"}) {
    const auto read = parse_date(text);
    CAPTURE(text);
    REQUIRE(read);
    CHECK(format_date(*read) == text);
  }
  for (const char* text :
       {"", "2023-02-29", "2023-13-01", "2023-00-10", "2023-09-00", "2023-09-31", "2023-9-1",
        "23-09-01", "2023/09/01", "2023-09-01 ", " 2023-09-01", "2023-09-01T", "+2023-09-01",
        "-023-09-01", "20230901", "2023-09-1a", "12023-09-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("a civil time is read with or without seconds", "[base][instant]") {
  struct Row {
    const char* text;
    const char* written;
  };
  const std::vector<Row> rows = {
      {"2023-09-22T18:00", "2023-09-22T18:00"},      {"2023-09-22 18:00", "2023-09-22T18:00"},
      {"2023-09-22T18:00:00", "2023-09-22T18:00"},   {"2023-09-22T18:00:30", "2023-09-22T18:00:30"},
      {"2023-09-22T00:00", "2023-09-22T00:00"},      {"2023-09-22T00:00:59", "2023-09-22T00:00:59"},
      {"1969-12-31T23:59:59", "1969-12-31T23:59:59"}};
  for (const Row& row : rows) {
    const auto read = parse_local_time(row.text);
    CAPTURE(row.text);
    REQUIRE(read);
    CHECK(format_local_time(*read) == row.written);
  }
  for (const char* text :
       {"", "2023-09-22", "2023-09-22T", "2023-09-22T24:00", "2023-09-22T18:60", "2023-09-22T18",
        "2023-09-22T18:00:60", "2023-09-22T18:00:", "2023-09-22T18:00Z", "2023-09-22T18:00+06:00",
        "2023-09-22T18:00:00.5", "2023-09-31T18:00", "2023-09-22t18:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_local_time(text));
  }
}

TEST_CASE("what is far from today is still written whole", "[base][instant]") {
  CHECK(
      format_date(Date(std::chrono::sys_days(std::chrono::year(-5) / 3 / 4).time_since_epoch())) ==
      "-005-03-04");
  CHECK(format_date(
            Date(std::chrono::sys_days(std::chrono::year(12345) / 10 / 11).time_since_epoch())) ==
        "12345-10-11");
  CHECK(format_instant(from_micros(5), hours(-9) - minutes(30)) ==
        "1969-12-31T14:30:00.000005-09:30");
  CHECK(format_instant(from_micros(-1), hours(0)) == "1969-12-31T23:59:59.999999+00:00");
  CHECK(format_utc(from_micros(120'000)) == "1970-01-01T00:00:00.120000Z");
}

TEST_CASE("a time of day runs from 00:00 to 24:00", "[base][instant]") {
  CHECK(parse_time_of_day("00:00") == minutes(0));
  CHECK(parse_time_of_day("18:30") == minutes(18 * 60 + 30));
  CHECK(parse_time_of_day("23:59") == minutes(24 * 60 - 1));
  CHECK(parse_time_of_day("24:00") == minutes(24 * 60));
  for (const char* text : {"", "24:01", "25:00", "18:60", "1:00", "18:0", "18", "18:00:00", "-1:00",
                           "18:00 ", "1080"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time_of_day(text));
  }
}

TEST_CASE("an instant is read with its offset", "[base][instant]") {
  struct Row {
    const char* text;
    const char* utc;
  };
  const std::vector<Row> rows = {
      {"2023-09-22T18:00:00+06:00", "2023-09-22T12:00:00Z"},
      {"2023-09-22T18:00:00Z", "2023-09-22T18:00:00Z"},
      {"2023-09-22T18:00Z", "2023-09-22T18:00:00Z"},
      {"2023-09-22T18:00:00-03:30", "2023-09-22T21:30:00Z"},
      {"2023-09-22T02:00:00+06:00", "2023-09-21T20:00:00Z"},
      {"2023-09-22T18:00:00.5+06:00", "2023-09-22T12:00:00.500000Z"},
      {"2023-09-22T18:00:00.000001Z", "2023-09-22T18:00:00.000001Z"},
      {"2023-09-22T18:00:00.1234569Z", "2023-09-22T18:00:00.123456Z"},
      {"2023-09-22T18:00:00.00000000000000000000001Z", "2023-09-22T18:00:00Z"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
      {"2023-09-22T18:00:00-00:00", "2023-09-22T18:00:00Z"},
  };
  for (const Row& row : rows) {
    const auto read = parse_instant(row.text);
    CAPTURE(row.text);
    REQUIRE(read);
    CHECK(format_utc(*read) == row.utc);
    CHECK(from_micros(to_micros(*read)) == *read);
  }
  for (const char* text :
       {"", "2023-09-22T18:00:00", "2023-09-22T18:00:00.Z", "2023-09-22T18:00.5Z",
        "2023-09-22T18:00:00+6", "2023-09-22T18:00:00+0600", "2023-09-22T18:00:00+24:00",
        "2023-09-22T18:00:00+06:00 ", "2023-09-22T18:00:00ZZ", "2023-09-22T24:00:00Z", "2023-09-22",
        "2023-09-22T18:00:00 +06:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("an instant is written with the given offset", "[base][instant]") {
  const Instant at = parse_instant("2023-09-22T12:00:00Z").value();
  CHECK(format_instant(at, hours(6)) == "2023-09-22T18:00:00+06:00");
  CHECK(format_instant(at, hours(0)) == "2023-09-22T12:00:00+00:00");
  CHECK(format_instant(at, -minutes(210)) == "2023-09-22T08:30:00-03:30");
  CHECK(format_instant(at, -minutes(30)) == "2023-09-22T11:30:00-00:30");
  CHECK(format_instant(at + std::chrono::microseconds(5), hours(14)) ==
        "2023-09-23T02:00:00.000005+14:00");
}

TEST_CASE("what is written is read back as the same instant", "[base][instant]") {
  for (const std::int64_t micros :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'695'384'000'000'001},
        std::int64_t{253'402'300'799'999'999}, std::int64_t{-62'167'219'200'000'000}}) {
    const Instant at = from_micros(micros);
    CHECK(parse_instant(format_utc(at)) == at);
  }
}

}  // namespace
}  // namespace keste
