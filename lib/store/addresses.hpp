// Addresses that refused for good, and the list of those who must be called. Engine thread only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

/// `contact_key`: the keyed digest of an address or number, 16 bytes.
void insert_dead_address(Database& database, std::string_view contact_key, std::string_view reason,
                         Instant since);
bool is_dead_address(Database& database, std::string_view contact_key);
bool has_dead_addresses(Database& database);
/// False when it was not marked.
bool release_address(Database& database, std::string_view contact_key);

/// Puts an applicant on the branch's call list for a kind of message; once for each kind.
void insert_call(Database& database, ApplicationId application, std::string_view kind, Instant at);
/// How many entries of the applicant's were open.
int mark_called(Database& database, ApplicationId application, std::string_view note, Instant at);

struct CallRow {
  ApplicationId application;
  std::string kind;
  Instant listed_at;
  std::optional<Instant> called_at;
  std::string city;
  std::string session_code;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string phone;
  std::string language;
};
struct CallFilter {
  std::string city;  ///< Empty for all.
  bool with_called = false;
  int limit = 1'000;
};
std::vector<CallRow> list_calls(Database& database, const CallFilter& filter);
/// How many people wait for a call, by city.
std::map<std::string, std::int64_t> count_calls(Database& database);

}  // namespace keste::store
