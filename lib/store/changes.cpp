// Rows of changes and of calendar links.
#include "store/changes.hpp"

namespace keste::store {

std::int64_t find_last_change(Database& database, CampaignId campaign, std::string_view city) {
  Rows rows = database.query("change_find_last", {campaign.value, city});
  return rows.next() ? rows.integer(0) : 0;
}

std::int64_t insert_change(Database& database, CampaignId campaign, std::string_view city,
                           const ChangeRow& change) {
  const std::int64_t number = find_last_change(database, campaign, city) + 1;
  database.run("change_insert", {campaign.value, city, number, to_micros(change.at), change.session,
                                 change.field, change.was, change.became, change.reason});
  return number;
}

std::vector<ChangeRow> list_changes(Database& database, CampaignId campaign, std::string_view city,
                                    std::int64_t after, int limit) {
  std::vector<ChangeRow> changes;
  Rows rows = database.query("change_list", {campaign.value, city, after, limit});
  while (rows.next()) {
    changes.push_back({rows.integer(0), from_micros(rows.integer(1)), std::string(rows.text(2)),
                       std::string(rows.text(3)), std::string(rows.text(4)),
                       std::string(rows.text(5)), std::string(rows.text(6))});
  }
  return changes;
}

std::vector<LastChange> list_last_changes(Database& database, CampaignId campaign,
                                          std::string_view city) {
  std::vector<LastChange> last;
  Rows rows = database.query("change_list_last", {campaign.value, city});
  while (rows.next()) {
    last.push_back({std::string(rows.text(0)), rows.integer(1), from_micros(rows.integer(2))});
  }
  return last;
}

std::optional<CalendarLink> find_calendar_link(Database& database, CampaignId campaign,
                                               std::string_view city) {
  Rows rows = database.query("calendar_link_find", {campaign.value, city});
  if (!rows.next()) return std::nullopt;
  return CalendarLink{std::string(rows.text(0)), from_micros(rows.integer(1))};
}

void upsert_calendar_link(Database& database, CampaignId campaign, std::string_view city,
                          const CalendarLink& link) {
  database.run("calendar_link_upsert",
               {campaign.value, city, Value::blob(link.sealed), to_micros(link.made_at)});
}

}  // namespace keste::store
