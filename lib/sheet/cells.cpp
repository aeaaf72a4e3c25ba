// The grammar of delimited text: RFC 4180, and what spreadsheets and hands make of it.
#include "sheet/cells.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace keste::sheet {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::string kib_of(std::size_t bytes) { return std::to_string(bytes / 1024) + " KiB"; }

}  // namespace

Problem Cells::problem(std::string message) const {
  return {row_, static_cast<int>(column_), std::move(message)};
}

bool Cells::take_delimiter() {
  if (!rest_.starts_with(delimiter_)) return false;
  rest_.remove_prefix(1);
  return true;
}

void Cells::take_line_end() {
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.empty()) rest_.remove_prefix(1);
}

std::optional<Problem> Cells::take_quoted(std::string& cell) {
  rest_.remove_prefix(1);
  for (;;) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos) {
      return problem(
          "a quote opens here and is never closed; close it, or double a quote that "
          "belongs to the text");
    }
    cell.append(rest_.substr(0, quote));
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) break;
    cell.push_back('"');
    rest_.remove_prefix(1);
  }
  while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  if (rest_.empty() || rest_.front() == delimiter_ || is_line_end(rest_.front())) return {};
  return problem("text follows the closing quote; double a quote that belongs to the text");
}

std::optional<Problem> Cells::take_cell(std::string& cell) {
  if (rest_.starts_with('"')) {
    if (auto wrong = take_quoted(cell)) return wrong;
  } else {
    const auto end = std::find_if(rest_.begin(), rest_.end(),
                                  [this](char c) { return c == delimiter_ || is_line_end(c); });
    cell.assign(rest_.begin(), end);
    rest_.remove_prefix(cell.size());
  }
  if (cell.size() <= cell_bytes_max) return {};
  return problem("the cell has more than " + kib_of(cell_bytes_max) +
                 "; perhaps a quote is not closed where it should be");
}

Result<Row, Problem> Cells::take() {
  Row row{++row_, {}};
  row.cells.reserve(column_);
  column_ = 0;
  do {
    if (++column_ > columns_max) {
      return failed(problem("more than " + std::to_string(columns_max) +
                            " columns; delete those without headings"));
    }
    if (auto wrong = take_cell(row.cells.emplace_back())) return failed(std::move(*wrong));
  } while (take_delimiter());
  take_line_end();
  return row;
}

char find_delimiter(std::string_view text) {
  // In order of trust: headings hold commas more often than semicolons, and hardly ever tabs.
  constexpr std::array<char, 3> delimiters{'\t', ';', ','};
  std::array<std::size_t, delimiters.size()> counts{};
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (!quoted && is_line_end(c) && !blank) break;
    if (c == '"') quoted = !quoted;
    const auto at = std::find(delimiters.begin(), delimiters.end(), c) - delimiters.begin();
    const bool delimits = at < static_cast<long>(delimiters.size());
    if (delimits && !quoted) ++counts.at(static_cast<std::size_t>(at));
    blank = blank && (delimits || c == ' ' || is_line_end(c));
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return *most == 0 ? ',' : delimiters.at(static_cast<std::size_t>(most - counts.begin()));
}

}  // namespace keste::sheet
