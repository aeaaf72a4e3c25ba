// Writing VEVENTs: escaping, folding and UTC times.
#include "dispatch/ics.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "base/check.hpp"

namespace keste::dispatch {
namespace {

/// RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks are escaped; other control
/// characters may not stand in a text.
std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool pair = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (pair) continue;
    if (c == '\n' || c == '\r') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out.push_back(c);
    }
  }
  return out;
}

/// RFC 5545, 3.1: at most 75 octets in a line; a continuation begins with a space.
void append_line(std::string& out, std::string_view name, std::string_view value) {
  std::string line(name);
  line.append(":").append(value);
  std::string_view rest = line;
  std::size_t room = 75;
  while (rest.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && (static_cast<unsigned char>(rest[cut]) & 0xC0U) == 0x80) --cut;
    out.append(rest.substr(0, cut)).append("\r\n ");
    rest.remove_prefix(cut);
    room = 74;
  }
  out.append(rest).append("\r\n");
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
  if (!text.empty()) append_line(out, name, escape(text));
}

/// "20230920T040000Z".
std::string utc_text(Instant at) {
  using namespace std::chrono;
  const auto second = floor<seconds>(at);
  const auto day = floor<days>(second);
  const year_month_day date(day);
  const hh_mm_ss time(second - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return text.data();
}

/// A URI is no TEXT: it is not escaped, so it may hold nothing that could end its line.
bool is_uri_text(std::string_view url) {
  return std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~'; });
}

void append_reminder(std::string& out, const CalendarEvent& event) {
  out += "BEGIN:VALARM\r\nACTION:DISPLAY\r\n";
  append_text(out, "DESCRIPTION", event.summary);
  append_line(out, "TRIGGER", "-PT" + std::to_string(event.remind_before->count()) + "M");
  out += "END:VALARM\r\n";
}

bool is_cancelled(const CalendarEvent& event) { return event.method == CalendarMethod::cancel; }

void append_event(std::string& out, const CalendarEvent& event) {
  CHECK(is_uri_text(event.url) && is_uri_text(event.uid));
  out += "BEGIN:VEVENT\r\n";
  append_line(out, "UID", event.uid);
  append_line(out, "DTSTAMP", utc_text(event.stamp_at));
  append_line(out, "DTSTART", utc_text(event.starts_at));
  // RFC 5545, 3.6.1: an end must be later than the start; a moment has none.
  if (event.ends_at > event.starts_at) append_line(out, "DTEND", utc_text(event.ends_at));
  append_line(out, "SEQUENCE", std::to_string(event.sequence));
  append_line(out, "STATUS", is_cancelled(event) ? "CANCELLED" : "CONFIRMED");
  if (!event.is_busy) append_line(out, "TRANSP", "TRANSPARENT");
  if (!event.organizer.empty() && is_uri_text(event.organizer)) {
    append_line(out, "ORGANIZER", "mailto:" + event.organizer);
  }
  append_text(out, "SUMMARY", event.summary);
  append_text(out, "LOCATION", event.location);
  append_text(out, "DESCRIPTION", event.description);
  if (!event.url.empty()) append_line(out, "URL", event.url);
  if (event.remind_before && !is_cancelled(event)) append_reminder(out, event);
  out += "END:VEVENT\r\n";
}

std::string begin_calendar(CalendarMethod method) {
  std::string out;
  out.reserve(1024);
  out += "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Keste//Keste//EN\r\n";
  append_line(out, "METHOD", to_text(method));
  return out;
}

}  // namespace

std::string_view to_text(CalendarMethod method) {
  return method == CalendarMethod::cancel ? "CANCEL" : "PUBLISH";
}

std::string make_ics(const CalendarEvent& event) {
  std::string out = begin_calendar(event.method);
  append_event(out, event);
  out += "END:VCALENDAR\r\n";
  return out;
}

std::string make_ics(const CalendarFeed& feed) {
  std::string out = begin_calendar(CalendarMethod::publish);
  // The older names are what most calendars read.
  const std::string every = "PT" + std::to_string(feed.refresh_every.count()) + "M";
  append_text(out, "NAME", feed.name);
  append_text(out, "X-WR-CALNAME", feed.name);
  append_line(out, "REFRESH-INTERVAL;VALUE=DURATION", every);
  append_line(out, "X-PUBLISHED-TTL", every);
  for (const CalendarEvent& event : feed.events) append_event(out, event);
  out += "END:VCALENDAR\r\n";
  return out;
}

}  // namespace keste::dispatch
