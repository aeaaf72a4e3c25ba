// Database: one connection, its named statements, and transactions as scopes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keste::store {

/// What a statement is given for one of its parameters. Borrows text for the call.
class Value {
 public:
  enum class Kind { null, integer, text, blob };

  Value() = default;
  Value(std::int64_t integer) : kind_(Kind::integer), integer_(integer) {}
  Value(int integer) : kind_(Kind::integer), integer_(integer) {}
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}
  Value(const std::string& text) : kind_(Kind::text), text_(text) {}
  Value(const char* text) : kind_(Kind::text), text_(text) {}
  static Value blob(std::string_view bytes);

  Kind kind() const { return kind_; }
  std::int64_t integer() const { return integer_; }
  std::string_view text() const { return text_; }

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  std::string_view text_;
};

using Values = std::initializer_list<Value>;

struct Prepared;

/// The rows of one statement under way; resets the statement when it ends. Columns count from 0.
class Rows {
 public:
  explicit Rows(Prepared& prepared);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  /// Moves to the next row; false when there is none.
  bool next();
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< Text or blob; valid until the next `next`.
  bool is_null(int column) const;

 private:
  Prepared& prepared_;
};

enum class Access {
  writer,  ///< The one connection that writes and checkpoints.
  reader,  ///< Reads beside the writer; never checkpoints.
};

/// A SQLite connection. One thread at a time. Failures are thrown as Fault; a full disk is
/// FaultKind::storage_full.
class Database {
 public:
  /// `path` is a file, or ":memory:" for a database that lives as long as this object. A writer
  /// makes the file (mode 0600) and sets WAL and synchronous=FULL.
  Database(const std::string& path, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs a named statement to its end; the number of rows it changed.
  int run(std::string_view name, Values values = {});
  int run(std::string_view name, const std::vector<Value>& values);
  /// Runs a named INSERT of one row; the id that the row got, or nothing when it was left out by ON
  /// CONFLICT DO NOTHING. Spares the temporary table that RETURNING costs here.
  std::optional<std::int64_t> insert(std::string_view name, Values values);
  /// Runs a named statement as its rows are asked for. One use of a statement at a time; texts
  /// given as values must outlive the rows.
  Rows query(std::string_view name, Values values = {});
  /// Runs a script of several statements, for migrations.
  void run_script(const std::string& script);

  /// Takes everything out of the log into the database file, where what was deleted is overwritten:
  /// after personal data were erased. Readers that are at it may prevent that; false then.
  bool empty_log();

  /// Every transaction that may write begins IMMEDIATE: a read that turns into a write would fail
  /// at once, whatever the busy time-out says. Prefer Transaction.
  void begin();
  void commit();
  void rollback() noexcept;

 private:
  Prepared& prepare(std::string_view name);
  Prepared& take(std::string_view name);
  int run_to_end(Prepared& prepared);
  void open(const std::string& path, Access access);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A scope that rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.begin(); }
  ~Transaction() {
    if (!committed_) database_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.commit();
    committed_ = true;
  }

 private:
  Database& database_;
  bool committed_ = false;
};

}  // namespace keste::store
