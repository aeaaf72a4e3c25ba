// Table: rows that fit the terminal, whatever the script.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keste::kestectl {

/// How many cells of a terminal the text takes: none for combining marks, two for wide characters.
/// `text` is UTF-8.
std::size_t display_width(std::string_view text);

/// The text in at most `width` cells, ending in "…" when something was cut off.
std::string clip(std::string_view text, std::size_t width);

/// The columns of the terminal behind a descriptor; 0 when it is none.
std::size_t terminal_width(int descriptor);

class Table {
 public:
  explicit Table(std::vector<std::string> titles);

  /// One cell per title. Control characters show as '?'.
  void add(std::vector<std::string> cells);
  /// Lines with "\n". When they are wider than `width` the widest columns are clipped; 0 is no
  /// limit.
  std::string render(std::size_t width) const;

 private:
  std::vector<std::size_t> fit(std::size_t width) const;

  std::vector<std::vector<std::string>> rows_;  ///< The titles first.
};

/// "[########            ] 40000 of 100000 rows", for a terminal.
std::string draw_bar(std::int64_t done, std::int64_t rows);

}  // namespace keste::kestectl
