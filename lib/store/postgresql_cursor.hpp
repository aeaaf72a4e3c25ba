// One of PostgreSQL's statements and the rows of its last use.
#pragma once

#include <libpq-fe.h>

#include <charconv>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "store/connection.hpp"
#include "store/postgresql_parameters.hpp"

namespace keste::store {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, Clear>;

/// The rows of one question, which may share a result with other questions' rows.
struct AnswerRows {
  std::shared_ptr<PGresult> result;
  std::vector<int> rows;
  int first_column = 0;
};

/// How many rows a statement changed.
inline int changes_of(PGresult* result) {
  const std::string_view digits(PQcmdTuples(result));
  int changes = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), changes);
  return changes;
}

/// One named statement and the rows of its last use.
class PostgresqlCursor final : public Cursor {
 public:
  explicit PostgresqlCursor(std::string text) : text_(std::move(text)) {}

  const std::string& sql() const { return text_; }
  /// The server's names of it, one for each list of types that it was prepared for.
  std::vector<std::pair<std::vector<Oid>, std::string>> prepared;
  /// The types of its parameters, as the server finds them; asked where rows are gathered.
  std::vector<Oid> types;
  bool is_in_use() const { return result_ != nullptr; }
  void take(Result result) {
    std::vector<int> rows(static_cast<std::size_t>(PQntuples(result.get())));
    std::iota(rows.begin(), rows.end(), 0);
    take({std::move(result), std::move(rows), 0});
  }
  void take(AnswerRows answer) {
    rows_ = std::move(answer.rows);
    first_column_ = answer.first_column;
    result_ = std::move(answer.result);
    next_ = 0;
    bytes_.assign(static_cast<std::size_t>(PQnfields(result_.get())), {});
  }

  int changes() const { return changes_of(result_.get()); }

  bool next() override {
    for (std::string& bytes : bytes_) bytes.clear();
    if (next_ == rows_.size()) return false;
    row_ = rows_[next_++];
    return true;
  }

  std::int64_t integer(int column) const override {
    const std::string_view digits = raw(column);
    if (type(column) == boolean_type) return digits == "t" ? 1 : 0;
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  std::string_view text(int column) const override {
    const std::string_view found = raw(column);
    if (type(column) != bytes_type) return found;
    // "\x0aff…": two digits a byte after two characters.
    std::string& out = bytes_[static_cast<std::size_t>(column)];
    out.clear();
    for (std::size_t i = 2; i + 1 < found.size(); i += 2) {
      unsigned byte = 0;
      std::from_chars(found.data() + i, found.data() + i + 2, byte, 16);
      out.push_back(static_cast<char>(byte));
    }
    return out;
  }

  bool is_null(int column) const override {
    return PQgetisnull(result_.get(), row_, first_column_ + column) == 1;
  }

  Value::Kind kind(int column) const override {
    if (is_null(column)) return Value::Kind::null;
    switch (type(column)) {
      case bytes_type:
        return Value::Kind::blob;
      case integer_type:
      case boolean_type:
        return Value::Kind::integer;
      default:
        return Value::Kind::text;
    }
  }

  int columns() const override { return PQnfields(result_.get()) - first_column_; }
  std::string_view column_name(int column) const override {
    return PQfname(result_.get(), first_column_ + column);
  }

  void finish() noexcept override { result_.reset(); }

 private:
  std::string_view raw(int column) const {
    return {PQgetvalue(result_.get(), row_, first_column_ + column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, first_column_ + column))};
  }
  Oid type(int column) const { return PQftype(result_.get(), first_column_ + column); }

  std::string text_;
  std::shared_ptr<PGresult> result_;
  std::vector<int> rows_;
  int first_column_ = 0;
  std::size_t next_ = 0;
  int row_ = -1;
  mutable std::vector<std::string> bytes_;  ///< What `text` decoded of the row.
};

}  // namespace keste::store
