// Search by cursor: each page begins where the last one ended.
#include "store/search.hpp"

namespace keste::store {
namespace {

std::vector<ApplicationId> read_ids(Rows rows) {
  std::vector<ApplicationId> ids;
  while (rows.next()) ids.push_back(ApplicationId{rows.integer(0)});
  return ids;
}

}  // namespace

std::optional<ListedApplication> show_application(Database& database, ApplicationId id) {
  Rows rows = database.query("search_show", {id.value});
  if (!rows.next()) return std::nullopt;
  ListedApplication shown;
  shown.id = id;
  shown.state = rows.text(0);
  shown.received_at = from_micros(rows.integer(1));
  shown.test = rows.text(2);
  shown.city = rows.text(3);
  shown.session_code = rows.text(4);
  shown.surname = rows.text(5);
  shown.given_name = rows.text(6);
  shown.patronymic = rows.text(7);
  return shown;
}

std::vector<ApplicationId> list_before(Database& database, ApplicationId before, int limit) {
  return read_ids(database.query("search_list_all", {before.value, limit}));
}

std::vector<ApplicationId> list_of_session(Database& database, SessionId session,
                                           ApplicationId before, int limit) {
  return read_ids(database.query("search_list_session", {session.value, before.value, limit}));
}

std::vector<ApplicationId> list_waiting_any(Database& database, std::string_view city,
                                            ApplicationId before, int limit) {
  return read_ids(database.query("search_list_waiting", {city, before.value, limit}));
}

std::vector<SurnamePlace> list_surnames(Database& database, std::string_view prefix,
                                        const SurnamePlace& after, int limit) {
  const std::string& begin = after.folded;
  // The greatest code point: no name goes on with it.
  const std::string end = std::string(prefix) + "\U0010FFFF";
  std::vector<SurnamePlace> places;
  Rows rows = database.query(
      "search_list_surnames",
      {begin.empty() ? prefix : std::string_view(begin), after.application.value, end, limit});
  while (rows.next()) {
    places.push_back({std::string(rows.text(0)), ApplicationId{rows.integer(1)}});
  }
  return places;
}

ApplicationId find_surname_mark(Database& database, CampaignId campaign) {
  Rows rows = database.query("surname_find_mark", {campaign.value});
  return {rows.next() ? rows.integer(0) : 0};
}

void set_surname_mark(Database& database, CampaignId campaign, ApplicationId mark) {
  database.run("surname_set_mark", {campaign.value, mark.value});
}

std::vector<std::pair<ApplicationId, std::string>> list_new_surnames(Database& database,
                                                                     ApplicationId after,
                                                                     int limit) {
  std::vector<std::pair<ApplicationId, std::string>> surnames;
  Rows rows = database.query("surname_list_new", {after.value, limit});
  while (rows.next()) surnames.emplace_back(ApplicationId{rows.integer(0)}, rows.text(1));
  return surnames;
}

void insert_surname(Database& database, std::string_view folded, ApplicationId id) {
  database.run_later("surname_insert", {folded, id.value});
}

void erase_surname(Database& database, std::string_view folded, ApplicationId id) {
  database.run("surname_erase", {folded, id.value});
}

std::vector<AuditListing> list_audit(Database& database, std::int64_t before, int limit) {
  std::vector<AuditListing> lines;
  Rows rows = database.query("audit_list_before", {before, limit});
  while (rows.next()) {
    lines.push_back({rows.integer(0), from_micros(rows.integer(1)), std::string(rows.text(2)),
                     std::string(rows.text(3)), std::string(rows.text(4)),
                     std::string(rows.text(5)), std::string(rows.text(6))});
  }
  return lines;
}

}  // namespace keste::store
