// Columns: which heading of a sheet stands for which field, and what was found row by row.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/table.hpp"

namespace keste::admission {

struct Column {
  std::string heading;
  std::string field;  ///< Empty when the column is not used.
};

/// What was understood of a sheet as a whole.
struct SheetReading {
  sheet::Charset charset = sheet::Charset::utf_8;
  char delimiter = ',';
  int blank_rows = 0;
  std::vector<Column> columns;       ///< In the sheet's order.
  std::vector<std::string> missing;  ///< Fields that no column stands for.
  std::vector<std::string> notes;    ///< What had to be assumed, in sentences.
  std::map<std::string, std::size_t, std::less<>> column_of;  ///< Field to index into `columns`.
};

/// Something in a row that must be put right before it can be taken. `column` counts from 1 and is
/// 0 when it is about the row.
struct CellProblem {
  std::string field;
  std::string heading;
  int column = 0;
  std::string word;   ///< "digits_lost": stable, for programs.
  std::string right;  ///< What would be right, a sentence for people.
};

/// Something that was put right while reading.
struct CellRepair {
  std::string field;
  std::string heading;
  int column = 0;
  std::string what;  ///< "leading zeros put back".
};

struct Findings {
  std::vector<CellProblem> problems;
  std::vector<CellRepair> repairs;
};

/// What one cell gave: the value as the program keeps it, or as it was written when `word` says
/// that something is wrong.
struct CellReading {
  std::string value;
  std::string repair;  ///< Empty when nothing was changed that matters.
  std::string word;    ///< Empty when nothing is wrong.
  std::string right;
};

struct ColumnChoice {
  std::string field;
  std::vector<std::string> headings;
  bool required = false;
};

/// The heading as it is compared: folded, without a number before it and signs after it.
std::string fold_heading(std::string_view heading);

/// Finds the column of each field. A heading may have a remark in brackets, or the same in two
/// languages with a slash or a line break between. Two columns for one field, or none for a
/// required one, are errors. Pure.
Result<SheetReading, sheet::Problem> match_columns(const sheet::Table& table,
                                                   const std::vector<ColumnChoice>& choices);

/// One row under its headings. Refers to the row and the reading; lives while the row is read.
class RowCells {
 public:
  /// A row that has more cells than headings is a problem at once: something is shifted.
  RowCells(const sheet::Row& row, const SheetReading& reading);

  /// The cell of a field without blanks at its ends; empty when there is no such column.
  std::string_view cell(std::string_view field) const;
  /// Notes what the reading of a field found, and gives its value.
  std::string keep(std::string_view field, CellReading reading);
  void wrong(std::string_view field, std::string word, std::string right);
  Findings take() { return std::move(findings_); }

 private:
  const sheet::Row& row_;
  const SheetReading& reading_;
  Findings findings_;
};

}  // namespace keste::admission
