// Changes, windows and sessions from the store, and the secret of a calendar's link.
#include "engine/feeds.hpp"

#include "base/random.hpp"
#include "engine/ticket.hpp"

namespace keste::engine {
namespace {

/// What was sealed for one city opens for no other.
std::string context_of(const std::string& city) { return "calendar/" + city; }

Revision revision_of(const std::vector<store::LastChange>& changes, const std::string& session,
                     Instant otherwise) {
  for (const store::LastChange& change : changes) {
    if (change.session == session) return {static_cast<int>(change.number), change.at};
  }
  return {0, otherwise};
}

}  // namespace

ChangesPage list_changes(const FeedSource& source, const std::string& city, std::int64_t after,
                         int limit) {
  return {store::list_changes(source.database, source.campaign, city, after, limit),
          store::find_last_change(source.database, source.campaign, city)};
}

std::optional<std::string> find_calendar_secret(const FeedSource& source, const std::string& city) {
  const auto link = store::find_calendar_link(source.database, source.campaign, city);
  if (!link) return std::nullopt;
  return source.vault.open(link->sealed, context_of(city));
}

std::string make_calendar_secret(const FeedSource& source, const std::string& city, Instant at) {
  constexpr std::size_t secret_size = 16;
  std::string secret = crockford_base32(secret_bytes(secret_size));
  store::upsert_calendar_link(source.database, source.campaign, city,
                              {source.vault.seal(secret, context_of(city)), at});
  return secret;
}

CalendarOutcome find_calendar(const FeedSource& source, const std::string& city,
                              const std::string& secret) {
  const auto right = find_calendar_secret(source, city);
  if (!right || !same_secret(*right, secret)) return Trouble::not_found;
  const Instant made_at =
      store::find_calendar_link(source.database, source.campaign, city)->made_at;
  const auto changes = store::list_last_changes(source.database, source.campaign, city);
  CityCalendar calendar;
  calendar.city = city;
  for (store::WindowRow& window : store::list_windows(source.database, source.campaign)) {
    if (window.city == city) calendar.window = std::move(window);
  }
  calendar.window_revision = revision_of(changes, "", made_at);
  for (store::SessionRow& row : store::list_sessions(source.database, source.campaign)) {
    if (row.city != city) continue;
    const Revision revision = revision_of(changes, row.code, made_at);
    calendar.sessions.push_back({std::move(row), revision});
  }
  return calendar;
}

}  // namespace keste::engine
