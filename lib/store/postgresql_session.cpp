// Connecting, and reading the server's errors.
#include "store/postgresql_session.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/fault.hpp"

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

}  // namespace

PostgresqlSession::PostgresqlSession(std::string url, Access access)
    : url_(std::move(url)), access_(access) {
  connect();
}

void PostgresqlSession::connect() {
  // What the URL says comes later and wins. Several hosts: the one that takes writes.
  const bool writes = access_ == Access::writer;
  const std::array<const char*, 8> keys{
      "connect_timeout",      "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
      "target_session_attrs", "application_name", "dbname",          nullptr};
  const std::array<const char*, 8> values{"3",          "10000",  "5",          "2",
                                          "read-write", "kested", url_.c_str(), nullptr};
  handle_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
  prepared_ = 0;
  must_leave_ = false;
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    throw Fault(FaultKind::unreachable, "connecting to PostgreSQL",
                one_line(PQerrorMessage(handle_.get())));
  }
  // Otherwise an error shows the row that it is about, and with it a person.
  PQsetErrorVerbosity(handle_.get(), PQERRORS_TERSE);
  // Notices (a table that is there already) are not for the journal.
  PQsetNoticeProcessor(
      handle_.get(), [](void*, const char*) {}, nullptr);
  check(Result(PQexec(handle_.get(), writes ? writer_settings : reader_settings)),
        "setting up the connection");
}

bool PostgresqlSession::is_lost() const {
  return must_leave_ || PQstatus(handle_.get()) != CONNECTION_OK;
}

void PostgresqlSession::notice_loss() {
  // A last word may come before the end: read on until there is nothing more.
  while (!is_lost()) {
    pollfd incoming{PQsocket(handle_.get()), POLLIN, 0};
    if (::poll(&incoming, 1, 0) != 1 || PQconsumeInput(handle_.get()) == 0) return;
  }
}

void PostgresqlSession::check(const Result& checked, std::string_view while_doing) {
  const PGresult* result = checked.get();
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  const std::string_view state = state_of(result);
  must_leave_ = must_leave_ || is_leaving(state);
  const char* message = PQresultErrorMessage(result);
  if (*message == '\0') message = PQerrorMessage(handle_.get());
  throw Fault(is_lost() ? FaultKind::unreachable : kind_of(state), std::string(while_doing),
              one_line(message));
}

void PostgresqlSession::fail(std::string_view while_doing) const {
  throw Fault(is_lost() ? FaultKind::unreachable : FaultKind::io, std::string(while_doing),
              last_error());
}

std::string PostgresqlSession::last_error() const {
  return one_line(PQerrorMessage(handle_.get()));
}

const std::string& PostgresqlSession::prepare(PostgresqlCursor& wanted,
                                              const Parameters& parameters) {
  std::string name = "keste_" + std::to_string(++prepared_);
  check(Result(PQprepare(handle_.get(), name.c_str(), wanted.sql().c_str(), parameters.size(),
                         parameters.types())),
        "preparing a statement");
  std::vector<Oid> types(parameters.types(), parameters.types() + parameters.size());
  return wanted.prepared.emplace_back(std::move(types), std::move(name)).second;
}

std::vector<Oid> PostgresqlSession::ask_types(const PostgresqlCursor& insertion) {
  check(Result(PQprepare(handle_.get(), "", insertion.sql().c_str(), 0, nullptr)),
        "preparing an INSERT");
  const Result described(PQdescribePrepared(handle_.get(), ""));
  check(described, "describing an INSERT");
  std::vector<Oid> types;
  for (int i = 0; i < PQnparams(described.get()); ++i) {
    types.push_back(PQparamtype(described.get(), i));
  }
  return types;
}

std::int64_t PostgresqlSession::ask(const char* sql) {
  const Result result(PQexec(handle_.get(), sql));
  check(result, sql);
  const std::string_view digits(PQgetvalue(result.get(), 0, 0));
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace keste::store
