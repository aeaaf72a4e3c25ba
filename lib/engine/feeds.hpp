// Feeds: what is read of a city's changes and of its calendar. Plain values.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/commands.hpp"
#include "store/changes.hpp"
#include "store/vault.hpp"

namespace keste::engine {

struct ChangesPage {
  std::vector<store::ChangeRow> rows;  ///< In the order of their numbers.
  std::int64_t last = 0;               ///< The number of the city's last change; 0 for none.
};
using ChangesOutcome = std::variant<ChangesPage, Trouble>;

/// What calendars know an event's state by: the number of its last change, which rises, and when
/// that was.
struct Revision {
  int sequence = 0;
  Instant at{};  ///< When the link was made, where nothing has changed.
};

struct CalendarSession {
  store::SessionRow row;
  Revision revision;
};
struct CityCalendar {
  std::string city;
  store::WindowRow window;
  Revision window_revision;
  std::vector<CalendarSession> sessions;  ///< By start; cancelled ones too.
};
using CalendarOutcome = std::variant<CityCalendar, Trouble>;

/// Where feeds are read; any connection.
struct FeedSource {
  store::Database& database;
  const store::Vault& vault;
  store::CampaignId campaign;
};
/// Those after a number, at most `limit`. A city that does not exist has none.
ChangesPage list_changes(const FeedSource& source, const std::string& city, std::int64_t after,
                         int limit);
/// Trouble::not_found for a wrong secret, and for a city that has no link or does not exist.
CalendarOutcome find_calendar(const FeedSource& source, const std::string& city,
                              const std::string& secret);

/// The secret in a city's link; empty when there is none.
std::optional<std::string> find_calendar_secret(const FeedSource& source, const std::string& city);
/// A new one, which the one before gives way to. Within a turn.
std::string make_calendar_secret(const FeedSource& source, const std::string& city, Instant at);

}  // namespace keste::engine
