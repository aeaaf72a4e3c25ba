// Rows of results to values and back.
#include "store/results.hpp"

#include "base/check.hpp"

namespace keste::store {

std::optional<ResultRow> find_result(Database& database, ApplicationId application) {
  Rows rows = database.query("result_find_standing", {application.value});
  if (!rows.next()) return std::nullopt;
  return ResultRow{ResultId{rows.integer(0)},   std::string(rows.text(1)),
                   std::string(rows.text(2)),   std::string(rows.text(3)),
                   std::string(rows.text(4)),   std::string(rows.text(5)),
                   from_micros(rows.integer(6))};
}

void find_result_ahead(Database& database, ApplicationId application) {
  database.ask_ahead("result_find_standing", {application.value});
}

ResultId insert_result(Database& database, ApplicationId application, const ResultRow& result) {
  const auto before = find_result(database, application);
  // Until the old one is superseded the new one does not stand: one result stands at a time.
  const Value in_waiting = before ? Value(before->id.value) : Value();
  Rows rows =
      database.query("result_insert",
                     {application.value, result.level, result.score, result.document_number,
                      result.issued_on, result.status, to_micros(result.received_at), in_waiting});
  CHECK(rows.next());
  const ResultId id{rows.integer(0)};
  while (rows.next()) {
  }
  if (before) {
    database.run("result_supersede", {before->id.value, id.value});
    database.run("result_stand", {id.value});
  }
  return id;
}

std::optional<ResultRow> find_result(Database& database, ResultId id) {
  Rows rows = database.query("result_find", {id.value});
  if (!rows.next()) return std::nullopt;
  ResultRow found;
  found.id = id;
  found.level = rows.text(0);
  found.document_number = rows.text(1);
  found.status = rows.text(2);
  return found;
}

std::vector<ResultRow> list_results_of(Database& database, ApplicationId application) {
  std::vector<ResultRow> results;
  Rows rows = database.query("result_list_of", {application.value});
  while (rows.next()) {
    results.push_back({ResultId{rows.integer(0)}, std::string(rows.text(1)),
                       std::string(rows.text(2)), std::string(rows.text(3)),
                       std::string(rows.text(4)), std::string(rows.text(5)),
                       from_micros(rows.integer(6))});
  }
  return results;
}

std::int64_t count_missing_results(Database& database, SessionId session) {
  Rows rows = database.query("result_count_missing", {session.value});
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace keste::store
