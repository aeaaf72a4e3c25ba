// Rows of persons, and erasing them.
#include "store/person.hpp"

namespace keste::store {
namespace {

std::vector<ApplicationId> read_ids(Rows rows) {
  std::vector<ApplicationId> ids;
  while (rows.next()) ids.push_back(ApplicationId{rows.integer(0)});
  return ids;
}

}  // namespace

std::optional<PersonRow> find_person(Database& database, ApplicationId application) {
  Rows rows = database.query("application_find_person", {application.value});
  if (!rows.next()) return std::nullopt;
  return PersonRow{std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                   std::string(rows.text(3)), std::string(rows.text(4)), std::string(rows.text(5))};
}

std::vector<ApplicationId> list_of_person(Database& database, CampaignId campaign,
                                          std::string_view person_key) {
  return read_ids(
      database.query("application_list_person", {Value::blob(person_key), campaign.value}));
}

std::vector<RosterRow> list_roster(Database& database, SessionId session, ApplicationId after,
                                   int limit) {
  std::vector<RosterRow> roster;
  Rows rows = database.query("roster_list", {session.value, after.value, limit});
  while (rows.next()) {
    RosterRow row;
    row.application = ApplicationId{rows.integer(0)};
    row.state = rows.text(1);
    row.iin_sealed = rows.text(2);
    row.surname = rows.text(3);
    row.given_name = rows.text(4);
    row.patronymic = rows.text(5);
    row.phone = rows.text(6);
    row.language = rows.text(7);
    row.needs = rows.text(8);
    row.extra_minutes = static_cast<int>(rows.integer(9));
    row.level = rows.text(10);
    roster.push_back(std::move(row));
  }
  return roster;
}

void erase_person(Database& database, ApplicationId application, std::string_view person_key,
                  std::string_view secret) {
  database.run("application_erase",
               {application.value, Value::blob(person_key), secret, Value::blob("")});
  database.run("call_list_erase", {application.value});
  database.run("result_erase_standing", {application.value});
  database.run("result_erase_superseded", {application.value});
}

void erase_rights_of(Database& database, CampaignId campaign, std::string_view person_key) {
  database.run("audit_erase_reasons", {Value::blob(person_key), campaign.value});
  database.run("extension_erase", {Value::blob(person_key), campaign.value});
  database.run("promo_code_erase", {Value::blob(person_key), campaign.value});
}

void erase_all_rights(Database& database, CampaignId campaign) {
  database.run("audit_erase_all_reasons");
  database.run("extension_erase_all", {campaign.value});
  database.run("promo_code_erase_all", {campaign.value});
}

void erase_audit_notes(Database& database, std::string_view subject) {
  database.run("audit_erase_notes", {subject});
}

std::vector<ApplicationId> list_unerased(Database& database, CampaignId campaign,
                                         ApplicationId after, int limit) {
  return read_ids(
      database.query("application_list_unerased", {campaign.value, after.value, limit}));
}

std::vector<Account> account_for_all(Database& database) {
  std::vector<Account> accounts;
  Rows rows = database.query("outbox_account_for_all");
  while (rows.next()) {
    accounts.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2),
                        rows.integer(3), rows.integer(4), rows.integer(5)});
  }
  return accounts;
}

}  // namespace keste::store
