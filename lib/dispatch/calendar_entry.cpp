// A seat publishes its sitting; a seat that is lost cancels the sitting that was told.
#include "dispatch/calendar_entry.hpp"

#include <array>

#include "dispatch/mime.hpp"

namespace keste::dispatch {
namespace {

/// Kinds that may tell of a seat that is had now.
bool may_tell_of_seat(std::string_view kind) {
  constexpr std::array<std::string_view, 4> kinds{"application_received", "seat_allotted",
                                                  "session_changed", "session_cancelled"};
  for (const std::string_view each : kinds) {
    if (each == kind) return true;
  }
  return false;
}

}  // namespace

std::optional<CalendarEntry> decide_calendar_entry(const engine::Notification& n) {
  const std::chrono::minutes extra(n.extra_minutes);
  const bool has_seat = n.starts_at != Instant();
  if (may_tell_of_seat(n.kind) && has_seat) {
    return CalendarEntry{CalendarMethod::publish, n.starts_at, n.ends_at + extra};
  }
  const bool lost = n.kind == "session_cancelled" || n.kind == "waitlisted";
  if (!lost || has_seat || !n.before) return std::nullopt;
  return CalendarEntry{CalendarMethod::cancel, n.before->starts_at, n.before->ends_at + extra};
}

std::string id_domain(const std::string& address) {
  std::string domain = address.substr(address.find('@') + 1);
  return needs_utf8(domain) ? "keste.invalid" : domain;
}

std::string entry_uid(const std::string& campaign, engine::ApplicationId application,
                      const std::string& domain) {
  return "keste." + campaign + ".application." + std::to_string(application.value) + "@" + domain;
}

}  // namespace keste::dispatch
