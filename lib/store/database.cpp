// Chooses the engine by the location, and hands on.
#include "store/database.hpp"

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/connection.hpp"

namespace keste::store {
namespace {

ValueSpan span_of(Values values) { return {values.begin(), values.size()}; }

}  // namespace

void expect_changes(std::string_view name, int changed, int expected) {
  if (changed == expected) return;
  throw Fault(
      FaultKind::overtaken, std::string(name),
      "it changed " + std::to_string(changed) + " rows instead of " + std::to_string(expected));
}

bool is_postgresql(std::string_view location) {
  return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

Value Value::blob(std::string_view bytes) {
  Value value(bytes);
  value.kind_ = Kind::blob;
  return value;
}

Rows::Rows(Cursor& cursor) : cursor_(cursor) {}
Rows::~Rows() { cursor_.finish(); }
bool Rows::next() { return cursor_.next(); }
std::int64_t Rows::integer(int column) const { return cursor_.integer(column); }
std::string_view Rows::text(int column) const { return cursor_.text(column); }
bool Rows::is_null(int column) const { return cursor_.is_null(column); }
Value::Kind Rows::kind(int column) const { return cursor_.kind(column); }
int Rows::columns() const { return cursor_.columns(); }

int Rows::column(std::string_view name) const {
  int column = 0;
  while (column < cursor_.columns() && cursor_.column_name(column) != name) ++column;
  CHECK(column < cursor_.columns());
  return column;
}

Database::Database(const std::string& location, Access access)
    : connection_(is_postgresql(location) ? open_postgresql(location, access)
                                          : open_sqlite(location, access)) {}

Database::~Database() = default;

int Database::run(std::string_view name, Values values) {
  return connection_->run(name, span_of(values));
}
int Database::run(std::string_view name, const std::vector<Value>& values) {
  return connection_->run(name, values);
}
void Database::run_later(std::string_view name, Values values, int changes) {
  connection_->run_later(name, span_of(values), changes);
}
void Database::run_later(std::string_view name, const std::vector<Value>& values, int changes) {
  connection_->run_later(name, values, changes);
}
void Database::ask_ahead(std::string_view name, Values values) {
  connection_->ask_ahead(name, span_of(values));
}
void Database::forget_ahead() { connection_->forget_ahead(); }
Rows Database::query(std::string_view name, Values values) {
  return Rows(connection_->start(name, span_of(values)));
}
Rows Database::query_text(const std::string& sql, const std::vector<Value>& values) {
  return Rows(connection_->start_text(sql, values));
}
void Database::run_script(const std::string& script) { connection_->run_script(script); }
bool Database::empty_log() { return connection_->empty_log(); }
void Database::begin() { connection_->begin(); }
void Database::begin_reading() { connection_->begin_reading(); }
void Database::commit() { connection_->commit(); }
void Database::rollback() noexcept { connection_->rollback(); }
Schema Database::find_schema() { return connection_->find_schema(); }
void Database::set_schema(const Schema& schema) { connection_->set_schema(schema); }
Dialect Database::dialect() const { return connection_->dialect(); }

}  // namespace keste::store
