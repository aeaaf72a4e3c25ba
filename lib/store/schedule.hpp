// Campaigns, windows, sessions and tallies in the store. Engine thread only.
#pragma once

#include <array>
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

/// What is counted for each session, in the order of `Counts`; the seated are `seats_taken`.
enum class Count { withdrawn, pending, claimed, sent, failed, dropped, ambiguous };
using Counts = std::array<std::int64_t, 7>;

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
  Counts counts{};
};

/// A session's changes of one turn.
struct SessionChange {
  SessionId session;
  int seats = 0;  ///< Taken less freed.
  Counts counts{};
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
/// Takes or frees seats and changes counts; false when the seats are not there or the session is
/// cancelled, and then nothing has changed.
bool change_session(Database& database, const SessionChange& change);

/// Puts the applications up to `last` into the roster, which fan-outs go by.
void extend_roster(Database& database, CampaignId campaign, std::int64_t last);
/// The latest application in the roster; 0 for none.
std::int64_t find_roster_mark(Database& database, CampaignId campaign);

}  // namespace keste::store
