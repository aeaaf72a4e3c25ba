// iCalendar texts, byte by byte.
#include "dispatch/ics.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

CalendarEvent make_event() {
  CalendarEvent event;
  event.uid = "keste.1@example.kz";
  event.stamp_at = instant("2023-09-05T08:00:00Z");
  event.starts_at = instant("2023-09-20T10:00:00+06:00");
  event.ends_at = instant("2023-09-20T12:30:00.5+06:00");
  event.summary = "Test";
  return event;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    REQUIRE(end != std::string_view::npos);
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 2);
  }
  return lines;
}

TEST_CASE("an event is written in UTC with CRLF", "[dispatch][ics]") {
  CHECK(make_ics(make_event()) ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Keste//Keste//EN\r\nMETHOD:PUBLISH\r\n"
        "BEGIN:VEVENT\r\nUID:keste.1@example.kz\r\nDTSTAMP:20230905T080000Z\r\n"
        "DTSTART:20230920T040000Z\r\nDTEND:20230920T063000Z\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
        "SUMMARY:Test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST_CASE("texts are escaped", "[dispatch][ics]") {
  auto event = make_event();
  event.location = "Room 1; floor 2, back\\slash\r\nEND:VEVENT\rx\ny\x01";
  CHECK_THAT(make_ics(event),
             Catch::Matchers::Contains(
                 "LOCATION:Room 1\\; floor 2\\, back\\\\slash\\nEND:VEVENT\\nx\\ny\r\n"));
}

TEST_CASE("long lines fold at 75 octets between code points", "[dispatch][ics]") {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    auto event = make_event();
    event.summary = std::string(shift, 'x');
    for (int i = 0; i < 80; ++i) event.summary += i % 3 == 0 ? "қ" : (i % 3 == 1 ? "😀" : "—");
    std::string unfolded;
    for (const auto& line : lines_of(make_ics(event))) {
      CHECK(line.size() <= 75);
      CHECK(is_utf8(line));
      if (!line.starts_with(' ')) unfolded += "\n";
      unfolded += line.starts_with(' ') ? line.substr(1) : line;
    }
    CHECK_THAT(unfolded, Catch::Matchers::Contains("\nSUMMARY:" + event.summary + "\n"));
  }
}

TEST_CASE("a line of exactly 75 octets is not folded", "[dispatch][ics]") {
  auto event = make_event();
  event.summary = std::string(75 - 8, 'x');
  CHECK_THAT(make_ics(event), Catch::Matchers::Contains("SUMMARY:" + event.summary + "\r\n"));
}

TEST_CASE("a reminder and an address of the ticket are optional", "[dispatch][ics]") {
  auto event = make_event();
  event.url = "https://keste.example.kz/t/a,b";
  event.remind_before = std::chrono::hours(24);
  const std::string text = make_ics(event);
  CHECK_THAT(text, Catch::Matchers::Contains("URL:https://keste.example.kz/t/a,b\r\n"));
  CHECK_THAT(text, Catch::Matchers::Contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Test"
                                             "\r\nTRIGGER:-PT1440M\r\nEND:VALARM\r\n"));
}

TEST_CASE("a feed has all its events under one head", "[dispatch][ics]") {
  CalendarFeed feed;
  feed.name = "Season; Astana";
  feed.events = {make_event(), make_event()};
  feed.events[1].uid = "keste.2@example.kz";
  feed.events[1].method = CalendarMethod::cancel;
  feed.events[1].is_busy = false;
  feed.events[1].ends_at = feed.events[1].starts_at;
  feed.events[1].sequence = 3;
  CHECK(make_ics(feed) ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Keste//Keste//EN\r\nMETHOD:PUBLISH\r\n"
        "NAME:Season\\; Astana\r\nX-WR-CALNAME:Season\\; Astana\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT60M\r\nX-PUBLISHED-TTL:PT60M\r\n"
        "BEGIN:VEVENT\r\nUID:keste.1@example.kz\r\nDTSTAMP:20230905T080000Z\r\n"
        "DTSTART:20230920T040000Z\r\nDTEND:20230920T063000Z\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
        "SUMMARY:Test\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:keste.2@example.kz\r\nDTSTAMP:20230905T080000Z\r\n"
        "DTSTART:20230920T040000Z\r\nSEQUENCE:3\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"
        "SUMMARY:Test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

}  // namespace
}  // namespace keste::dispatch
