// Search in the store: applications by place and surname, and the audit log backwards.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

struct ListedApplication {
  ApplicationId id;
  std::string state;
  Instant received_at;
  std::string test;
  std::string city;
  std::string session_code;  ///< Empty without one.
  std::string surname;
  std::string given_name;
  std::string patronymic;
};
std::optional<ListedApplication> show_application(Database& database, ApplicationId id);

/// The latest applications before one, the latest first.
std::vector<ApplicationId> list_before(Database& database, ApplicationId before, int limit);
/// The same of a session; the roster must be whole. Who left it may be among them.
std::vector<ApplicationId> list_of_session(Database& database, SessionId session,
                                           ApplicationId before, int limit);
/// Who waits for any session of a city.
std::vector<ApplicationId> list_waiting_any(Database& database, std::string_view city,
                                            ApplicationId before, int limit);

/// Where the list of surnames goes on.
struct SurnamePlace {
  std::string folded;
  ApplicationId application;
};
/// Those whose folded surname begins with `prefix`, after a place, in order.
std::vector<SurnamePlace> list_surnames(Database& database, std::string_view prefix,
                                        const SurnamePlace& after, int limit);
/// The latest application whose surname can be looked for.
ApplicationId find_surname_mark(Database& database, CampaignId campaign);
void set_surname_mark(Database& database, CampaignId campaign, ApplicationId mark);
/// Surnames as they were given, after an application, in order of receipt.
std::vector<std::pair<ApplicationId, std::string>> list_new_surnames(Database& database,
                                                                     ApplicationId after,
                                                                     int limit);
void insert_surname(Database& database, std::string_view folded, ApplicationId id);
void erase_surname(Database& database, std::string_view folded, ApplicationId id);

struct AuditListing {
  std::int64_t id = 0;
  Instant at;
  std::string actor;
  std::string action;
  std::string subject;
  std::string detail;
  std::string note;
};
/// Lines before one, the latest first.
std::vector<AuditListing> list_audit(Database& database, std::int64_t before, int limit);

}  // namespace keste::store
