// Connection: what each SQL engine does in its own way. Database is the store's view of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace keste::store {

/// A named statement under way; belongs to its connection. Columns count from 0.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool next() = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual Value::Kind kind(int column) const = 0;
  virtual int columns() const = 0;
  virtual std::string_view column_name(int column) const = 0;
  /// Its rows are wanted no more; the statement may be used again.
  virtual void finish() noexcept = 0;
};

using ValueSpan = std::span<const Value>;

/// One thread at a time. What Database says of each function holds here too.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Cursor& start(std::string_view name, ValueSpan values) = 0;
  virtual Cursor& start_text(const std::string& sql, ValueSpan values) = 0;
  virtual int run(std::string_view name, ValueSpan values) = 0;
  virtual void run_later(std::string_view name, ValueSpan values, int changes) = 0;
  virtual void ask_ahead(std::string_view name, ValueSpan values) = 0;
  virtual void forget_ahead() = 0;
  virtual void run_script(const std::string& script) = 0;
  virtual bool empty_log() = 0;
  virtual void begin() = 0;
  virtual void begin_reading() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  virtual Schema find_schema() = 0;
  virtual void set_schema(const Schema& schema) = 0;
  virtual Dialect dialect() const = 0;
};

/// Throws Fault (overtaken) when a statement changed another number of rows than it had to.
void expect_changes(std::string_view name, int changed, int expected);

/// `path` is a file or ":memory:".
std::unique_ptr<Connection> open_sqlite(const std::string& path, Access access);
/// `url` is libpq's; connects at once.
std::unique_ptr<Connection> open_postgresql(const std::string& url, Access access);

}  // namespace keste::store
