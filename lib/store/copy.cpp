// Page by page in the order of the key; many rows in one statement.
#include "store/copy.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/fault.hpp"
#include "store/digest.hpp"
#include "store/migration.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

struct Table {
  std::string_view name;
  std::vector<std::string_view> key;  ///< In whose order it is read; its columns come first.
  bool numbered = false;              ///< The server numbers its rows.
  bool latest_first = false;          ///< A row refers to a later one of its own table.
};

/// A table stands after those that it refers to.
const std::vector<Table>& list_tables() {
  static const std::vector<Table> tables{{"vault", {"one"}},
                                         {"campaigns", {"id"}, true},
                                         {"campaign_versions", {"id"}, true},
                                         {"runs", {"id"}, true},
                                         {"windows", {"campaign_id", "city"}},
                                         {"sessions", {"id"}, true},
                                         {"sittings", {"id"}, true},
                                         {"tallies", {"id"}, true},
                                         {"promo_codes", {"campaign_id", "code_key"}},
                                         {"applications", {"id"}, true},
                                         {"roster", {"session_id", "application_id"}},
                                         {"surnames", {"folded", "application_id"}},
                                         {"agenda", {"id"}, true},
                                         {"outbox", {"id"}, true},
                                         {"results", {"id"}, true, true},
                                         {"extensions", {"campaign_id", "person_key", "place"}},
                                         {"answers", {"campaign_id", "row_key"}},
                                         {"dead_addresses", {"contact_key"}},
                                         {"call_list", {"application_id", "kind"}},
                                         {"audit", {"id"}},
                                         {"idempotency", {"key"}},
                                         {"users", {"id"}, true},
                                         {"tokens", {"id"}, true},
                                         {"sign_ins", {"id"}, true},
                                         {"window_versions", {"campaign_id", "place", "version"}},
                                         {"receipt_keys", {"id"}},
                                         {"changes", {"campaign_id", "city", "number"}},
                                         {"calendar_links", {"campaign_id", "city"}},
                                         {"releases", {"id"}, true},
                                         {"actions", {"id"}},
                                         {"action_changes", {"action_id", "subject", "name"}}};
  return tables;
}

std::string join(const std::vector<std::string_view>& words, std::string_view after = "") {
  std::string joined;
  for (const std::string_view word : words) {
    joined += (joined.empty() ? "" : ", ") + std::string(word) + std::string(after);
  }
  return joined;
}

/// A field that outlives the row it was read from.
struct Field {
  Value::Kind kind = Value::Kind::null;
  std::int64_t integer = 0;
  std::string text;

  Value value() const {
    switch (kind) {
      case Value::Kind::integer:
        return integer;
      case Value::Kind::text:
        return std::string_view(text);
      case Value::Kind::blob:
        return Value::blob(text);
      case Value::Kind::null:
        break;
    }
    return {};
  }
};
using Row = std::vector<Field>;

Row read_row(const Rows& rows, int columns) {
  Row row(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) {
    Field& field = row[static_cast<std::size_t>(column)];
    field.kind = rows.kind(column);
    if (field.kind == Value::Kind::integer) field.integer = rows.integer(column);
    if (field.kind == Value::Kind::text || field.kind == Value::Kind::blob) {
      field.text = rows.text(column);
    }
  }
  return row;
}

std::int64_t ask(Database& database, const std::string& sql) {
  Rows rows = database.query_text(sql);
  CHECK(rows.next());
  return rows.integer(0);
}

std::int64_t count_rows(Database& database, const Table& table) {
  return ask(database, "SELECT count(*) FROM " + std::string(table.name));
}

/// How many columns, which is the same on both sides.
int count_columns(Database& database, const Table& table) {
  Rows rows = database.query_text("SELECT * FROM " + std::string(table.name) + " LIMIT 1");
  return rows.columns();
}

/// Reads a table, some thousand rows at a time.
class Pages {
 public:
  static constexpr int rows_at_once = 2'000;

  Pages(Database& database, const Table& table)
      : database_(database), table_(table), columns_(count_columns(database, table)) {
    const std::string order = " ORDER BY " + join(table.key, table.latest_first ? " DESC" : "") +
                              " LIMIT " + std::to_string(rows_at_once);
    const std::string select = "SELECT * FROM " + std::string(table.name);
    first_ = select + order;
    std::string marks;
    for (std::size_t i = 1; i <= table.key.size(); ++i) {
      marks += (i == 1 ? "?" : ", ?") + std::to_string(i);
    }
    next_ = select + " WHERE (" + join(table.key) + ") " + (table.latest_first ? "<" : ">") + " (" +
            marks + ")" + order;
  }

  /// Empty after the last one.
  std::vector<Row> next() {
    std::vector<Row> page;
    std::vector<Value> values;
    for (const Field& field : last_key_) values.push_back(field.value());
    {
      Rows rows = database_.query_text(last_key_.empty() ? first_ : next_, values);
      while (rows.next()) page.push_back(read_row(rows, columns_));
      if (!page.empty()) keep_key(rows, page.back());
    }
    return page;
  }
  int columns() const { return columns_; }

 private:
  void keep_key(const Rows& rows, const Row& last) {
    Row key;
    for (const std::string_view name : table_.key) {
      key.push_back(last[static_cast<std::size_t>(rows.column(name))]);
    }
    last_key_ = std::move(key);
  }

