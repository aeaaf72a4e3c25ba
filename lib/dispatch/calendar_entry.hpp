// Calendar entries: which messages carry one, and whether it stands or goes.
#pragma once

#include <chrono>
#include <optional>
#include <string>

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

inline constexpr std::chrono::minutes entry_reminder = std::chrono::hours(24);

/// The domain of the sender's address, for identities that last: ASCII even where it is not.
std::string id_domain(const std::string& address);
/// Names the entry of an application for good, whether it comes by mail or from its page.
std::string entry_uid(const std::string& campaign, engine::ApplicationId application,
                      const std::string& domain);

}  // namespace keste::dispatch
