// PostgreSQL through libpq: statements by name, failures as Faults, a lost connection made anew.
#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <unordered_map>
#include <vector>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/catalog.hpp"
#include "store/connection.hpp"
#include "store/postgresql_parameters.hpp"

namespace keste::store {
namespace {

// A daemon that stops in the middle of a transaction (a paused machine, a debugger) must not keep
// the others from writing: the server ends its session, and with it the transaction. A server told
// to lose commits is not believed.
constexpr const char* writer_settings =
    "SET client_encoding = 'UTF8'; SET statement_timeout = '20s'; SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '5s';"
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
constexpr const char* reader_settings =
    "SET client_encoding = 'UTF8'; SET statement_timeout = '60s';"
    "SET default_transaction_read_only = on";

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, Clear>;
using Handle = std::unique_ptr<PGconn, Clear>;

std::string one_line(const char* text) {
  std::string line(text == nullptr ? "" : text);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  for (char& character : line) {
    if (character == '\n') character = ' ';
  }
  return line;
}

std::string_view state_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : std::string_view(state);
}

/// By the classes of PostgreSQL's appendix A.
FaultKind kind_of(std::string_view state) {
  if (state == "53100") return FaultKind::storage_full;
  // A lock that was not to be had, a deadlock: somebody else's doing, whatever was asked.
  if (state == "55P03" || state.starts_with("40")) return FaultKind::unreachable;
  if (state == "XX001" || state == "XX002") return FaultKind::corrupt;
  return FaultKind::io;
}

/// Another server may take writes: this one was demoted, or is going down.
bool is_leaving(std::string_view state) { return state == "25006" || state.starts_with("57P"); }

/// "?1" of the catalog as libpq wants it: "$1".
std::string with_dollars(std::string_view text) {
  std::string out(text);
  for (char& character : out) {
    if (character == '?') character = '$';
  }
  return out;
}

/// One named statement and the rows of its last use.
class PostgresqlCursor final : public Cursor {
 public:
  explicit PostgresqlCursor(std::string text) : text_(std::move(text)) {}

  const std::string& sql() const { return text_; }
  bool is_in_use() const { return result_ != nullptr; }
  void take(Result result) {
    result_ = std::move(result);
    row_ = -1;
    bytes_.assign(static_cast<std::size_t>(PQnfields(result_.get())), {});
  }

  bool next() override {
    for (std::string& bytes : bytes_) bytes.clear();
    return ++row_ < PQntuples(result_.get());
  }

  std::int64_t integer(int column) const override {
    const std::string_view digits = raw(column);
    if (PQftype(result_.get(), column) == boolean_type) return digits == "t" ? 1 : 0;
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  std::string_view text(int column) const override {
    const std::string_view found = raw(column);
    if (PQftype(result_.get(), column) != bytes_type) return found;
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

  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) == 1; }

  Value::Kind kind(int column) const override {
    if (is_null(column)) return Value::Kind::null;
    switch (PQftype(result_.get(), column)) {
      case bytes_type:
        return Value::Kind::blob;
      case integer_type:
      case boolean_type:
        return Value::Kind::integer;
      default:
        return Value::Kind::text;
    }
  }

  int columns() const override { return PQnfields(result_.get()); }
  std::string_view column_name(int column) const override { return PQfname(result_.get(), column); }

  void finish() noexcept override { result_.reset(); }

 private:
  std::string_view raw(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }

  std::string text_;
  Result result_;
  int row_ = -1;
  mutable std::vector<std::string> bytes_;  ///< What `text` decoded of the row.
};

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(std::string url, Access access) : url_(std::move(url)), access_(access) {
    connect();
  }

  Cursor& start(std::string_view name, ValueSpan values) override {
    return execute(cursor(name, ""), name, values);
  }

  Cursor& start_text(const std::string& sql, ValueSpan values) override {
    CHECK(!text_cursor_.is_in_use());
    make_sure();
    const Parameters parameters(values);
    Result result(PQexecParams(handle_.get(), with_dollars(sql).c_str(), parameters.size(),
                               parameters.types(), parameters.bytes(), parameters.sizes(),
                               parameters.formats(), 0));
    check_result(result.get(), "a statement");
    text_cursor_.take(std::move(result));
    return text_cursor_;
  }

  int run(std::string_view name, ValueSpan values) override {
    PostgresqlCursor& done = execute(cursor(name, ""), name, values);
    const int changed = changes_;
    done.finish();
    return changed;
  }

  std::optional<std::int64_t> insert(std::string_view name, ValueSpan values) override {
    Rows rows(execute(cursor(name, " RETURNING id"), name, values));
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
  }

  void run_script(const std::string& script) override {
    make_sure();
    check(Result(PQexec(handle_.get(), script.c_str())), "running a script");
  }

  bool empty_log() override { return true; }

  void begin() override { begin_with("transaction_begin"); }
  void begin_reading() override { begin_with("transaction_begin_reading"); }

  void commit() override {
    in_transaction_ = false;
    const Result result(PQexec(handle_.get(), "COMMIT"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && is_lost()) {
      throw Fault(FaultKind::outcome_unknown, "committing",
                  one_line(PQerrorMessage(handle_.get())));
    }
    check_result(result.get(), "committing");
    // A transaction that failed on its way ends with a rollback, which COMMIT reports as success.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
      throw Fault(FaultKind::io, "committing", "the server rolled the transaction back");
    }
  }

  void rollback() noexcept override {
    in_transaction_ = false;
    if (!is_lost()) PQclear(PQexec(handle_.get(), "ROLLBACK"));
  }

