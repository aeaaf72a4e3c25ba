// Database: one connection, its named statements, and transactions as scopes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
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

class Connection;
class Cursor;

/// The rows of one statement under way; resets the statement when it ends. Columns count from 0.
class Rows {
 public:
  explicit Rows(Cursor& cursor);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  /// Moves to the next row; false when there is none.
  bool next();
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< Text or blob; valid until the next `next`.
  bool is_null(int column) const;
  Value::Kind kind(int column) const;
  int columns() const;
  /// Which column has that name; one that none has is a bug.
  int column(std::string_view name) const;

 private:
  Cursor& cursor_;
};

enum class Access {
  writer,  ///< Writes; on SQLite the one connection that does, and that checkpoints.
  reader,  ///< Reads beside the writers.
};

/// Which SQL a connection speaks. Statements are the same but for those in sql/<dialect>/.
enum class Dialect { sqlite, postgresql };

struct Schema {
  int version = 0;  ///< 0 for an empty database.
  /// Daemons from this version on may write into it. 0 on SQLite, whose one daemon is never
  /// upgraded while another one runs.
  int oldest_writer = 0;
};

/// Whether a location is a database server's URL rather than a file's path.
bool is_postgresql(std::string_view location);

/// A connection to a database. One thread at a time. Failures are thrown as Fault; a full disk is
/// FaultKind::storage_full, a server that cannot be reached or takes no writes
/// FaultKind::unreachable.
class Database {
 public:
  /// `location` is a file's path, ":memory:" for a database that lives as long as this object, or
  /// "postgresql://…" as libpq takes it, with several hosts too. A writer makes SQLite's file (mode
  /// 0600) and sets WAL and synchronous=FULL. A connection to a server that was lost is made anew
  /// at the next transaction, or the next statement outside of one.
  Database(const std::string& location, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs a named statement to its end; the number of rows it changed.
  int run(std::string_view name, Values values = {});
  int run(std::string_view name, const std::vector<Value>& values);
  /// Runs a named statement that must change so many rows, at the latest before the next statement
  /// that answers, or the commit: a server is sent many without waiting for it, and rows of one
  /// INSERT together, before what else came in between. One that changes another number of rows
  /// fails the transaction there, with FaultKind::overtaken.
  void run_later(std::string_view name, Values values, int changes = 1);
  void run_later(std::string_view name, const std::vector<Value>& values, int changes = 1);
  /// Asks a server soon what `query` will ask with the same name and values within this
  /// transaction; many such questions travel together, and each answer's rows come in no order. The
  /// first such `query` takes the answer, which may be as of now: who asks ahead sees to it that
  /// nothing in between can change it. SQLite is asked when it is time.
  void ask_ahead(std::string_view name, Values values);
  /// Answers that nobody has taken are out of date from here on.
  void forget_ahead();
  /// Runs a named statement as its rows are asked for. One use of a statement at a time; texts
  /// given as values must outlive the rows.
  Rows query(std::string_view name, Values values = {});
  /// Runs a statement that was put together by whoever must know every table: for copying a
  /// database. Everything else has a name. One at a time.
  Rows query_text(const std::string& sql, const std::vector<Value>& values = {});
  /// Runs a script of several statements, for migrations.
  void run_script(const std::string& script);

  /// Takes everything out of SQLite's log into the database file, where what was deleted is
  /// overwritten: after personal data were erased. Readers that are at it may prevent that; false
  /// then. A server has its own vacuum, and nothing to do here.
  bool empty_log();

  /// A transaction that may write holds the right to write before it reads anything, until it ends:
  /// on SQLite BEGIN IMMEDIATE (a read that turns into a write would fail at once, whatever the
  /// busy time-out says), on PostgreSQL an advisory lock, which other daemons' transactions wait
  /// for; it travels with the first question, which fails when it is not to be had. So whatever is
  /// read is what the last one left. Prefer Transaction.
  void begin();
  /// One that only reads, and sees one state throughout. Holds nobody up.
  void begin_reading();
  void commit();
  void rollback() noexcept;

  Schema find_schema();
  void set_schema(const Schema& schema);
  Dialect dialect() const;

 private:
  std::unique_ptr<Connection> connection_;
};

/// A scope in which everything that is read is of one moment; ends with the scope.
class ReadTransaction {
 public:
  explicit ReadTransaction(Database& database) : database_(database) { database_.begin_reading(); }
  ~ReadTransaction() { database_.rollback(); }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Database& database_;
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
