// SQLite through SQLiteCpp: statements by name, failures as Faults.

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <unordered_map>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/catalog.hpp"
#include "store/connection.hpp"
#include "store/log_file.hpp"

namespace keste::store {
namespace {

// The connection is SQLiteCpp's. Statements are held by their C handle: SQLiteCpp 3.2 keeps that
// handle private and binds text only by copying it, and intake binds thirteen texts a person.
class Prepared final : public Cursor {
 public:
  Prepared(std::string_view name, SQLite::Database& connection, std::string_view sql)
      : name_(name), database_(connection.getHandle()) {
    sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                       SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  }
  ~Prepared() override { sqlite3_finalize(statement_); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  bool is_good() const { return statement_ != nullptr; }
  void begin(ValueSpan values);
  bool next() override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  bool is_null(int column) const override;
  Value::Kind kind(int column) const override;
  int columns() const override { return sqlite3_column_count(statement_); }
  std::string_view column_name(int column) const override {
    return sqlite3_column_name(statement_, column);
  }
  void finish() noexcept override;

 private:
  void bind(ValueSpan values);

  std::string_view name_;
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  bool in_use_ = false;
};

// 16 MB of log. Applicants come in no order, so that each touches another page of the index over
// keyed hashes: the longer the log, the more of them share a page that is written once. A
// checkpoint every 4 MB holds a turn up for 3 ms and costs a sixth of the rate; one every 32 MB
// holds it up for 20 ms and gives no more. It is this connection's: before SQLite 3.51.3 a
// checkpoint by another one beside a writer can corrupt the log.
constexpr int checkpoint_pages = 4'000;
constexpr int cache_kib = 64 * 1024;

/// A quota and a limit of file size are full disks to whoever meets them.
bool is_out_of_space(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

/// What the log's file met last: a commit that fails leaves its error there only.
int last_errno_of_log(sqlite3* database) {
  int error = 0;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  const bool knows = log != nullptr && log->pMethods != nullptr && log->pMethods->xFileControl;
  if (knows) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

FaultKind kind_of(sqlite3* database) {
  const int code = sqlite3_errcode(database);
  if (code == SQLITE_FULL) return FaultKind::storage_full;
  if (code == SQLITE_IOERR) {
    const bool full = is_out_of_space(sqlite3_system_errno(database)) ||
                      is_out_of_space(last_errno_of_log(database));
    return full ? FaultKind::storage_full : FaultKind::io;
  }
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return FaultKind::busy;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return FaultKind::corrupt;
  return FaultKind::io;
}

[[noreturn]] void throw_fault(sqlite3* database, std::string_view while_doing) {
  throw Fault(kind_of(database), std::string(while_doing), sqlite3_errmsg(database));
}

void Prepared::bind(ValueSpan values) {
  int index = 0;
  for (const Value& value : values) {
    ++index;
    const auto size = static_cast<int>(value.text().size());
    // An empty view may have no address, which SQLite would take for NULL.
    const char* bytes = value.text().empty() ? "" : value.text().data();
    int code = SQLITE_OK;
    switch (value.kind()) {
      case Value::Kind::null:
        code = sqlite3_bind_null(statement_, index);
        break;
      case Value::Kind::integer:
        code = sqlite3_bind_int64(statement_, index, value.integer());
        break;
      // The caller's bytes outlive the step, so SQLite need not copy them.
      case Value::Kind::text:
        code = sqlite3_bind_text(statement_, index, bytes, size, nullptr);
        break;
      case Value::Kind::blob:
        code = sqlite3_bind_blob(statement_, index, bytes, size, nullptr);
        break;
    }
    CHECK(code == SQLITE_OK);
  }
  CHECK(index == sqlite3_bind_parameter_count(statement_));
}

int open_flags(Access access) {
  const int mode = access == Access::writer ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                            : SQLite::OPEN_READONLY;
  return mode | SQLite::OPEN_NOMUTEX;
}

void Prepared::begin(ValueSpan values) {
  CHECK(!in_use_);
  bind(values);
  in_use_ = true;
}

bool Prepared::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw_fault(database_, name_);
  return false;
}

std::int64_t Prepared::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Prepared::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Prepared::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Value::Kind Prepared::kind(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return Value::Kind::integer;
    case SQLITE_BLOB:
      return Value::Kind::blob;
    case SQLITE_NULL:
      return Value::Kind::null;
    default:
      return Value::Kind::text;
  }
}

void Prepared::finish() noexcept {
  // Its error, if any, has been reported by the step that met it.
  sqlite3_reset(statement_);
  in_use_ = false;
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, Access access)
      : connection_(path.c_str(), open_flags(access), 5'000,
                    access == Access::writer ? log_vfs_name() : nullptr) {
    set_up(path, access);
  }

