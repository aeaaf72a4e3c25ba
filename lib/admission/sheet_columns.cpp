// Headings to fields.
#include "admission/sheet_columns.hpp"

#include <algorithm>
#include <set>

#include "admission/sheet_words.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

/// "1. ЖСН" and "2) ЖСН": forms number their questions.
std::string_view without_number(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits == text.size()) return text;
  if (text[digits] != '.' && text[digits] != ')') return text;
  return text.substr(digits + 1);
}

std::vector<std::string_view> parts_of(std::string_view heading) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = heading.find_first_of("/|\n\r");
    if (!trim(heading.substr(0, end)).empty()) parts.push_back(heading.substr(0, end));
    if (end == std::string_view::npos) return parts;
    heading.remove_prefix(end + 1);
  }
}

/// Folded headings to fields.
class HeadingWords {
 public:
  explicit HeadingWords(const std::vector<ColumnChoice>& choices) {
    for (const ColumnChoice& choice : choices) {
      for (const std::string& heading : choice.headings) {
        fields_.emplace(fold_heading(heading), choice.field);
      }
    }
  }

  /// Empty when the heading is none of them, or its parts say different things.
  std::string find(std::string_view heading) const {
    if (const std::string field = find_one(heading); !field.empty()) return field;
    std::set<std::string> found;
    for (const std::string_view part : parts_of(heading)) {
      if (std::string field = find_one(part); !field.empty()) found.insert(std::move(field));
    }
    return found.size() == 1 ? *found.begin() : std::string();
  }

 private:
  std::string find_one(std::string_view heading) const {
    for (const std::string_view text : {heading, heading.substr(0, heading.find('('))}) {
      const auto found = fields_.find(fold_heading(text));
      if (found != fields_.end()) return found->second;
    }
    return {};
  }

  std::map<std::string, std::string> fields_;
};

std::string one_line(std::string_view heading) {
  std::string out(trim(heading));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return out;
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string list_headings(const SheetReading& reading) {
  std::string list;
  for (const Column& column : reading.columns) {
    list += (list.empty() ? "" : ", ") + quoted(column.heading);
  }
  return list;
}

sheet::Problem say_missing(const SheetReading& reading, const std::vector<std::string>& required,
                           const std::vector<ColumnChoice>& choices) {
  std::string message = "no column for ";
  for (std::size_t i = 0; i < required.size(); ++i) {
    const auto choice = std::find_if(choices.begin(), choices.end(), [&](const ColumnChoice& one) {
      return one.field == required[i];
    });
    message += (i == 0 ? "" : ", ") + required[i];
    if (!choice->headings.empty()) message += " (such as " + quoted(choice->headings[0]) + ")";
  }
  return {0, 0, message + "; the headings found are " + list_headings(reading)};
}

}  // namespace

std::string fold_heading(std::string_view heading) {
  return fold_words(without_number(trim(heading)));
}

Result<SheetReading, sheet::Problem> match_columns(const sheet::Table& table,
                                                   const std::vector<ColumnChoice>& choices) {
  const HeadingWords words(choices);
  SheetReading out{table.charset, table.delimiter, table.blank_rows, {}, {}, {}, {}};
  for (std::size_t i = 0; i < table.headings.size(); ++i) {
    const std::string field = words.find(table.headings[i]);
    out.columns.push_back({one_line(table.headings[i]), field});
    if (field.empty()) continue;
    const auto [first, is_new] = out.column_of.emplace(field, i);
    if (is_new) continue;
    return failed(sheet::Problem{table.heading_row, static_cast<int>(i + 1),
                                 quoted(out.columns[i].heading) + " and " +
                                     quoted(out.columns[first->second].heading) + " (" +
                                     sheet::describe_column(first->second + 1) +
                                     ") would both be " + field + "; rename one of them"});
  }
  std::vector<std::string> required;
  for (const ColumnChoice& choice : choices) {
    if (out.column_of.contains(choice.field)) continue;
    out.missing.push_back(choice.field);
    if (choice.required) required.push_back(choice.field);
  }
  if (!required.empty()) return failed(say_missing(out, required, choices));
  return out;
}

RowCells::RowCells(const sheet::Row& row, const SheetReading& reading)
    : row_(row), reading_(reading) {
  if (row.cells.size() <= reading.columns.size()) return;
  findings_.problems.push_back(
      {"", "", static_cast<int>(reading.columns.size() + 1), "too_many_cells",
       "no cell to the right of the last heading; a cell with a delimiter in it needs quotes"});
}

std::string_view RowCells::cell(std::string_view field) const {
  const auto found = reading_.column_of.find(field);
  return found == reading_.column_of.end() ? std::string_view() : trim(row_.cells[found->second]);
}

std::string RowCells::keep(std::string_view field, CellReading reading) {
  if (!reading.word.empty()) {
    wrong(field, std::move(reading.word), std::move(reading.right));
  } else if (!reading.repair.empty()) {
    const std::size_t at = reading_.column_of.find(field)->second;
    findings_.repairs.push_back({std::string(field), reading_.columns[at].heading,
                                 static_cast<int>(at + 1), std::move(reading.repair)});
  }
  return std::move(reading.value);
}

void RowCells::wrong(std::string_view field, std::string word, std::string right) {
  CellProblem problem{std::string(field), "", 0, std::move(word), std::move(right)};
  const auto found = reading_.column_of.find(field);
  if (found != reading_.column_of.end()) {
    problem.column = static_cast<int>(found->second + 1);
    problem.heading = reading_.columns[found->second].heading;
  }
  findings_.problems.push_back(std::move(problem));
}

}  // namespace keste::admission
