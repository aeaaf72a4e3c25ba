// PostgreSQL through libpq: statements by name, failures as Faults, a lost connection made anew.
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <vector>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/catalog.hpp"
#include "store/connection.hpp"
#include "store/postgresql_pipeline.hpp"

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

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(std::string url, Access access) : url_(std::move(url)), access_(access) {
    connect();
  }

  Cursor& start(std::string_view name, ValueSpan values) override {
    if (!ahead_.is_empty()) {
      const std::string key = AnswersAhead::key_of(name, values);
      if (ahead_.has(key)) return take_ahead(cursor(name), key);
    }
    return execute(cursor(name), name, values);
  }

  Cursor& start_text(const std::string& sql, ValueSpan values) override {
    CHECK(!text_cursor_.is_in_use());
    make_sure();
    settle();
    const Parameters parameters(values);
    Result result(PQexecParams(handle_.get(), with_dollars(sql).c_str(), parameters.size(),
                               parameters.types(), parameters.bytes(), parameters.sizes(),
                               parameters.formats(), 0));
    check_result(result.get(), "a statement");
    text_cursor_.take(std::move(result));
    return text_cursor_;
  }

  int run(std::string_view name, ValueSpan values) override {
    PostgresqlCursor& done = execute(cursor(name), name, values);
    const int changed = done.changes();
    done.finish();
    return changed;
  }

  void run_later(std::string_view name, ValueSpan values, int changes) override {
    if (in_transaction_) return send(name, values, {name, {}, changes});
    expect_changes(name, run(name, values), changes);
  }

  void ask_ahead(std::string_view name, ValueSpan values) override {
    std::string key = AnswersAhead::key_of(name, values);
    if (!in_transaction_ || ahead_.has(key)) return;
    ahead_.expect(key);
    send(name, values, {name, std::move(key), 0});
  }

  void forget_ahead() override { ahead_.forget(); }

  void run_script(const std::string& script) override {
    make_sure();
    settle();
    check(Result(PQexec(handle_.get(), script.c_str())), "running a script");
  }

  bool empty_log() override { return true; }

  void begin() override { begin_with("transaction_begin"); }
  void begin_reading() override { begin_with("transaction_begin_reading"); }

  void commit() override {
    settle();
    ahead_.forget();
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
    ahead_.forget();
    if (!pipeline_.is_empty()) pipeline_.settle(handle_.get());
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
    for (auto& [name, known] : cursors_) known.prepared.clear();
    prepared_ = 0;
    pipeline_.drop();
    ahead_.forget();
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

  PostgresqlCursor& cursor(std::string_view name) {
    const auto found = cursors_.find(name);
    if (found != cursors_.end()) return found->second;
    const CatalogEntry entry = load_statement(name, Dialect::postgresql);
    const std::string_view text = entry.text.substr(0, entry.text.find(';'));
    return cursors_.emplace(entry.name, PostgresqlCursor(with_dollars(text))).first->second;
  }

  /// The server's name of the statement, prepared for these types.
  const std::string& prepare(PostgresqlCursor& wanted, const Parameters& parameters) {
    for (const auto& [types, name] : wanted.prepared) {
      if (std::equal(types.begin(), types.end(), parameters.types())) return name;
    }
    settle();
    std::string name = "keste_" + std::to_string(++prepared_);
    check(Result(PQprepare(handle_.get(), name.c_str(), wanted.sql().c_str(), parameters.size(),
                           parameters.types())),
          "preparing a statement");
    std::vector<Oid> types(parameters.types(), parameters.types() + parameters.size());
    return wanted.prepared.emplace_back(std::move(types), std::move(name)).second;
  }

  PostgresqlCursor& execute(PostgresqlCursor& wanted, std::string_view name, ValueSpan values) {
    CHECK(!wanted.is_in_use());
    make_sure();
    const Parameters parameters(values);
    const std::string& prepared = prepare(wanted, parameters);
    settle();
    Result result(PQexecPrepared(handle_.get(), prepared.c_str(), parameters.size(),
                                 parameters.bytes(), parameters.sizes(), parameters.formats(), 0));
    check_result(result.get(), name);
    wanted.take(std::move(result));
    return wanted;
  }

  void send(std::string_view name, ValueSpan values, PostgresqlPipeline::Sent sent) {
    make_sure();
    if (pipeline_.is_full()) settle();
    const Parameters parameters(values);
    const std::string& prepared = prepare(cursor(name), parameters);
    if (pipeline_.send(handle_.get(), std::move(sent), prepared, parameters)) return;
    throw Fault(is_lost() ? FaultKind::unreachable : FaultKind::io, std::string(name),
                one_line(PQerrorMessage(handle_.get())));
  }

  /// Waits for the answers to all that was sent.
  void settle() {
    if (pipeline_.is_empty()) return;
    for (auto& [sent, result] : pipeline_.settle(handle_.get())) {
      check_result(result.get(), sent.name);
      if (sent.key.empty()) {
        expect_changes(sent.name, changes_of(result.get()), sent.changes);
      } else {
        ahead_.keep(sent.key, std::move(result));
      }
    }
  }

  Cursor& take_ahead(PostgresqlCursor& wanted, const std::string& key) {
    CHECK(!wanted.is_in_use());
    Result answer = ahead_.take(key);
    if (!answer) {
      settle();
      answer = ahead_.take(key);
    }
    CHECK(answer != nullptr);
    wanted.take(std::move(answer));
    return wanted;
  }

  std::int64_t ask(const char* sql) {
    make_sure();
    settle();
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
    const char* message = PQresultErrorMessage(result);
    if (*message == '\0') message = PQerrorMessage(handle_.get());
    throw Fault(is_lost() ? FaultKind::unreachable : kind_of(state), std::string(while_doing),
                one_line(message));
  }

  std::string url_;
  Access access_;
  Handle handle_;
  bool in_transaction_ = false;
  bool must_leave_ = false;  ///< The server said that it is not the one to talk to any more.
  PostgresqlPipeline pipeline_;
  AnswersAhead ahead_;
  std::unordered_map<std::string_view, PostgresqlCursor> cursors_;  ///< By the catalog's names.
  PostgresqlCursor text_cursor_{""};  ///< Of statements without a name, which nobody keeps.
  int prepared_ = 0;                  ///< Statements, on this handle.
};

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& url, Access access) {
  return std::make_unique<PostgresqlConnection>(url, access);
}

}  // namespace keste::store
