// Rows of the agenda.
#include "store/agenda.hpp"

namespace keste::store {

void upsert_agenda(Database& database, CampaignId campaign, const AgendaEntry& entry) {
  database.run("agenda_insert", {campaign.value, entry.kind, entry.rank, entry.city, entry.session,
                                 to_micros(entry.at)});
}

void rearm_agenda(Database& database, CampaignId campaign, const AgendaEntry& entry) {
  database.run("agenda_rearm", {campaign.value, entry.kind, entry.rank, entry.city, entry.session,
                                to_micros(entry.at), entry.release});
}

void void_agenda(Database& database, CampaignId campaign, std::string_view session) {
  database.run("agenda_void", {campaign.value, session});
}

void forget_agenda(Database& database, CampaignId campaign, std::string_view kind) {
  database.run("agenda_forget", {campaign.value, kind});
}

std::optional<AgendaEntry> find_first_agenda(Database& database, CampaignId campaign) {
  Rows rows = database.query("agenda_find_first", {campaign.value});
  if (!rows.next()) return std::nullopt;
  return read_moment(rows);
}

AgendaEntry read_moment(const Rows& rows) {
  AgendaEntry entry;
  entry.id = AgendaId{rows.integer(0)};
  entry.kind = rows.text(1);
  entry.city = rows.text(2);
  entry.session = rows.text(3);
  entry.at = from_micros(rows.integer(4));
  entry.state = rows.text(5);
  entry.reached = rows.integer(6);
  entry.release = rows.integer(7);
  return entry;
}

bool mark_agenda_done(Database& database, AgendaId id, Instant fired_at, bool late) {
  return database.run("agenda_mark_done", {id.value, to_micros(fired_at), late ? 1 : 0}) == 1;
}

void mark_agenda_reached(Database& database, AgendaId id, std::int64_t reached) {
  database.run("agenda_mark_reached", {id.value, reached});
}

std::vector<AgendaEntry> list_open_agenda(Database& database, CampaignId campaign) {
  std::vector<AgendaEntry> entries;
  Rows rows = database.query("agenda_list_next", {campaign.value});
  while (rows.next()) {
    AgendaEntry entry;
    entry.at = from_micros(rows.integer(0));
    entry.kind = rows.text(1);
    entry.city = rows.text(2);
    entry.session = rows.text(3);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<AgendaEntry> list_agenda(Database& database, CampaignId campaign,
                                     const AgendaPage& page) {
  std::vector<AgendaEntry> entries;
  Rows rows = database.query("agenda_list", {campaign.value, page.state, to_micros(page.after_at),
                                             page.after_id.value, page.limit, page.cities});
  while (rows.next()) {
    AgendaEntry entry;
    entry.id = AgendaId{rows.integer(0)};
    entry.at = from_micros(rows.integer(1));
    entry.kind = rows.text(2);
    entry.city = rows.text(3);
    entry.session = rows.text(4);
    entry.state = rows.text(5);
    if (!rows.is_null(6)) entry.fired_at = from_micros(rows.integer(6));
    entry.late = rows.integer(7) != 0;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace keste::store