  Database& database_;
  const Table& table_;
  int columns_;
  std::string first_;
  std::string next_;
  Row last_key_;
};

/// The sum of the digests of all rows, modulo 2 to the 256th: the same in whatever order they come.
class Checksum {
 public:
  void add(const Row& row) {
    std::string bytes;
    for (const Field& field : row) {
      const std::string text =
          field.kind == Value::Kind::integer ? std::to_string(field.integer) : field.text;
      bytes += static_cast<char>('0' + static_cast<int>(field.kind));
      bytes += std::to_string(text.size()) + ":" + text;
    }
    const std::string digest = sha256_.digest(bytes);
    unsigned carry = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
      carry += static_cast<unsigned char>(sum_[i]) + static_cast<unsigned char>(digest[i]);
      sum_[i] = static_cast<char>(carry & 0xFFU);
      carry >>= 8U;
    }
  }
  const std::string& bytes() const { return sum_; }

 private:
  Sha256 sha256_;
  std::string sum_ = std::string(digest_size, '\0');
};

CopiedTable measure(Database& database, const Table& table) {
  CopiedTable measured{table.name, 0, {}, true};
  Checksum checksum;
  Pages pages(database, table);
  for (auto page = pages.next(); !page.empty(); page = pages.next()) {
    for (const Row& row : page) checksum.add(row);
    measured.rows += static_cast<std::int64_t>(page.size());
  }
  measured.checksum = checksum.bytes();
  return measured;
}

void write_rows(Database& to, const Table& table, const Row* rows, std::size_t count) {
  std::string sql = "INSERT INTO " + std::string(table.name) + " VALUES ";
  std::vector<Value> values;
  for (std::size_t i = 0; i < count; ++i) {
    sql += i == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < rows[i].size(); ++column) {
      // A null is written out: its column tells its type.
      const bool is_null = rows[i][column].kind == Value::Kind::null;
      if (!is_null) values.push_back(rows[i][column].value());
      sql += column == 0 ? "" : ", ";
      sql += is_null ? "NULL" : "?" + std::to_string(values.size());
    }
    sql += ")";
  }
  Rows done = to.query_text(sql, values);
  while (done.next()) {
  }
}

using Progress = std::function<void(std::string_view, std::int64_t, std::int64_t)>;

void copy_table(Database& from, Database& to, const Table& table, const Progress& progress) {
  constexpr std::size_t rows_at_once = 50;
  const std::int64_t all = count_rows(from, table);
  std::int64_t done = 0;
  Transaction transaction(to);
  Pages pages(from, table);
  for (auto page = pages.next(); !page.empty(); page = pages.next()) {
    for (std::size_t at = 0; at < page.size(); at += rows_at_once) {
      write_rows(to, table, &page[at], std::min(rows_at_once, page.size() - at));
    }
    done += static_cast<std::int64_t>(page.size());
    progress(table.name, done, all);
  }
  const std::string name(table.name);
  if (to.dialect() == Dialect::postgresql && table.numbered && done > 0) {
    ask(to, "SELECT setval(pg_get_serial_sequence('" + name + "', 'id'), max(id)) FROM " + name);
  }
  transaction.commit();
}

/// A daemon at work would go on writing into what is read, or into the copy.
void refuse_live(Database& database) {
  const Instant silent_since = read_database_clock(database) - dead_after;
  if (database.dialect() != Dialect::postgresql || !has_live_run(database, silent_since)) return;
  throw Fault(FaultKind::usage, "copying",
              "a daemon is at work on the PostgreSQL database: stop all of them first");
}

}  // namespace

CopyReport copy_database(Database& from, Database& to, const Progress& progress) {
  if (from.find_schema().version != schema_version()) {
    throw Fault(FaultKind::usage, "copying",
                "the database to read has schema " + std::to_string(from.find_schema().version) +
                    ", this version's is " + std::to_string(schema_version()) +
                    ": let this version's kested open it once");
  }
  migrate(to);
  refuse_live(from);
  refuse_live(to);
  CopyReport report;
  for (const Table& table : list_tables()) {
    const CopiedTable wanted = measure(from, table);
    CopiedTable copied = measure(to, table);
    if (copied.rows > 0 && copied.checksum != wanted.checksum) {
      throw Fault(FaultKind::usage, "copying",
                  "the database to write holds other rows in " + std::string(table.name) +
                      ": it must be empty, or the beginning of the same copy");
    }
    if (copied.rows == 0 && wanted.rows > 0) {
      copy_table(from, to, table, progress);
      copied = measure(to, table);
      copied.was_there = false;
    }
    if (copied.rows != wanted.rows || copied.checksum != wanted.checksum) {
      throw Fault(FaultKind::corrupt, "copying",
                  std::string(table.name) + " came out with " + std::to_string(copied.rows) +
                      " rows and another checksum than the " + std::to_string(wanted.rows) +
                      " that were read");
    }
    report.tables.push_back(std::move(copied));
  }
  report.audit = verify_audit(to);
  if (report.audit.broken_at || report.audit.head != find_audit_head(from).digest) {
    throw Fault(FaultKind::corrupt, "copying", "the audit chain of the copy is not whole");
  }
  return report;
}

}  // namespace keste::store
