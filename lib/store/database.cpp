// Database on SQLite through SQLiteCpp: statements by name, failures as Faults.
#include "store/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <unordered_map>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/catalog.hpp"
#include "store/log_file.hpp"

namespace keste::store {

// The connection is SQLiteCpp's. Statements are held by their C handle: SQLiteCpp 3.2 keeps that
// handle private and binds text only by copying it, and intake binds thirteen texts a person.
struct Prepared {
  Prepared(std::string_view statement_name, SQLite::Database& connection, std::string_view sql)
      : name(statement_name), database(connection.getHandle()) {
    sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                       SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  }
  ~Prepared() { sqlite3_finalize(statement); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  std::string_view name;
  sqlite3* database;
  sqlite3_stmt* statement = nullptr;
  bool in_use = false;
};

namespace {

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

template <class List>
void bind(Prepared& prepared, const List& values) {
  int index = 0;
  for (const Value& value : values) {
    ++index;
    const auto size = static_cast<int>(value.text().size());
    // An empty view may have no address, which SQLite would take for NULL.
    const char* bytes = value.text().empty() ? "" : value.text().data();
    int code = SQLITE_OK;
    switch (value.kind()) {
      case Value::Kind::null:
        code = sqlite3_bind_null(prepared.statement, index);
        break;
      case Value::Kind::integer:
        code = sqlite3_bind_int64(prepared.statement, index, value.integer());
        break;
      // The caller's bytes outlive the step, so SQLite need not copy them.
      case Value::Kind::text:
        code = sqlite3_bind_text(prepared.statement, index, bytes, size, nullptr);
        break;
      case Value::Kind::blob:
        code = sqlite3_bind_blob(prepared.statement, index, bytes, size, nullptr);
        break;
    }
    CHECK(code == SQLITE_OK);
  }
  CHECK(index == sqlite3_bind_parameter_count(prepared.statement));
}

int open_flags(Access access) {
  const int mode = access == Access::writer ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                            : SQLite::OPEN_READONLY;
  return mode | SQLite::OPEN_NOMUTEX;
}

}  // namespace

Value Value::blob(std::string_view bytes) {
  Value value(bytes);
  value.kind_ = Kind::blob;
  return value;
}

Rows::Rows(Prepared& prepared) : prepared_(prepared) {}

Rows::~Rows() {
  // Its error, if any, has been reported by the step that met it.
  sqlite3_reset(prepared_.statement);
  prepared_.in_use = false;
}

bool Rows::next() {
  const int code = sqlite3_step(prepared_.statement);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw_fault(prepared_.database, prepared_.name);
  return false;
}

std::int64_t Rows::integer(int column) const {
  return sqlite3_column_int64(prepared_.statement, column);
}

std::string_view Rows::text(int column) const {
  const void* bytes = sqlite3_column_blob(prepared_.statement, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(prepared_.statement, column))};
}

bool Rows::is_null(int column) const {
  return sqlite3_column_type(prepared_.statement, column) == SQLITE_NULL;
}

struct Database::Impl {
  Impl(const std::string& path, Access access)
      : connection(path.c_str(), open_flags(access), 5'000,
                   access == Access::writer ? log_vfs_name() : nullptr) {}

  SQLite::Database connection;
  std::unordered_map<std::string_view, std::unique_ptr<Prepared>> prepared;
};

Database::Database(const std::string& path, Access access) {
  // Before the first connection: without its memory statistics SQLite takes no lock to allocate.
  // Later calls change nothing.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  try {
    impl_ = std::make_unique<Impl>(path, access);
    open(path, access);
  } catch (const SQLite::Exception& error) {
    throw Fault(FaultKind::io, "opening " + path, error.what());
  }
}

Database::~Database() = default;

void Database::open(const std::string& path, Access access) {
  SQLite::Database& connection = impl_->connection;
  connection.exec("PRAGMA foreign_keys = OFF");
  connection.exec("PRAGMA trusted_schema = OFF");
  if (access == Access::reader) {
    connection.exec("PRAGMA query_only = ON");
    return;
  }
  if (path != ":memory:") {
    // Personal data: nobody but the daemon's own user reads the file; SQLite gives its log the
    // same mode.
    if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) throw errno_fault("guarding " + path);
    const std::string mode = connection.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal") throw Fault(FaultKind::io, "opening " + path, "the disk cannot hold a WAL");
  }
  connection.exec("PRAGMA synchronous = FULL");
  connection.exec("PRAGMA cache_size = -" + std::to_string(cache_kib));
  // Pages reach the log in a commit only, which ends with its sync: so what a failed write has
  // taken back (log_file) can be nothing that the transaction counts on.
  connection.exec("PRAGMA cache_spill = OFF");
  connection.exec("PRAGMA wal_autocheckpoint = " + std::to_string(checkpoint_pages));
  connection.exec("PRAGMA journal_size_limit = 67108864");
}

Prepared& Database::prepare(std::string_view name) {
  const auto found = impl_->prepared.find(name);
  if (found != impl_->prepared.end()) return *found->second;
  const CatalogEntry entry = load_statement(name);
  auto prepared = std::make_unique<Prepared>(entry.name, impl_->connection, entry.text);
  if (prepared->statement == nullptr) {
    throw_fault(impl_->connection.getHandle(), "preparing " + std::string(name));
  }
  return *impl_->prepared.emplace(entry.name, std::move(prepared)).first->second;
}

Prepared& Database::take(std::string_view name) {
  Prepared& prepared = prepare(name);
  CHECK(!prepared.in_use);
  prepared.in_use = true;
  return prepared;
}

int Database::run_to_end(Prepared& prepared) {
  Rows rows(prepared);
  // A statement with RETURNING has applied a row by the time that it hands it out.
  while (rows.next()) {
  }
  return impl_->connection.getChanges();
}

int Database::run(std::string_view name, Values values) {
  Prepared& prepared = take(name);
  bind(prepared, values);
  return run_to_end(prepared);
}

int Database::run(std::string_view name, const std::vector<Value>& values) {
  Prepared& prepared = take(name);
  bind(prepared, values);
  return run_to_end(prepared);
}

std::optional<std::int64_t> Database::insert(std::string_view name, Values values) {
  if (run(name, values) == 0) return std::nullopt;
  return impl_->connection.getLastInsertRowid();
}

Rows Database::query(std::string_view name, Values values) {
  Prepared& prepared = take(name);
  bind(prepared, values);
  return Rows(prepared);
}

void Database::run_script(const std::string& script) {
  try {
    impl_->connection.exec(script);
  } catch (const SQLite::Exception&) {
    throw_fault(impl_->connection.getHandle(), "running a script");
  }
}

bool Database::empty_log() {
  Rows rows = query("log_empty");
  return rows.next() && rows.integer(0) == 0;
}

void Database::begin() { run("transaction_begin"); }
void Database::commit() { run("transaction_commit"); }

void Database::rollback() noexcept {
  // SQLite rolls back by itself after some failures; a second rollback then finds nothing to do.
  sqlite3_exec(impl_->connection.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace keste::store