  int find_schema() override {
    if (ask("SELECT count(*) FROM pg_tables WHERE tablename = 'keste_schema' AND "
            "schemaname = ANY (current_schemas(false))") == 0) {
      return 0;
    }
    return static_cast<int>(ask("SELECT max(version) FROM keste_schema"));
  }

  void set_schema(int version) override {
    run_script(
        "CREATE TABLE IF NOT EXISTS keste_schema (version BIGINT NOT NULL);"
        "DELETE FROM keste_schema; INSERT INTO keste_schema VALUES (" +
        std::to_string(version) + ")");
  }

  Dialect dialect() const override { return Dialect::postgresql; }

 private:
  bool is_lost() const { return must_leave_ || PQstatus(handle_.get()) != CONNECTION_OK; }

  void connect() {
    // What the URL says comes later and wins. Several hosts: the one that takes writes.
    const bool writes = access_ == Access::writer;
    const std::array<const char*, 8> keys{
        "connect_timeout",      "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
        "target_session_attrs", "application_name", "dbname",          nullptr};
    const std::array<const char*, 8> values{"3",          "10000",  "5",          "2",
                                            "read-write", "kested", url_.c_str(), nullptr};
    handle_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
    prepared_.clear();
    must_leave_ = false;
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      throw Fault(FaultKind::unreachable, "connecting to PostgreSQL",
                  one_line(PQerrorMessage(handle_.get())));
    }
    // Notices (a table that is there already) are not for the journal.
    PQsetNoticeProcessor(
        handle_.get(), [](void*, const char*) {}, nullptr);
    check(Result(PQexec(handle_.get(), writes ? writer_settings : reader_settings)),
          "setting up the connection");
  }

  void make_sure() {
    // A transaction whose very beginning failed would refuse everything from then on.
    if (!in_transaction_ && !is_lost() && PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) {
      PQclear(PQexec(handle_.get(), "ROLLBACK"));
    }
    if (!is_lost()) return;
    if (in_transaction_) {
      throw Fault(FaultKind::unreachable, "going on with a transaction", "the connection was lost");
    }
    connect();
  }

  void begin_with(std::string_view name) {
    make_sure();
    const std::string begin(load_statement(name, Dialect::postgresql).text);
    Result result(PQexec(handle_.get(), begin.c_str()));
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      // Lost while nothing was under way: a new connection is as good.
      connect();
      result.reset(PQexec(handle_.get(), begin.c_str()));
    }
    check(result, "beginning a transaction");
    in_transaction_ = true;
  }

  PostgresqlCursor& cursor(std::string_view name, std::string_view suffix) {
    const std::string key = std::string(name).append(suffix);
    const auto found = cursors_.find(key);
    if (found != cursors_.end()) return found->second;
    const CatalogEntry entry = load_statement(name, Dialect::postgresql);
    std::string text(entry.text.substr(0, entry.text.find(';')));
    return cursors_.emplace(key, PostgresqlCursor(with_dollars(text.append(suffix)))).first->second;
  }

  /// The server's name of the statement, prepared for these types.
  std::string prepare(const PostgresqlCursor& wanted, const Parameters& parameters) {
    std::string key = wanted.sql();
    key.push_back('\0');
    for (int i = 0; i < parameters.size(); ++i) {
      key.append(std::to_string(parameters.types()[i])).push_back(' ');
    }
    const auto found = prepared_.find(key);
    if (found != prepared_.end()) return found->second;
    std::string name = "keste_" + std::to_string(prepared_.size());
    check(Result(PQprepare(handle_.get(), name.c_str(), wanted.sql().c_str(), parameters.size(),
                           parameters.types())),
          "preparing a statement");
    return prepared_.emplace(std::move(key), std::move(name)).first->second;
  }

  PostgresqlCursor& execute(PostgresqlCursor& wanted, std::string_view name, ValueSpan values) {
    CHECK(!wanted.is_in_use());
    make_sure();
    const Parameters parameters(values);
    const std::string prepared = prepare(wanted, parameters);
    Result result(PQexecPrepared(handle_.get(), prepared.c_str(), parameters.size(),
                                 parameters.bytes(), parameters.sizes(), parameters.formats(), 0));
    check_result(result.get(), name);
    const std::string_view changed(PQcmdTuples(result.get()));
    changes_ = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), changes_);
    wanted.take(std::move(result));
    return wanted;
  }

  std::int64_t ask(const char* sql) {
    make_sure();
    const Result result(PQexec(handle_.get(), sql));
    check_result(result.get(), sql);
    const std::string_view digits(PQgetvalue(result.get(), 0, 0));
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  void check(const Result& result, std::string_view while_doing) {
    check_result(result.get(), while_doing);
  }

  void check_result(const PGresult* result, std::string_view while_doing) {
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    const std::string_view state = state_of(result);
    must_leave_ = must_leave_ || is_leaving(state);
    throw Fault(is_lost() ? FaultKind::unreachable : kind_of(state), std::string(while_doing),
                one_line(PQerrorMessage(handle_.get())));
  }

  std::string url_;
  Access access_;
  Handle handle_;
  bool in_transaction_ = false;
  bool must_leave_ = false;  ///< The server said that it is not the one to talk to any more.
  int changes_ = 0;
  std::unordered_map<std::string, PostgresqlCursor> cursors_;
  PostgresqlCursor text_cursor_{""};  ///< Of statements without a name, which nobody keeps.
  std::unordered_map<std::string, std::string> prepared_;  ///< By text and types, on this handle.
};

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& url, Access access) {
  return std::make_unique<PostgresqlConnection>(url, access);
}

}  // namespace keste::store
