// Tables: a spreadsheet's text export (CSV and its relatives) as headings and rows of UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace keste::sheet {

inline constexpr std::size_t bytes_max = std::size_t{64} << 20;
inline constexpr std::size_t columns_max = 256;
inline constexpr std::size_t cell_bytes_max = std::size_t{32} << 10;

/// Windows-1251 has no letters ә ғ қ ң ө ұ ү һ: what wrote it put "?" in their place. Its Kazakh
/// relative KZ-1048 has them, on bytes that are Macedonian and Ukrainian letters in Windows-1251.
/// The bytes do not say which was meant; a file that uses such bytes is read as KZ-1048.
enum class Charset { utf_8, utf_16, windows_1251, kz_1048 };
std::string_view to_text(Charset charset);  ///< "UTF-8", "Windows-1251"

/// Why a sheet cannot be read at all.
struct Problem {
  int row = 0;          ///< As a spreadsheet numbers it; 0 when it is about the whole file.
  int column = 0;       ///< From 1; 0 when it is about the whole row.
  std::string message;  ///< What is wrong, and what would be right.
  friend bool operator==(const Problem&, const Problem&) = default;
};
std::string describe(const Problem& problem);  ///< "row 5, column 3: …"

struct Row {
  int number = 0;  ///< As a spreadsheet numbers it: records, not lines; the first is 1.
  /// At least one a heading; more only where something stands to the right of the last heading.
  std::vector<std::string> cells;
};

struct Table {
  Charset charset = Charset::utf_8;
  char delimiter = ',';
  std::vector<std::string> headings;  ///< The first row that is not blank.
  int heading_row = 1;
  std::vector<Row> rows;
  int blank_rows = 0;  ///< Passed over; they keep their numbers.
};

/// Reads comma-, semicolon- or tab-separated text; the delimiter is the one that the heading row
/// holds most of, or what a first line "sep=;" says. Cells in quotes may hold delimiters, line
/// breaks and doubled quotes; a quote inside an unquoted cell is a character like others. Lines
/// end as on any system. Unicode by its mark, UTF-8 also without; else see `Charset`. Pure.
Result<Table, Problem> read_table(std::string_view bytes);

/// "column 28 (AB)".
std::string describe_column(std::size_t column);

}  // namespace keste::sheet
