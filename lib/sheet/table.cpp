// Headings and rows out of an export's bytes.
#include "sheet/table.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "sheet/cells.hpp"
#include "sheet/charset.hpp"

namespace keste::sheet {
namespace {

bool is_blank(const Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return trim(cell).empty(); });
}

/// Excel's own first line, "sep=;", which it does not show as a row. Taken off the front.
char take_delimiter_line(std::string_view& text) {
  constexpr std::string_view key = "sep=";
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string line = to_lower_ascii(text.substr(0, end));
  const bool quoted = line.starts_with('"') && line.ends_with('"');
  const std::string_view said = std::string_view(line).substr(quoted ? 1 : 0);
  if (!said.starts_with(key) || said.size() != key.size() + (quoted ? 2 : 1)) return 0;
  const char delimiter = said[key.size()];
  if (delimiter != ',' && delimiter != ';' && delimiter != '\t') return 0;
  text.remove_prefix(end);
  text.remove_prefix(std::min(text.size(), std::size_t{text.starts_with("\r\n") ? 2U : 1U}));
  return delimiter;
}

void drop_empty_end(std::vector<std::string>& cells, std::size_t keep) {
  while (cells.size() > keep && trim(cells.back()).empty()) cells.pop_back();
}

void add(Row row, Table& table) {
  if (is_blank(row)) {
    ++table.blank_rows;
  } else if (table.headings.empty()) {
    drop_empty_end(row.cells, 1);
    table.headings = std::move(row.cells);
    table.heading_row = row.number;
  } else {
    drop_empty_end(row.cells, table.headings.size());
    row.cells.resize(std::max(row.cells.size(), table.headings.size()));
    table.rows.push_back(std::move(row));
  }
}

}  // namespace

std::string describe(const Problem& problem) {
  if (problem.row == 0) return problem.message;
  const std::string column =
      problem.column == 0 ? "" : ", " + describe_column(static_cast<std::size_t>(problem.column));
  return "row " + std::to_string(problem.row) + column + ": " + problem.message;
}

std::string describe_column(std::size_t column) {
  constexpr std::size_t letters = 26;
  std::string name;
  for (std::size_t rest = column; rest > 0; rest = (rest - 1) / letters) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % letters));
  }
  return "column " + std::to_string(column) + " (" + name + ")";
}

Result<Table, Problem> read_table(std::string_view bytes) {
  if (bytes.size() > bytes_max) {
    return failed(Problem{0, 0,
                          "it has more than " + std::to_string(bytes_max >> 20) +
                              " MiB; divide the sheet into several"});
  }
  Result<Decoded, Problem> decoded = decode(bytes);
  if (!decoded) return failed(decoded.error());
  Table table;
  table.charset = decoded.value().charset;
  std::string_view text = decoded.value().text;
  const char said = take_delimiter_line(text);
  table.delimiter = said != 0 ? said : find_delimiter(text);
  Cells cells(text, table.delimiter);
  while (!cells.at_end()) {
    Result<Row, Problem> row = cells.take();
    if (!row) return failed(row.error());
    add(std::move(row).value(), table);
  }
  if (!table.headings.empty()) return table;
  return failed(Problem{0, 0, "it is empty; its first row must hold the headings"});
}

}  // namespace keste::sheet
