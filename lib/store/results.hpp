// Results in the store: a correction supersedes, and both are kept. Engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

using ResultId = Id<struct ResultTag>;

struct ResultRow {
  ResultId id;
  std::string level;
  std::string score;
  std::string document_number;
  std::string issued_on;
  std::string status;  ///< "final", "on_hold", "annulled"
  Instant received_at;
};

/// The result that stands.
std::optional<ResultRow> find_result(Database& database, ApplicationId application);
/// See Database::ask_ahead.
void find_result_ahead(Database& database, ApplicationId application);
/// Writes a result in place of the one that stands, if any.
ResultId insert_result(Database& database, ApplicationId application, const ResultRow& result);
/// Of any result, superseded or not.
std::optional<ResultRow> find_result(Database& database, ResultId id);
/// All that were ever taken, in their order.
std::vector<ResultRow> list_results_of(Database& database, ApplicationId application);
/// How many who sat a session have no result.
std::int64_t count_missing_results(Database& database, SessionId session);

}  // namespace keste::store
