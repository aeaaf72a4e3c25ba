// Calendar entries: which messages carry one, and whether it stands or goes.
#pragma once

#include <optional>

#include "base/instant.hpp"
#include "dispatch/ics.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

struct CalendarEntry {
  CalendarMethod method = CalendarMethod::publish;
  Instant starts_at;
  Instant ends_at;  ///< The person's own: extra minutes are in it.
  friend bool operator==(const CalendarEntry&, const CalendarEntry&) = default;
};

/// The entry that a message carries; empty when it says nothing new to a calendar.
std::optional<CalendarEntry> decide_calendar_entry(const engine::Notification& notification);

}  // namespace keste::dispatch
