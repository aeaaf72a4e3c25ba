// The public feed of a city's changes, and the secret link to its calendar.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/schedule.hpp"

namespace keste::store {

struct ChangeRow {
  std::int64_t number = 0;  ///< 1, 2, 3 … for each city, without gaps.
  Instant at;
  std::string session;  ///< Its code; empty: the city's window.
  std::string field;    ///< "closes_at", "starts_at", "seats", …
  std::string was;      ///< Empty where there was nothing.
  std::string became;
  std::string reason;  ///< Public; may be empty.
  friend bool operator==(const ChangeRow&, const ChangeRow&) = default;
};

/// Writes it down as the city's next one; its number. Within the transaction of the change.
std::int64_t insert_change(Database& database, CampaignId campaign, std::string_view city,
                           const ChangeRow& change);
/// Those after a number, at most `limit`, in order.
std::vector<ChangeRow> list_changes(Database& database, CampaignId campaign, std::string_view city,
                                    std::int64_t after, int limit);
/// 0 for none.
std::int64_t find_last_change(Database& database, CampaignId campaign, std::string_view city);

struct LastChange {
  std::string session;  ///< Empty: the window.
  std::int64_t number = 0;
  Instant at;
};
/// The last one of the window and of each session that has changed.
std::vector<LastChange> list_last_changes(Database& database, CampaignId campaign,
                                          std::string_view city);

struct CalendarLink {
  std::string sealed;
  Instant made_at;
};
std::optional<CalendarLink> find_calendar_link(Database& database, CampaignId campaign,
                                               std::string_view city);
/// In place of the one before, which opens nothing any more.
void upsert_calendar_link(Database& database, CampaignId campaign, std::string_view city,
                          const CalendarLink& link);

}  // namespace keste::store
