// libpq's pipeline mode, entered with the first statement and left with the last answer.
#include "store/postgresql_pipeline.hpp"

#include <cstdlib>

namespace keste::store {

bool PostgresqlPipeline::enter(PGconn* connection) {
  return PQpipelineStatus(connection) != PQ_PIPELINE_OFF || PQenterPipelineMode(connection) == 1;
}

bool PostgresqlPipeline::send(PGconn* connection, const std::string& sql) {
  if (!enter(connection) ||
      PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0) {
    return false;
  }
  sent_.push_back({"beginning a transaction", {}, {}});
  return true;
}

bool PostgresqlPipeline::send(PGconn* connection, Sent sent, const std::string& prepared,
                              const Parameters& parameters) {
  if (!enter(connection)) return false;
  if (PQsendQueryPrepared(connection, prepared.c_str(), parameters.size(), parameters.bytes(),
                          parameters.sizes(), parameters.formats(), 0) == 0) {
    return false;
  }
  for (int i = 0; i < parameters.size(); ++i) {
    bytes_ += static_cast<std::size_t>(parameters.sizes()[i]);
  }
  sent_.push_back(std::move(sent));
  return true;
}

std::vector<PostgresqlPipeline::Answer> PostgresqlPipeline::settle(PGconn* connection) {
  std::vector<Answer> answers;
  answers.reserve(sent_.size());
  const bool synced = PQpipelineSync(connection) == 1;
  for (Sent& sent : sent_) {
    Result result(synced ? PQgetResult(connection) : nullptr);
    // A null result ends each statement's own.
    if (result) PQclear(PQgetResult(connection));
    answers.push_back({std::move(sent), std::move(result)});
  }
  drop();
  if (synced) PQclear(PQgetResult(connection));
  PQexitPipelineMode(connection);
  return answers;
}

void PostgresqlPipeline::drop() noexcept {
  sent_.clear();
  bytes_ = 0;
}

std::string AnswersAhead::key_of(std::string_view name, ValueSpan values) {
  std::string key(name);
  for (const Value& value : values) {
    const bool is_number = value.kind() == Value::Kind::integer;
    const std::string number = is_number ? std::to_string(value.integer()) : std::string();
    const std::string_view bytes = is_number ? std::string_view(number) : value.text();
    key.push_back(static_cast<char>(value.kind()));
    key.append(std::to_string(bytes.size())).append(":").append(bytes);
  }
  return key;
}

void AnswersAhead::keep(const std::vector<std::string>& keys, Result answer) {
  const std::shared_ptr<PGresult> result = std::move(answer);
  std::vector<std::vector<int>> rows(keys.size());
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    rows.at(static_cast<std::size_t>(std::atoi(PQgetvalue(result.get(), row, 0)))).push_back(row);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto waiting = answers_.find(keys[i]);
    if (waiting != answers_.end()) waiting->second = AnswerRows{result, std::move(rows[i]), 1};
  }
}

std::optional<AnswerRows> AnswersAhead::take(const std::string& key) {
  const auto found = answers_.find(key);
  if (found == answers_.end() || !found->second) return std::nullopt;
  return std::move(answers_.extract(found).mapped());
}

}  // namespace keste::store
