// Zones: offsets, gaps and folds, and names that are refused.
#include "calendar/zone.hpp"

#include <catch2/catch.hpp>

#include "support/calendars.hpp"

namespace keste::calendar {
namespace {

using test::instant;
using test::local;
using test::zone;

TEST_CASE("a zone writes an instant with its own offset of that day", "[calendar][zone]") {
  struct Row {
    const char* zone;
    const char* utc;
    const char* written;
  };
  const std::vector<Row> rows = {
      {"Asia/Almaty", "2023-09-17T18:00:00Z", "2023-09-18T00:00:00+06:00"},
      {"Asia/Oral", "2023-09-17T19:00:00Z", "2023-09-18T00:00:00+05:00"},
      {"Asia/Qyzylorda", "2018-12-20T17:59:59Z", "2018-12-20T23:59:59+06:00"},
      {"Asia/Qyzylorda", "2018-12-20T18:00:00Z", "2018-12-20T23:00:00+05:00"},
      {"Asia/Almaty", "2024-02-29T17:59:59Z", "2024-02-29T23:59:59+06:00"},
      {"Asia/Almaty", "2024-02-29T18:00:00Z", "2024-02-29T23:00:00+05:00"},
      {"Asia/Almaty", "2099-07-01T00:00:00Z", "2099-07-01T05:00:00+05:00"},
      {"Asia/Almaty", "2500-07-01T00:00:00Z", "2500-07-01T05:00:00+05:00"},
      {"Asia/Almaty", "1970-01-01T00:00:00Z", "1970-01-01T06:00:00+06:00"},
      {"Asia/Almaty", "1900-01-01T00:00:00Z", "1900-01-01T06:00:00+06:00"},
      {"America/New_York", "2023-07-01T00:00:00Z", "2023-06-30T20:00:00-04:00"},
      {"Asia/Kathmandu", "2023-07-01T00:00:00Z", "2023-07-01T05:45:00+05:45"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.zone, row.utc);
    CHECK(zone(row.zone).format(instant(row.utc)) == row.written);
    if (row.utc[3] != '0' || row.utc[0] == '2') {
      const LocalTime civil = zone(row.zone).to_local(instant(row.utc));
      CHECK(std::string(row.written).starts_with(format_local_time(civil)));
    }
  }
}

TEST_CASE("a fraction of a second is cut off also before 1970", "[calendar][zone]") {
  const Zone almaty = zone("Asia/Almaty");
  CHECK(almaty.to_local(instant("2023-09-17T17:59:59.999999Z")) == local("2023-09-17T23:59:59"));
  CHECK(almaty.date_at(instant("2023-09-17T17:59:59.999999Z")) == test::date("2023-09-17"));
  CHECK(almaty.to_local(instant("1969-12-31T23:59:59.5Z")) == local("1970-01-01T05:59:59"));
}

TEST_CASE("an ordinary civil time names one instant", "[calendar][zone]") {
  CHECK(zone("Asia/Almaty").to_instant(local("2023-09-18T00:00")).value() ==
        instant("2023-09-17T18:00:00Z"));
  CHECK(zone("Asia/Aqtau").to_instant(local("2023-09-18T00:00")).value() ==
        instant("2023-09-17T19:00:00Z"));
  CHECK(zone("Pacific/Kiritimati").to_instant(local("2023-09-18T00:00")).value() ==
        instant("2023-09-17T10:00:00Z"));
  CHECK(zone("Pacific/Niue").to_instant(local("2023-09-18T00:00")).value() ==
        instant("2023-09-18T11:00:00Z"));
}

TEST_CASE("the hour before 1 March 2024 comes twice in Almaty", "[calendar][zone][fold]") {
  const Zone almaty = zone("Asia/Almaty");
  CHECK(almaty.to_instant(local("2024-02-29T22:59:59")).value() == instant("2024-02-29T16:59:59Z"));
  CHECK(almaty.to_instant(local("2024-03-01T00:00")).value() == instant("2024-02-29T19:00:00Z"));
  for (const char* text : {"2024-02-29T23:00", "2024-02-29T23:30", "2024-02-29T23:59:59"}) {
    CAPTURE(text);
    const auto read = almaty.to_instant(local(text));
    REQUIRE_FALSE(read);
    const BadLocalTime bad = read.error();
    CHECK(bad.kind == BadLocalTime::Kind::comes_twice);
    CHECK(bad.second - bad.first == std::chrono::hours(1));
    CHECK(bad.first_offset == std::chrono::hours(6));
    CHECK(bad.second_offset == std::chrono::hours(5));
    CHECK(almaty.to_local(bad.first) == local(text));
    CHECK(almaty.to_local(bad.second) == local(text));
  }
  const LocalTime half = local("2024-02-29T23:30");
  CHECK(describe(almaty.to_instant(half).error(), half, almaty) ==
        "2024-02-29T23:30 comes twice in Asia/Almaty: 2024-02-29T23:30:00+06:00 and "
        "2024-02-29T23:30:00+05:00; choose another time");
}

TEST_CASE("a civil time in a gap names both readings", "[calendar][zone][gap]") {
  const Zone berlin = zone("Europe/Berlin");
  CHECK(berlin.to_instant(local("2023-03-26T01:59:59")).value() == instant("2023-03-26T00:59:59Z"));
  CHECK(berlin.to_instant(local("2023-03-26T03:00")).value() == instant("2023-03-26T01:00:00Z"));
  const LocalTime half = local("2023-03-26T02:30");
  const auto read = berlin.to_instant(half);
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == BadLocalTime::Kind::does_not_exist);
  CHECK(read.error().first == instant("2023-03-26T02:30:00+01:00"));
  CHECK(read.error().second == instant("2023-03-26T02:30:00+02:00"));
  CHECK(describe(read.error(), half, berlin) ==
        "2023-03-26T02:30 does not exist in Europe/Berlin, whose clocks jump over it: it may mean "
        "2023-03-26T03:30:00+02:00 or 2023-03-26T01:30:00+01:00; choose another time");
  CHECK_FALSE(berlin.to_instant(local("2023-03-26T02:00")));
  CHECK_FALSE(berlin.to_instant(local("2023-03-26T02:59:59")));
}

TEST_CASE("a whole day may be missing", "[calendar][zone][gap]") {
  const auto read = zone("Pacific/Apia").to_instant(local("2011-12-30T12:00"));
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == BadLocalTime::Kind::does_not_exist);
  CHECK(zone("Pacific/Apia").to_instant(local("2011-12-31T00:00")).value() ==
        instant("2011-12-30T10:00:00Z"));
}

