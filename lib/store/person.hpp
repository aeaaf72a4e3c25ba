// Persons in the store: their data, rosters, and erasing. Engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

struct PersonRow {
  std::string iin_sealed;  ///< Empty once erased.
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string email;
  std::string phone;
};
std::optional<PersonRow> find_person(Database& database, ApplicationId application);
/// All applications of a person, live or not, in order of receipt.
std::vector<ApplicationId> list_of_person(Database& database, CampaignId campaign,
                                          std::string_view person_key);

struct RosterRow {
  ApplicationId application;
  std::string state;
  std::string iin_sealed;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string phone;
  std::string language;
  std::string needs;
  int extra_minutes = 0;
  std::string level;
};
std::vector<RosterRow> list_roster(Database& database, SessionId session, ApplicationId after,
                                   int limit);

/// Empties what identifies the person; `person_key` and `secret` are random stand-ins.
void erase_person(Database& database, ApplicationId application, std::string_view person_key,
                  std::string_view secret);
/// What is kept of a person beside applications: codes, extensions, and the reasons for both.
void erase_rights_of(Database& database, CampaignId campaign, std::string_view person_key);
void erase_all_rights(Database& database, CampaignId campaign);
void erase_audit_notes(Database& database, std::string_view subject);
/// Applications whose person is not erased, after one.
std::vector<ApplicationId> list_unerased(Database& database, CampaignId campaign,
                                         ApplicationId after, int limit);

/// For one kind of message in one session: whom it concerned, and how each was reached.
struct Account {
  std::string session_code;
  std::string kind;
  std::int64_t applicants = 0;
  std::int64_t reached = 0;
  std::int64_t under_way = 0;
  std::int64_t to_call = 0;
};
std::vector<Account> account_for_all(Database& database);

}  // namespace keste::store
