// Rows of campaigns, windows and sessions to values and back.
#include "store/schedule.hpp"

#include "base/check.hpp"
#include "store/tallies.hpp"
#include "store/window_versions.hpp"

namespace keste::store {
namespace {

/// The id that an INSERT … RETURNING answers with.
std::int64_t take_id(Rows rows) {
  CHECK(rows.next());
  const std::int64_t id = rows.integer(0);
  while (rows.next()) {
  }
  return id;
}

Value optional_instant(std::optional<Instant> at) { return at ? Value(to_micros(*at)) : Value(); }

SessionRow read_session(const Rows& rows) {
  SessionRow session;
  session.id = SessionId{rows.integer(0)};
  session.code = rows.text(1);
  session.city = rows.text(2);
  session.starts_at = from_micros(rows.integer(3));
  session.ends_at = from_micros(rows.integer(4));
  if (!rows.is_null(5)) session.finished_at = from_micros(rows.integer(5));
  session.due_at = from_micros(rows.integer(6));
  session.due_provisional = rows.integer(7) != 0;
  session.seats = static_cast<int>(rows.integer(8));
  session.venue = rows.text(9);
  session.address = rows.text(10);
  session.state = rows.text(11);
  session.sitting = SittingId{rows.integer(12)};
  session.sequence = static_cast<int>(rows.integer(13));
  session.answer_by = from_micros(rows.integer(14));
  session.filed_starts_at = from_micros(rows.integer(15));
  session.filed_ends_at = from_micros(rows.integer(16));
  session.filed_seats = static_cast<int>(rows.integer(17));
  session.due_working_days = static_cast<int>(rows.integer(18));
  session.due_time = std::chrono::minutes(rows.integer(19));
  session.answer_of = rows.integer(20);
  return session;
}

}  // namespace

CampaignId upsert_campaign(Database& database, std::string_view code) {
  return CampaignId{take_id(database.query("campaign_upsert", {code}))};
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
                       from_micros(rows.integer(2)), from_micros(rows.integer(3)),
                       from_micros(rows.integer(4)), std::string(rows.text(5))});
  }
  return windows;
}

int insert_window(Database& database, CampaignId campaign, const WindowRow& window) {
  database.run("window_insert", {campaign.value, window.city, to_micros(window.opens_at),
                                 to_micros(window.closes_at)});
  return note_window(database, campaign, window.city, {window.opens_at, window.closes_at});
}

int reschedule_window(Database& database, CampaignId campaign, const WindowRow& window) {
  database.run("window_reschedule", {campaign.value, window.city, to_micros(window.opens_at),
                                     to_micros(window.closes_at), to_micros(window.filed_opens_at),
                                     to_micros(window.filed_closes_at), window.state});
  return note_window(database, campaign, window.city, {window.opens_at, window.closes_at});
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
  while (rows.next()) sessions.push_back(read_session(rows));
  return sessions;
}

void insert_session(Database& database, CampaignId campaign, SessionRow& session) {
  session.id = SessionId{take_id(database.query(
      "session_insert",
      {campaign.value, session.code, session.city, to_micros(session.starts_at),
       to_micros(session.ends_at), to_micros(session.due_at), session.due_provisional ? 1 : 0,
       session.seats, session.due_working_days, session.due_time.count()}))};
  session.filed_starts_at = session.starts_at;
  session.filed_ends_at = session.ends_at;
  session.filed_seats = session.seats;
  insert_tally(database, campaign, {session.city, "", session.id});
  insert_sitting(database, session);
  update_session(database, session);
}

void update_session(Database& database, const SessionRow& session) {
  database.run(
      "session_update",
      {session.id.value, to_micros(session.starts_at), to_micros(session.ends_at),
       optional_instant(session.finished_at), to_micros(session.due_at),
       session.due_provisional ? 1 : 0, session.seats, session.venue, session.address,
       session.sitting.value, session.sequence, to_micros(session.answer_by),
       to_micros(session.filed_starts_at), to_micros(session.filed_ends_at), session.filed_seats,
       session.due_working_days, session.due_time.count(), session.answer_of});
}

bool mark_session(Database& database, SessionId session, std::string_view from,
                  std::string_view to) {
  return database.run("session_mark", {session.value, to, from}) == 1;
}

void insert_sitting(Database& database, SessionRow& session) {
  session.sitting = SittingId{take_id(database.query(
      "sitting_insert", {session.id.value, to_micros(session.starts_at), to_micros(session.ends_at),
                         to_micros(session.due_at), session.venue, session.address}))};
}

std::optional<SittingRow> find_sitting(Database& database, SittingId sitting) {
  Rows rows = database.query("sitting_find", {sitting.value});
  if (!rows.next()) return std::nullopt;
  return SittingRow{std::string(rows.text(0)),    from_micros(rows.integer(1)),
                    from_micros(rows.integer(2)), from_micros(rows.integer(3)),
                    std::string(rows.text(4)),    std::string(rows.text(5))};
}

void extend_roster(Database& database, CampaignId campaign, std::int64_t last) {
  database.run("roster_extend", {find_roster_mark(database, campaign), last});
  database.run("roster_set_mark", {campaign.value, last});
}

std::int64_t find_roster_mark(Database& database, CampaignId campaign) {
  Rows rows = database.query("roster_find_mark", {campaign.value});
  return rows.next() ? rows.integer(0) : 0;
}

void insert_into_roster(Database& database, SessionId session, std::int64_t application) {
  database.run("roster_insert", {session.value, application});
}

}  // namespace keste::store