TEST_CASE("a name that is no zone is refused and the likely one is named", "[calendar][zone]") {
  struct Row {
    const char* name;
    const char* error;
  };
  const std::string fixed = "is a fixed offset, and a city's offset can change: an IANA name such";
  const std::vector<Row> rows = {
      {"Asia/Almata", "unknown zone 'Asia/Almata': an IANA name such as Asia/Almaty"},
      {"asia/almaty", "unknown zone 'asia/almaty': an IANA name such as Asia/Almaty"},
      {"Asia/Kyzylorda", "unknown zone 'Asia/Kyzylorda': an IANA name such as Asia/Qyzylorda"},
      {"Aqtau", "unknown zone 'Aqtau': an IANA name such as Asia/Aqtau"},
      {"Nowhere/At_All", "unknown zone 'Nowhere/At_All': an IANA name such as Asia/Almaty"},
      {"", "unknown zone '': an IANA name such as Asia/Almaty"},
      {"../../etc/passwd", "unknown zone '../../etc/passwd': an IANA name such as Asia/Almaty"},
      {"CET", "zone 'CET' is not of the form Area/Place: an IANA name such as Asia/Almaty"},
      {"localtime",
       "zone 'localtime' is not of the form Area/Place: an IANA name such as "
       "Asia/Almaty"},
  };
  for (const Row& row : rows) {
    const auto loaded = Zone::load(row.name);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error() == row.error);
  }
  for (const char* name : {"+06", "-5", "06:00", "UTC", "UTC+6", "GMT", "GMT-6", "Etc/GMT-6",
                           "Etc/UTC", "Z", "Zulu", "Universal", "utc"}) {
    const auto loaded = Zone::load(name);
    CAPTURE(name);
    REQUIRE_FALSE(loaded);
    CHECK_THAT(loaded.error(), Catch::Contains(fixed));
  }
}

TEST_CASE("a zone keeps the name it was loaded by", "[calendar][zone]") {
  CHECK(zone("Asia/Qostanay").name() == "Asia/Qostanay");
}

TEST_CASE("the tz database says its version", "[calendar][zone]") {
  CHECK_THAT(tzdata_version(), Catch::Matches("unknown|20[0-9]{2}[a-z]"));
}

}  // namespace
}  // namespace keste::calendar
