// ICS: events as an iCalendar text that calendars on phones and desktops take (RFC 5545).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  CalendarMethod method =
      CalendarMethod::publish;  ///< Of the event: one that is cancelled says so.
  std::string uid;              ///< Stable for the life of the event.
  std::string organizer;        ///< An address; left out when it is empty or not ASCII.
  Instant stamp_at;
  Instant starts_at;
  Instant ends_at;  ///< As the start, for a moment: a due date.
  std::string summary;
  std::string location;
  std::string description;
  std::string url;
  int sequence = 0;  ///< Rises with each change of the event.
  std::optional<std::chrono::minutes> remind_before;
  bool is_busy = true;  ///< Whether whoever has it in the calendar is taken up by it.
};

/// What a calendar subscribes to.
struct CalendarFeed {
  std::string name;
  std::chrono::minutes refresh_every{60};  ///< What is asked of the subscriber.
  std::vector<CalendarEvent> events;
};

/// A VCALENDAR with one VEVENT; CRLF line ends, lines of at most 75 octets.
std::string make_ics(const CalendarEvent& event);
/// A VCALENDAR with all events of the feed, cancelled ones too: else they would stay in calendars.
std::string make_ics(const CalendarFeed& feed);

}  // namespace keste::dispatch
