// Campaigns, windows and sessions in the store. Engine thread only.
#pragma once

#include <chrono>
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
using SittingId = Id<struct SittingTag>;

struct WindowRow {
  std::string city;
  Instant opens_at;
  Instant closes_at;
  Instant filed_opens_at;  ///< What the campaign's file said last.
  Instant filed_closes_at;
  std::string state;  ///< "not_open", "open", "closed"
};

struct SessionRow {
  SessionId id;
  std::string code;
  std::string city;
  Instant starts_at;
  Instant ends_at;
  std::optional<Instant> finished_at;  ///< When it really ended, as the branch reported.
  Instant due_at;
  bool due_provisional = false;
  int seats = 0;
  std::string venue;  ///< Set at the desk; empty: the file's.
  std::string address;
  std::string state;           ///< "planned", "started", "ended", "due", "cancelled"
  SittingId sitting;           ///< The sitting as it stands.
  int sequence = 0;            ///< Changes that calendar entries must follow.
  Instant answer_by;           ///< Until when the last change may be declined; 0 without one.
  std::int64_t answer_of = 0;  ///< By the applications up to this: later ones knew of the change.
  Instant filed_starts_at;
  Instant filed_ends_at;
  int filed_seats = 0;
  int due_working_days = 0;          ///< With the next, the rule that the due date rests on.
  std::chrono::minutes due_time{0};  ///< After midnight.
};

/// A form that a session has or had.
struct SittingRow {
  std::string session_code;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  std::string venue;
  std::string address;
  friend bool operator==(const SittingRow&, const SittingRow&) = default;
};

CampaignId upsert_campaign(Database& database, std::string_view code);
/// The code of a campaign that is not this one.
std::optional<std::string> find_other_campaign(Database& database, CampaignId campaign);

std::vector<WindowRow> list_windows(Database& database, CampaignId campaign);
/// Each of the two answers with the version of the window (see note_window): it rises with a change
/// of its instants.
int insert_window(Database& database, CampaignId campaign, const WindowRow& window);
int reschedule_window(Database& database, CampaignId campaign, const WindowRow& window);
/// False when it was not "not_open".
bool mark_window_open(Database& database, CampaignId campaign, std::string_view city);
/// False when it was closed already.
bool mark_window_closed(Database& database, CampaignId campaign, std::string_view city);

std::vector<SessionRow> list_sessions(Database& database, CampaignId campaign);
/// With its first sitting and its tally; the row's id and sitting are set.
void insert_session(Database& database, CampaignId campaign, SessionRow& session);
void update_session(Database& database, const SessionRow& session);
/// Moves a session from `from` to `to`; false when it was in another state.
bool mark_session(Database& database, SessionId session, std::string_view from,
                  std::string_view to);
/// Writes down the session's present form, and makes it the row's sitting.
void insert_sitting(Database& database, SessionRow& session);
std::optional<SittingRow> find_sitting(Database& database, SittingId sitting);

/// Puts the applications up to `last` into the roster, which fan-outs go by.
void extend_roster(Database& database, CampaignId campaign, std::int64_t last);
/// The latest application in the roster; 0 for none.
std::int64_t find_roster_mark(Database& database, CampaignId campaign);
/// For an application that is in the roster already and comes into another session.
void insert_into_roster(Database& database, SessionId session, std::int64_t application);

}  // namespace keste::store
