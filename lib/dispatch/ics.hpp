// ICS: one session as an iCalendar text that calendars on phones and desktops take (RFC 5545).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace keste::dispatch {

/// RFC 5546: an event is published, again with each change, and cancelled. Nobody is asked to
/// answer, as a REQUEST would do: a seat is kept or given up on the applicant's own page.
enum class CalendarMethod { publish, cancel };

/// "PUBLISH", "CANCEL"
std::string_view to_text(CalendarMethod method);

/// Texts are plain: escaping and folding are done here. Times are written in UTC, so no zone rules
/// travel with the file.
struct CalendarEvent {
  CalendarMethod method = CalendarMethod::publish;
  std::string uid;        ///< Stable per application.
  std::string organizer;  ///< An address; left out when it is empty or not ASCII.
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

/// A VCALENDAR with one VEVENT; CRLF line ends, lines of at most 75 octets.
std::string make_ics(const CalendarEvent& event);

}  // namespace keste::dispatch
