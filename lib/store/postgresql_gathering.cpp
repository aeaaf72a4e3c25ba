// One statement out of several.
#include "store/postgresql_gathering.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace keste::store {
namespace {

/// `sql` with other words for its parameters: `word` before the number, which is `shift` higher.
std::string renamed(std::string_view sql, std::string_view word, int shift) {
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    if (sql[i] != '$') {
      out.push_back(sql[i++]);
      continue;
    }
    int number = 0;
    const char* end = std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number).ptr;
    out.append(word).append(std::to_string(number + shift));
    i = static_cast<std::size_t>(end - sql.data());
  }
  return out;
}

int count_parameters(std::string_view row) {
  int most = 0;
  for (std::size_t i = row.find('$'); i != std::string_view::npos; i = row.find('$', i + 1)) {
    int number = 0;
    std::from_chars(row.data() + i + 1, row.data() + row.size(), number);
    most = std::max(most, number);
  }
  return most;
}

}  // namespace

std::string insert_many(std::string_view sql, int rows) {
  constexpr std::string_view before = "VALUES ";
  const auto values = sql.find(before);
  if (!trim(sql).starts_with("INSERT INTO ") || values == std::string_view::npos) return {};
  const auto begin = values + before.size();
  const auto end = sql.find(')', begin) + 1;
  const std::string_view row = sql.substr(begin, end - begin);
  const std::string_view rest = sql.substr(end);
  // Several rows already, or parameters outside of the row; or one row may be what another becomes.
  const auto has = [rest](std::string_view word) { return rest.find(word) != rest.npos; };
  if (end == 0 || rest.starts_with(",") || has("$") || has("DO UPDATE")) return {};
  std::string many(sql.substr(0, end));
  const int width = count_parameters(row);
  for (int i = 1; i < rows; ++i) many.append(", ").append(renamed(row, "$", i * width));
  return many.append(rest);
}

std::string ask_many(std::string_view sql, int width, int lists) {
  std::string names = "place";
  for (int i = 1; i <= width; ++i) names.append(", p").append(std::to_string(i));
  std::string values;
  for (int list = 0; list < lists; ++list) {
    values.append(list == 0 ? "(" : ", (").append(std::to_string(list));
    for (int i = 1; i <= width; ++i) values.append(", $").append(std::to_string(list * width + i));
    values.append(")");
  }
  return "SELECT asked.place, answer.* FROM (VALUES " + values + ") AS asked (" + names +
         ") CROSS JOIN LATERAL (" + renamed(sql, "asked.p", 0) + ") AS answer";
}

void GatheredRows::add(ValueSpan row) {
  for (const Value& value : row) {
    const bool is_number = value.kind() == Value::Kind::integer;
    kept_.push_back({value.kind(),
                     is_number ? value.integer() : static_cast<std::int64_t>(bytes_.size()),
                     is_number ? 0 : value.text().size()});
    bytes_.append(value.text());
  }
  ++rows_;
}

std::vector<Value> GatheredRows::values(std::size_t first, std::size_t count) const {
  const std::size_t width = kept_.size() / rows_;
  std::vector<Value> values;
  values.reserve(count * width);
  for (std::size_t i = first * width; i < (first + count) * width; ++i) {
    const Kept& kept = kept_[i];
    if (kept.kind == Value::Kind::null) {
      values.emplace_back();
    } else if (kept.kind == Value::Kind::integer) {
      values.emplace_back(kept.number);
    } else {
      const std::string_view bytes(bytes_.data() + kept.number, kept.size);
      values.push_back(kept.kind == Value::Kind::blob ? Value::blob(bytes) : Value(bytes));
    }
  }
  return values;
}

}  // namespace keste::store
