// PostgreSQL through libpq: statements by name, failures as Faults, a lost connection made anew.
#include <libpq-fe.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/catalog.hpp"
#include "store/connection.hpp"
#include "store/postgresql_gathering.hpp"
#include "store/postgresql_pipeline.hpp"
#include "store/postgresql_session.hpp"

namespace keste::store {
namespace {

/// "?1" of the catalog as libpq wants it: "$1".
std::string with_dollars(std::string_view text) {
  std::string out(text);
  for (char& character : out) {
    if (character == '?') character = '$';
  }
  return out;
}

/// What waits to be sent of one statement.
struct Gathered {
  std::string_view name;
  GatheredRows rows;
  std::vector<std::string> keys;  ///< Of questions.
};

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(std::string url, Access access) : session_(std::move(url), access) {}

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
    Result result(PQexecParams(session_.handle(), with_dollars(sql).c_str(), parameters.size(),
                               parameters.types(), parameters.bytes(), parameters.sizes(),
                               parameters.formats(), 0));
    session_.check(result, "a statement");
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
    if (!in_transaction_) return expect_changes(name, run(name, values), changes);
    if (changes == 1 && may_gather(name)) return gather(name, values, {});
    send_gathered();
    send(cursor(name), values, {name, {}, changes});
  }

  void ask_ahead(std::string_view name, ValueSpan values) override {
    std::string key = AnswersAhead::key_of(name, values);
    if (!in_transaction_ || ahead_.has(key)) return;
    ahead_.expect(key);
    // A write that came before it must have happened by then.
    const bool follows_write = std::any_of(gathered_.begin(), gathered_.end(),
                                           [](const Gathered& one) { return one.keys.empty(); });
    if (follows_write) send_gathered();
    gather(name, values, std::move(key));
  }

  void forget_ahead() override { ahead_.forget(); }

  void run_script(const std::string& script) override {
    make_sure();
    settle();
    session_.check(Result(PQexec(session_.handle(), script.c_str())), "running a script");
  }

  bool empty_log() override { return true; }

  /// Travels with what is asked first.
  void begin() override {
    session_.notice_loss();
    make_sure();
    const std::string_view text = load_statement("transaction_begin", Dialect::postgresql).text;
    const auto first = text.find(';');
    const auto second = text.find(';', first + 1);
    for (const auto statement :
         {text.substr(0, first), text.substr(first + 1, second - first - 1)}) {
      if (!pipeline_.send(session_.handle(), std::string(statement)))
        session_.fail("beginning a transaction");
    }
    in_transaction_ = true;
  }

  void begin_reading() override {
    session_.notice_loss();
    make_sure();
    const std::string begin(load_statement("transaction_begin_reading", Dialect::postgresql).text);
    session_.check(Result(PQexec(session_.handle(), begin.c_str())), "beginning a transaction");
    in_transaction_ = true;
  }

  void commit() override {
    settle();
    ahead_.forget();
    in_transaction_ = false;
    const Result result(PQexec(session_.handle(), "COMMIT"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && session_.is_lost()) {
      throw Fault(FaultKind::outcome_unknown, "committing", session_.last_error());
    }
    session_.check(result, "committing");
    // A transaction that failed on its way ends with a rollback, which COMMIT reports as success.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
      throw Fault(FaultKind::io, "committing", "the server rolled the transaction back");
    }
  }

  void rollback() noexcept override {
    in_transaction_ = false;
    ahead_.forget();
    gathered_.clear();
    if (PQpipelineStatus(session_.handle()) != PQ_PIPELINE_OFF) pipeline_.settle(session_.handle());
    if (!session_.is_lost()) PQclear(PQexec(session_.handle(), "ROLLBACK"));
  }

  Schema find_schema() override {
    if (ask("SELECT count(*) FROM pg_tables WHERE tablename = 'keste_schema' AND "
            "schemaname = ANY (current_schemas(false))") == 0) {
      return {};
    }
    const auto version = static_cast<int>(ask("SELECT max(version) FROM keste_schema"));
    // Before schema 4 it had one column.
    if (version < 4) return {version, version};
    return {version, static_cast<int>(ask("SELECT max(oldest_writer) FROM keste_schema"))};
  }

  void set_schema(const Schema& schema) override {
    run_script(
        "CREATE TABLE IF NOT EXISTS keste_schema (version BIGINT NOT NULL);"
        "ALTER TABLE keste_schema ADD COLUMN IF NOT EXISTS oldest_writer BIGINT NOT NULL DEFAULT 0;"
        "DELETE FROM keste_schema; INSERT INTO keste_schema VALUES (" +
        std::to_string(schema.version) + ", " + std::to_string(schema.oldest_writer) + ")");
  }

  Dialect dialect() const override { return Dialect::postgresql; }

 private:
  void make_sure() {
    // A transaction whose very beginning failed would refuse everything from then on.
    if (!in_transaction_ && !session_.is_lost() &&
        PQtransactionStatus(session_.handle()) != PQTRANS_IDLE) {
      pipeline_.settle(session_.handle());
      PQclear(PQexec(session_.handle(), "ROLLBACK"));
    }
    if (!session_.is_lost()) return;
    if (in_transaction_) {
      throw Fault(FaultKind::unreachable, "going on with a transaction", "the connection was lost");
    }
    forget();
    session_.connect();
  }

  /// What was of a connection that is gone.
  void forget() {
    for (auto& [name, known] : cursors_) known.prepared.clear();
    combined_.clear();
    gathered_.clear();
    pipeline_.drop();
    ahead_.forget();
  }