  Cursor& start(std::string_view name, ValueSpan values) override;
  Cursor& start_text(const std::string& sql, ValueSpan values) override;
  int run(std::string_view name, ValueSpan values) override;
  void run_later(std::string_view name, ValueSpan values, int changes) override;
  // Here an answer costs no journey.
  void ask_ahead(std::string_view, ValueSpan) override {}
  void forget_ahead() override {}
  void run_script(const std::string& script) override;
  bool empty_log() override;
  void begin() override { run("transaction_begin", {}); }
  void begin_reading() override { run("transaction_begin_reading", {}); }
  void commit() override { run("transaction_commit", {}); }
  void rollback() noexcept override;
  Schema find_schema() override { return {ask("PRAGMA user_version"), 0}; }
  void set_schema(const Schema& schema) override {
    run_script("PRAGMA user_version = " + std::to_string(schema.version));
  }
  Dialect dialect() const override { return Dialect::sqlite; }

 private:
  void set_up(const std::string& path, Access access);
  int ask(const char* sql);
  Prepared& prepare(std::string_view name);

  SQLite::Database connection_;
  std::unordered_map<std::string_view, std::unique_ptr<Prepared>> prepared_;
  std::string text_sql_;
  std::unique_ptr<Prepared> text_;  ///< The last statement without a name.
};

void SqliteConnection::set_up(const std::string& path, Access access) {
  connection_.exec("PRAGMA foreign_keys = OFF");
  connection_.exec("PRAGMA trusted_schema = OFF");
  if (access == Access::reader) {
    connection_.exec("PRAGMA query_only = ON");
    return;
  }
  if (path != ":memory:") {
    // Personal data: nobody but the daemon's own user reads the file; SQLite gives its log the
    // same mode.
    if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) throw errno_fault("guarding " + path);
    const std::string mode = connection_.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal") throw Fault(FaultKind::io, "opening " + path, "the disk cannot hold a WAL");
  }
  connection_.exec("PRAGMA synchronous = FULL");
  connection_.exec("PRAGMA cache_size = -" + std::to_string(cache_kib));
  // Pages reach the log in a commit only, which ends with its sync: so what a failed write has
  // taken back (log_file) can be nothing that the transaction counts on.
  connection_.exec("PRAGMA cache_spill = OFF");
  connection_.exec("PRAGMA wal_autocheckpoint = " + std::to_string(checkpoint_pages));
  connection_.exec("PRAGMA journal_size_limit = 67108864");
}

Prepared& SqliteConnection::prepare(std::string_view name) {
  const auto found = prepared_.find(name);
  if (found != prepared_.end()) return *found->second;
  const CatalogEntry entry = load_statement(name, Dialect::sqlite);
  auto prepared = std::make_unique<Prepared>(entry.name, connection_, entry.text);
  if (!prepared->is_good()) throw_fault(connection_.getHandle(), "preparing " + std::string(name));
  return *prepared_.emplace(entry.name, std::move(prepared)).first->second;
}

Cursor& SqliteConnection::start(std::string_view name, ValueSpan values) {
  Prepared& prepared = prepare(name);
  prepared.begin(values);
  return prepared;
}

Cursor& SqliteConnection::start_text(const std::string& sql, ValueSpan values) {
  if (!text_ || text_sql_ != sql) {
    text_ = std::make_unique<Prepared>("a statement", connection_, sql);
    text_sql_ = sql;
  }
  if (!text_->is_good()) throw_fault(connection_.getHandle(), "preparing " + sql);
  text_->begin(values);
  return *text_;
}

int SqliteConnection::run(std::string_view name, ValueSpan values) {
  Rows rows(start(name, values));
  // A statement with RETURNING has applied a row by the time that it hands it out.
  while (rows.next()) {
  }
  return connection_.getChanges();
}

void SqliteConnection::run_later(std::string_view name, ValueSpan values, int changes) {
  expect_changes(name, run(name, values), changes);
}

void SqliteConnection::run_script(const std::string& script) {
  try {
    connection_.exec(script);
  } catch (const SQLite::Exception&) {
    throw_fault(connection_.getHandle(), "running a script");
  }
}

int SqliteConnection::ask(const char* sql) {
  try {
    return connection_.execAndGet(sql).getInt();
  } catch (const SQLite::Exception&) {
    throw_fault(connection_.getHandle(), sql);
  }
}

bool SqliteConnection::empty_log() {
  // Its first column says whether somebody was in the way.
  return ask("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
}

void SqliteConnection::rollback() noexcept {
  // SQLite rolls back by itself after some failures; a second rollback then finds nothing to do.
  sqlite3_exec(connection_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path, Access access) {
  // Before the first connection: without its memory statistics SQLite takes no lock to allocate.
  // Later calls change nothing.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  try {
    return std::make_unique<SqliteConnection>(path, access);
  } catch (const SQLite::Exception& error) {
    throw Fault(FaultKind::io, "opening " + path, error.what());
  }
}

}  // namespace keste::store
