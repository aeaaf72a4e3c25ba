// Cells: delimited text taken apart, record by record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sheet/table.hpp"

namespace keste::sheet {

/// The records of UTF-8 text, one after the other. Refers to the text.
class Cells {
 public:
  Cells(std::string_view text, char delimiter) : rest_(text), delimiter_(delimiter) {}

  bool at_end() const { return rest_.empty(); }
  /// The next record, which counts on; not to be asked at the end.
  Result<Row, Problem> take();

 private:
  /// One cell into `cell`; what is wrong with it, if something is.
  std::optional<Problem> take_cell(std::string& cell);
  std::optional<Problem> take_quoted(std::string& cell);
  /// True when a delimiter was there and taken.
  bool take_delimiter();
  void take_line_end();
  Problem problem(std::string message) const;

  std::string_view rest_;
  char delimiter_;
  int row_ = 0;
  std::size_t column_ = 0;
};

/// The delimiter that the first line with something in it holds most of, outside quotes; a comma
/// when there is none.
char find_delimiter(std::string_view text);

}  // namespace keste::sheet
