// Rows of releases.
#include "store/releases.hpp"

#include "base/check.hpp"

namespace keste::store {
namespace {

ReleaseRow read_release(const Rows& rows) {
  ReleaseRow row;
  row.id = ReleaseId{rows.integer(0)};
  row.city = rows.text(1);
  row.session = rows.text(2);
  row.what = rows.text(3);
  row.actor = rows.text(4);
  row.made_at = from_micros(rows.integer(5));
  row.sends_at = from_micros(rows.integer(6));
  row.people = rows.integer(7);
  row.action = rows.integer(8);
  row.ended_as = rows.text(9);
  row.ended_at = from_micros(rows.integer(10));
  row.ended_by = rows.text(11);
  row.replaced_by = ReleaseId{rows.integer(12)};
  row.moment = rows.text(13);
  return row;
}

}  // namespace

ReleaseId insert_release(Database& database, CampaignId campaign, const ReleaseRow& row) {
  Rows rows =
      database.query("release_insert", {campaign.value, row.city, row.session, row.what, row.actor,
                                        to_micros(row.made_at), to_micros(row.sends_at)});
  CHECK(rows.next());
  const ReleaseId id{rows.integer(0)};
  while (rows.next()) {
  }
  return id;
}

void complete_release(Database& database, ReleaseId id, std::int64_t people, std::int64_t action) {
  database.run("release_complete", {id.value, people, action});
}

std::optional<ReleaseRow> find_release(Database& database, CampaignId campaign, ReleaseId id) {
  Rows rows = database.query("release_find", {campaign.value, id.value});
  if (!rows.next()) return std::nullopt;
  return read_release(rows);
}

std::vector<ReleaseRow> list_releases(Database& database, CampaignId campaign, ReleaseId before,
                                      int limit, std::string_view cities) {
  std::vector<ReleaseRow> listed;
  Rows rows = database.query("release_list", {campaign.value, before.value, limit, cities});
  while (rows.next()) listed.push_back(read_release(rows));
  return listed;
}

bool end_release(Database& database, ReleaseId id, const ReleaseEnd& end) {
  return database.run("release_end",
                      {id.value, end.as, to_micros(end.at), end.by, end.replaced_by.value}) == 1;
}

void revive_releases(Database& database, ReleaseId replaced_by) {
  database.run("release_revive", {replaced_by.value});
}

std::set<std::int64_t> list_stopped_releases(Database& database) {
  std::set<std::int64_t> stopped;
  Rows rows = database.query("release_list_stopped");
  while (rows.next()) stopped.insert(rows.integer(0));
  return stopped;
}

std::vector<ReleaseCount> count_release(Database& database, ReleaseId id) {
  std::vector<ReleaseCount> counts;
  Rows rows = database.query("release_count", {id.value});
  while (rows.next()) {
    counts.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2)});
  }
  return counts;
}

std::vector<ClaimedRow> list_release_rows(Database& database, ReleaseId id, int limit) {
  std::vector<ClaimedRow> listed;
  Rows rows = database.query("release_list_rows", {id.value, limit});
  while (rows.next()) listed.push_back(read_outbox_row(rows));
  return listed;
}

std::vector<TallyId> drop_release(Database& database, ReleaseId id, Instant at,
                                  std::string_view reason) {
  std::vector<TallyId> tallies;
  Rows rows = database.query("release_drop", {id.value, to_micros(at), reason});
  while (rows.next()) tallies.push_back(TallyId{rows.integer(0)});
  return tallies;
}

int take_over_release(Database& database, ReleaseId from, ReleaseId to, std::string_view kind,
                      Instant not_before) {
  return database.run("release_take_over", {from.value, to.value, kind, to_micros(not_before)});
}

bool forget_release_moment(Database& database, ReleaseId id) {
  return database.run("release_forget_agenda", {id.value}) > 0;
}

std::optional<AgendaEntry> find_release_moment(Database& database, ReleaseId id) {
  Rows rows = database.query("release_moment", {id.value});
  if (!rows.next()) return std::nullopt;
  return read_moment(rows);
}

std::optional<Telling> find_telling(Database& database, CampaignId campaign,
                                    const AgendaEntry& entry) {
  Rows rows =
      database.query("release_of_moment", {campaign.value, entry.kind, entry.city, entry.session});
  if (!rows.next()) return std::nullopt;
  return Telling{ReleaseId{rows.integer(0)}, std::string(rows.text(1))};
}

std::vector<ReleaseId> list_open_releases(Database& database, CampaignId campaign,
                                          std::string_view session) {
  std::vector<ReleaseId> open;
  Rows rows = database.query("release_list_open", {campaign.value, session});
  while (rows.next()) open.push_back(ReleaseId{rows.integer(0)});
  return open;
}

}  // namespace keste::store
