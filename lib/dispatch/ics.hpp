// ICS: one session as an iCalendar text that calendars on phones and desktops take (RFC 5545).
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/instant.hpp"

namespace keste::dispatch {

/// Texts are plain: escaping and folding are done here. Times are written in UTC, so no zone rules
/// travel with the file.
struct CalendarEvent {
  std::string uid;  ///< Stable per application.
  Instant stamp_at;
  Instant starts_at;
  Instant ends_at;
  std::string summary;
  std::string location;
  std::string description;
  std::string url;
  int sequence = 0;  ///< Rises with each change of the event.
  std::optional<std::chrono::minutes> remind_before;
};

/// A VCALENDAR with METHOD:PUBLISH and one VEVENT; CRLF line ends, lines of at most 75 octets.
std::string make_ics(const CalendarEvent& event);

}  // namespace keste::dispatch
