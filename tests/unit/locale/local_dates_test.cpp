// Dates and times as people write them.
#include "locale/local_dates.hpp"
#include "calendar/zone.hpp"

#include <catch2/catch.hpp>

namespace keste::locale {
namespace {

calendar::Zone load_zone(std::string_view name) {
  auto zone = calendar::Zone::load(name);
  REQUIRE(bool(zone));
  return std::move(zone).value();
}

TEST_CASE("dates are written as each language writes them", "[locale][dates]") {
  LocalDates dates;
  const Date day = *parse_date("2023-09-20");
  CHECK(dates.date(Language::kk, day) == "2023 ж. 20 қыркүйек, сәрсенбі");
  CHECK(dates.date(Language::ru, day) == "среда, 20 сентября 2023 г.");
  CHECK(dates.date(Language::en, day) == "Wednesday, September 20, 2023");
}

TEST_CASE("a day may do without its year", "[locale][dates]") {
  LocalDates dates;
  const Date day = *parse_date("2023-09-20");
  CHECK(dates.day(Language::kk, day) == "20 қыркүйек, сәрсенбі");
  CHECK(dates.day(Language::ru, day) == "среда, 20 сентября");
  CHECK(dates.day(Language::en, day) == "Wednesday, September 20");
}

TEST_CASE("times follow the 24 hour clock in every language", "[locale][dates]") {
  LocalDates dates;
  for (const Language language : languages) {
    CHECK(dates.time(language, *parse_local_time("2023-09-20T18:05")) == "18:05");
    CHECK(dates.time(language, *parse_local_time("2023-09-20T00:00:59")) == "00:00");
  }
}

TEST_CASE("one instant reads differently before and after 2024-03-01", "[locale][dates]") {
  const auto zone = load_zone("Asia/Almaty");
  struct Row {
    const char* at;
    const char* utc;
    const char* ru;
    const char* time;
  };
  for (const Row& row :
       {Row{"2023-09-22T18:30:00Z", "UTC+6", "суббота, 23 сентября 2023 г.", "00:30"},
        Row{"2024-02-29T17:30:00Z", "UTC+6", "четверг, 29 февраля 2024 г.", "23:30"},
        Row{"2024-03-01T18:30:00Z", "UTC+5", "пятница, 1 марта 2024 г.", "23:30"},
        Row{"2026-09-22T18:30:00Z", "UTC+5", "вторник, 22 сентября 2026 г.", "23:30"}}) {
    LocalDates dates;
    const Instant at = *parse_instant(row.at);
    CHECK(offset_text(zone.offset_at(at)) == row.utc);
    CHECK(dates.date(Language::ru, zone.date_at(at)) == row.ru);
    CHECK(dates.time(Language::ru, zone.to_local(at)) == row.time);
  }
}

TEST_CASE("a second asking gives the same text", "[locale][dates]") {
  LocalDates dates;
  const Date day = *parse_date("2024-03-01");
  const std::string first = dates.date(Language::kk, day);
  CHECK(dates.date(Language::kk, day) == first);
  CHECK(first == "2024 ж. 1 наурыз, жұма");
}

TEST_CASE("offsets are short", "[locale][dates]") {
  using namespace std::chrono_literals;
  CHECK(offset_text(0s) == "UTC");
  CHECK(offset_text(5h) == "UTC+5");
  CHECK(offset_text(5h + 30min) == "UTC+5:30");
  CHECK(offset_text(5h + 5min) == "UTC+5:05");
  CHECK(offset_text(-3h - 30min) == "UTC-3:30");
}

}  // namespace
}  // namespace keste::locale