  std::int64_t ask(const char* sql) {
    make_sure();
    settle();
    return session_.ask(sql);
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
    collect();
    return session_.prepare(wanted, parameters);
  }

  PostgresqlCursor& execute(PostgresqlCursor& wanted, std::string_view name, ValueSpan values) {
    CHECK(!wanted.is_in_use());
    make_sure();
    const Parameters parameters(values);
    const std::string& prepared = prepare(wanted, parameters);
    settle();
    Result result(PQexecPrepared(session_.handle(), prepared.c_str(), parameters.size(),
                                 parameters.bytes(), parameters.sizes(), parameters.formats(), 0));
    session_.check(result, name);
    wanted.take(std::move(result));
    return wanted;
  }

  void send(PostgresqlCursor& wanted, ValueSpan values, PostgresqlPipeline::Sent sent) {
    make_sure();
    if (pipeline_.is_full()) collect();
    Parameters parameters(values);
    if (!wanted.types.empty()) parameters.set_types(wanted.types);
    const std::string_view name = sent.name;
    const std::string& prepared = prepare(wanted, parameters);
    if (!pipeline_.send(session_.handle(), std::move(sent), prepared, parameters)) {
      session_.fail(name);
    }
  }

  bool may_gather(std::string_view name) { return !insert_many(cursor(name).sql(), 1).empty(); }

  /// A question has a key.
  void gather(std::string_view name, ValueSpan values, std::string key) {
    auto group = std::find_if(gathered_.begin(), gathered_.end(),
                              [name](const Gathered& one) { return one.name == name; });
    if (group == gathered_.end()) {
      gathered_.push_back({name, {}, {}});
      group = gathered_.end() - 1;
    }
    group->rows.add(values);
    if (!key.empty()) group->keys.push_back(std::move(key));
    if (group->rows.size() < rows_at_once) return;
    send_gathered();
    // The server may begin with them.
    PQflush(session_.handle());
  }

  void send_gathered() {
    for (Gathered& group : std::exchange(gathered_, {})) {
      std::size_t first = 0;
      for (std::size_t count = rows_at_once; count > 0; count /= 2) {
        for (; group.rows.size() - first >= count; first += count) {
          send_some(group, first, count);
        }
      }
    }
  }

  void send_some(Gathered& group, std::size_t first, std::size_t count) {
    const auto values = group.rows.values(first, count);
    if (group.keys.empty()) {
      send(insertion(group.name, count), values, {group.name, {}, static_cast<int>(count)});
    } else {
      const auto begin = group.keys.begin() + static_cast<std::ptrdiff_t>(first);
      send(question(group.name, count, values.size() / count), values,
           {group.name, {begin, begin + static_cast<std::ptrdiff_t>(count)}, {}});
    }
  }

  /// The statement for so many rows: a power of two, so that there are few.
  template <class MakeSql>
  PostgresqlCursor& combined(std::string_view name, std::size_t rows, const MakeSql& make_sql) {
    const std::string key = std::string(name) + "/" + std::to_string(rows);
    const auto found = combined_.find(key);
    if (found != combined_.end()) return found->second;
    return combined_.emplace(key, PostgresqlCursor(make_sql(static_cast<int>(rows)))).first->second;
  }

  PostgresqlCursor& question(std::string_view name, std::size_t lists, std::size_t width) {
    return combined(name, lists, [&](int count) {
      return ask_many(cursor(name).sql(), static_cast<int>(width), count);
    });
  }

  PostgresqlCursor& insertion(std::string_view name, std::size_t rows) {
    PostgresqlCursor& many =
        combined(name, rows, [&](int count) { return insert_many(cursor(name).sql(), count); });
    if (many.types.empty()) {
      const std::vector<Oid> types = ask_types(name);
      for (std::size_t i = 0; i < rows; ++i) {
        many.types.insert(many.types.end(), types.begin(), types.end());
      }
    }
    return many;
  }

  std::vector<Oid> ask_types(std::string_view insertion) {
    collect();
    return session_.ask_types(cursor(insertion));
  }

  /// Sends what was gathered, and waits for the answers to everything.
  void settle() {
    send_gathered();
    collect();
  }

  void collect() {
    if (pipeline_.is_empty()) return;
    for (auto& [sent, result] : pipeline_.settle(session_.handle())) {
      session_.check(result, sent.name);
      if (!sent.keys.empty()) {
        ahead_.keep(sent.keys, std::move(result));
      } else if (sent.changes) {
        expect_changes(sent.name, changes_of(result.get()), *sent.changes);
      }
    }
  }

  Cursor& take_ahead(PostgresqlCursor& wanted, const std::string& key) {
    CHECK(!wanted.is_in_use());
    auto answer = ahead_.take(key);
    if (!answer) {
      settle();
      answer = ahead_.take(key);
    }
    CHECK(answer.has_value());
    wanted.take(*std::move(answer));
    return wanted;
  }

  static constexpr std::size_t rows_at_once = 32;

  PostgresqlSession session_;
  bool in_transaction_ = false;
  PostgresqlPipeline pipeline_;
  std::vector<Gathered> gathered_;
  std::unordered_map<std::string, PostgresqlCursor> combined_;  ///< By "name/rows".
  AnswersAhead ahead_;
  std::unordered_map<std::string_view, PostgresqlCursor> cursors_;  ///< By the catalog's names.
  PostgresqlCursor text_cursor_{""};  ///< Of statements without a name, which nobody keeps.
};

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& url, Access access) {
  return std::make_unique<PostgresqlConnection>(url, access);
}

}  // namespace keste::store
