// Rows of actions.
#include "store/actions.hpp"

namespace keste::store {
namespace {

ActionRow read_action(const Rows& rows) {
  ActionRow row;
  row.id = rows.integer(0);
  row.city = rows.text(1);
  row.kind = rows.text(2);
  row.subject = rows.text(3);
  row.actor = rows.text(4);
  row.at = from_micros(rows.integer(5));
  row.undone_by = rows.integer(6);
  return row;
}

std::vector<ActionRow> read_actions(Rows rows) {
  std::vector<ActionRow> listed;
  while (rows.next()) listed.push_back(read_action(rows));
  return listed;
}

}  // namespace

void insert_action(Database& database, CampaignId campaign, const ActionRow& row,
                   const std::vector<ActionChange>& changes) {
  database.run("action_insert", {row.id, campaign.value, row.city, row.kind, row.subject, row.actor,
                                 to_micros(row.at)});
  for (const ActionChange& change : changes) {
    database.run("action_change_insert",
                 {row.id, change.subject, change.name, change.was, change.became});
  }
}

std::optional<ActionRow> find_action(Database& database, CampaignId campaign, std::int64_t id) {
  Rows rows = database.query("action_find", {campaign.value, id});
  if (!rows.next()) return std::nullopt;
  return read_action(rows);
}

std::vector<ActionRow> list_actions(Database& database, CampaignId campaign, std::int64_t before,
                                    int limit, std::string_view cities) {
  return read_actions(database.query("action_list", {campaign.value, before, limit, cities}));
}

std::vector<ActionRow> list_actions_of(Database& database, std::string_view subject) {
  return read_actions(database.query("action_list_of", {subject}));
}

std::vector<ActionChange> list_action_changes(Database& database, std::int64_t id) {
  std::vector<ActionChange> changes;
  Rows rows = database.query("action_list_changes", {id});
  while (rows.next()) {
    changes.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                       std::string(rows.text(2)), std::string(rows.text(3))});
  }
  return changes;
}

bool mark_action_undone(Database& database, std::int64_t id, std::int64_t undone_by) {
  return database.run("action_mark_undone", {id, undone_by}) == 1;
}

void erase_action_changes(Database& database, std::string_view subject) {
  database.run("action_erase_changes", {subject});
}

void erase_extension_changes(Database& database) { database.run("action_erase_extensions"); }

void restore_agenda(Database& database, CampaignId campaign, std::string_view session) {
  database.run("agenda_restore", {campaign.value, session});
}

bool put_extension_back(Database& database, CampaignId campaign, const ExtensionBack& back) {
  const Value key = Value::blob(back.person_key);
  if (!back.was) {
    return database.run("extension_withdraw",
                        {campaign.value, key, back.place, to_micros(back.became)}) == 1;
  }
  return database.run("extension_put_back", {campaign.value, key, back.place, to_micros(*back.was),
                                             to_micros(back.became)}) == 1;
}

}  // namespace keste::store
