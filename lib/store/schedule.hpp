// Campaigns, windows, sessions and tallies in the store. Engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "store/database.hpp"

namespace keste::store {

using CampaignId = Id<struct CampaignTag>;
using SessionId = Id<struct SessionTag>;

struct WindowRow {
  std::string city;
  Instant opens_at;
  Instant closes_at;
  std::string state;  ///< "not_open", "open", "closed"
};

struct SessionRow {
  SessionId id;
  std::string code;
  std::string city;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  bool due_provisional = false;
  int seats = 0;
  int seats_taken = 0;
  std::string state;  ///< "planned", "started", "ended", "due", "cancelled"
};

enum class Counted { applications, notifications };

/// `amount` rows of a session are in `state`; as a change, it may be negative.
struct Tally {
  SessionId session;
  Counted counted = Counted::applications;
  std::string state;
  std::int64_t amount = 0;
};

CampaignId upsert_campaign(Database& database, std::string_view code);
/// The code of a campaign that is not this one.
std::optional<std::string> find_other_campaign(Database& database, CampaignId campaign);

std::vector<WindowRow> list_windows(Database& database, CampaignId campaign);
void insert_window(Database& database, CampaignId campaign, const WindowRow& window);
void reschedule_window(Database& database, CampaignId campaign, const WindowRow& window);
/// False when it was not "not_open".
bool mark_window_open(Database& database, CampaignId campaign, std::string_view city);
/// False when it was closed already.
bool mark_window_closed(Database& database, CampaignId campaign, std::string_view city);

std::vector<SessionRow> list_sessions(Database& database, CampaignId campaign);
SessionId insert_session(Database& database, CampaignId campaign, const SessionRow& session);
void reschedule_session(Database& database, const SessionRow& session);
/// Moves a session from `from` to `to`; false when it was in another state.
bool mark_session(Database& database, SessionId session, std::string_view from,
                  std::string_view to);
/// Takes so many seats, or frees them when `count` is negative; false when they are not there, or
/// the session is cancelled, and then nothing has changed.
bool take_seats(Database& database, SessionId session, int count);

void add_tally(Database& database, const Tally& change);
std::vector<Tally> list_tallies(Database& database, CampaignId campaign);

}  // namespace keste::store
