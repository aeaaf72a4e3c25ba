// Rows of campaigns, windows, sessions and tallies to values and back.
#include "store/schedule.hpp"

#include <utility>

#include "base/check.hpp"

namespace keste::store {

CampaignId upsert_campaign(Database& database, std::string_view code) {
  Rows rows = database.query("campaign_upsert", {code});
  CHECK(rows.next());
  const CampaignId id{rows.integer(0)};
  while (rows.next()) {
  }
  return id;
}

std::optional<std::string> find_other_campaign(Database& database, CampaignId campaign) {
  Rows rows = database.query("campaign_find_other", {campaign.value});
  if (!rows.next()) return std::nullopt;
  return std::string(rows.text(0));
}

std::vector<WindowRow> list_windows(Database& database, CampaignId campaign) {
  std::vector<WindowRow> windows;
  Rows rows = database.query("window_list", {campaign.value});
  while (rows.next()) {
    windows.push_back({std::string(rows.text(0)), from_micros(rows.integer(1)),
                       from_micros(rows.integer(2)), std::string(rows.text(3))});
  }
  return windows;
}

void insert_window(Database& database, CampaignId campaign, const WindowRow& window) {
  database.run("window_insert", {campaign.value, window.city, to_micros(window.opens_at),
                                 to_micros(window.closes_at)});
}

void reschedule_window(Database& database, CampaignId campaign, const WindowRow& window) {
  database.run("window_reschedule", {campaign.value, window.city, to_micros(window.opens_at),
                                     to_micros(window.closes_at)});
}

bool mark_window_open(Database& database, CampaignId campaign, std::string_view city) {
  return database.run("window_mark_open", {campaign.value, city}) == 1;
}

bool mark_window_closed(Database& database, CampaignId campaign, std::string_view city) {
  return database.run("window_mark_closed", {campaign.value, city}) == 1;
}

std::vector<SessionRow> list_sessions(Database& database, CampaignId campaign) {
  std::vector<SessionRow> sessions;
  Rows rows = database.query("session_list", {campaign.value});
  while (rows.next()) {
    SessionRow session;
    session.id = SessionId{rows.integer(0)};
    session.code = rows.text(1);
    session.city = rows.text(2);
    session.starts_at = from_micros(rows.integer(3));
    session.ends_at = from_micros(rows.integer(4));
    session.due_at = from_micros(rows.integer(5));
    session.due_provisional = rows.integer(6) != 0;
    session.seats = static_cast<int>(rows.integer(7));
    session.seats_taken = static_cast<int>(rows.integer(8));
    session.state = rows.text(9);
    for (std::size_t i = 0; i < session.counts.size(); ++i) {
      session.counts[i] = rows.integer(10 + static_cast<int>(i));
    }
    sessions.push_back(std::move(session));
  }
  return sessions;
}

SessionId insert_session(Database& database, CampaignId campaign, const SessionRow& session) {
  Rows rows = database.query(
      "session_insert", {campaign.value, session.code, session.city, to_micros(session.starts_at),
                         to_micros(session.ends_at), to_micros(session.due_at),
                         session.due_provisional ? 1 : 0, session.seats});
  CHECK(rows.next());
  const SessionId id{rows.integer(0)};
  while (rows.next()) {
  }
  database.run("session_counts_insert", {id.value});
  return id;
}

void reschedule_session(Database& database, const SessionRow& session) {
  database.run("session_reschedule",
               {session.id.value, to_micros(session.starts_at), to_micros(session.ends_at),
                to_micros(session.due_at), session.due_provisional ? 1 : 0, session.seats});
}

bool mark_session(Database& database, SessionId session, std::string_view from,
                  std::string_view to) {
  return database.run("session_mark", {session.value, to, from}) == 1;
}

bool change_session(Database& database, const SessionChange& change) {
  Counts counts = change.counts;
  const std::int64_t pending = std::exchange(counts[static_cast<std::size_t>(Count::pending)], 0);
  if (counts == Counts{}) {
    return database.run("session_counts_add_seated",
                        {change.session.value, change.seats, pending}) == 1;
  }
  counts = change.counts;
  return database.run("session_counts_add",
                      {change.session.value, change.seats, counts[0], counts[1], counts[2],
                       counts[3], counts[4], counts[5], counts[6]}) == 1;
}

void extend_roster(Database& database, CampaignId campaign, std::int64_t last) {
  database.run("roster_extend", {find_roster_mark(database, campaign), last});
  database.run("roster_set_mark", {campaign.value, last});
}

std::int64_t find_roster_mark(Database& database, CampaignId campaign) {
  Rows rows = database.query("roster_find_mark", {campaign.value});
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace keste::store
