// Statements that are sent to PostgreSQL without waiting for the answer to the one before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgresql_cursor.hpp"

namespace keste::store {

/// One connection's. Statements leave when libpq's buffer is full, or is flushed, or with `settle`,
/// which waits for the answers to all of them. What fails there fails what came after.
class PostgresqlPipeline {
 public:
  /// What was sent: a write that must change so many rows, questions under their keys, or neither.
  struct Sent {
    std::string_view name;
    std::vector<std::string> keys;
    std::optional<int> changes;
  };
  struct Answer {
    Sent sent;
    Result result;  ///< Null when the connection was lost.
  };

  bool is_empty() const { return sent_.empty(); }
  /// More than that might fill both sides' buffers, and each would wait for the other.
  bool is_full() const { return sent_.size() >= most_statements || bytes_ >= most_bytes; }
  bool send(PGconn* connection, Sent sent, const std::string& prepared,
            const Parameters& parameters);
  /// A statement without values and without a name.
  bool send(PGconn* connection, const std::string& sql);
  /// The answers, in order; a failure among them is the caller's to report.
  std::vector<Answer> settle(PGconn* connection);
  /// For a connection that is gone.
  void drop() noexcept;

 private:
  static bool enter(PGconn* connection);

  static constexpr std::size_t most_statements = 128;
  static constexpr std::size_t most_bytes = 48 * 1024;

  std::vector<Sent> sent_;
  std::size_t bytes_ = 0;
};

/// Answers to questions that were asked ahead, until they are taken.
class AnswersAhead {
 public:
  static std::string key_of(std::string_view name, ValueSpan values);

  bool is_empty() const { return answers_.empty(); }
  bool has(const std::string& key) const { return answers_.contains(key); }
  void expect(const std::string& key) { answers_.try_emplace(key); }
  /// The answer to ask_many: its first column says whose a row is.
  void keep(const std::vector<std::string>& keys, Result answer);
  /// Nothing when it has not come.
  std::optional<AnswerRows> take(const std::string& key);
  void forget() noexcept { answers_.clear(); }

 private:
  std::unordered_map<std::string, std::optional<AnswerRows>> answers_;
};

}  // namespace keste::store
