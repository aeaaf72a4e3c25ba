// Table: widths in terminal cells, and columns shrunk from the widest.
#include "kestectl/table.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"

namespace keste::kestectl {
namespace {

using Range = std::pair<char32_t, char32_t>;

// Marks that stand on the letter before, and what is invisible.
constexpr std::array<Range, 15> no_cell{{{0x0300, 0x036F},
                                         {0x0483, 0x0489},
                                         {0x0591, 0x05BD},
                                         {0x0610, 0x061A},
                                         {0x064B, 0x065F},
                                         {0x0670, 0x0670},
                                         {0x1AB0, 0x1AFF},
                                         {0x1DC0, 0x1DFF},
                                         {0x200B, 0x200F},
                                         {0x202A, 0x202E},
                                         {0x2060, 0x206F},
                                         {0x20D0, 0x20FF},
                                         {0xFE00, 0xFE0F},
                                         {0xFE20, 0xFE2F},
                                         {0xFEFF, 0xFEFF}}};
constexpr std::array<Range, 11> two_cells{{{0x1100, 0x115F},
                                           {0x2E80, 0x303E},
                                           {0x3041, 0xA4CF},
                                           {0xAC00, 0xD7A3},
                                           {0xF900, 0xFAFF},
                                           {0xFE30, 0xFE6F},
                                           {0xFF00, 0xFF60},
                                           {0x1F300, 0x1F64F},
                                           {0x1F680, 0x1F6FF},
                                           {0x1F900, 0x1F9FF},
                                           {0x20000, 0x3FFFD}}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.second; });
}

std::size_t cells_of(char32_t c) { return within(no_cell, c) ? 0 : within(two_cells, c) ? 2 : 1; }

/// A cell must not move the cursor or start an escape sequence.
std::string without_controls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    append_code_point(out, c < 0x20 || (c >= 0x7F && c < 0xA0) ? U'?' : c);
  }
  return out;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += cells_of(take_code_point(text));
  return width;
}

std::string clip(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    used += cells_of(c);
    if (used > width - 1) break;
    append_code_point(out, c);
  }
  return out + "…";
}

std::size_t terminal_width(int descriptor) {
  if (isatty(descriptor) == 0) return 0;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  // A serial line does not know its width.
  const char* columns = std::getenv("COLUMNS");
  return columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
}

Table::Table(std::vector<std::string> titles) { rows_.push_back(std::move(titles)); }

void Table::add(std::vector<std::string> cells) {
  CHECK(cells.size() == rows_.front().size());
  for (std::string& cell : cells) cell = without_controls(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::fit(std::size_t width) const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  if (width == 0) return widths;
  const std::size_t gaps = 2 * (widths.size() - 1);
  std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  while (total > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= 1) break;  // More columns than the terminal has cells for.
    --*widest;
    --total;
  }
  return widths;
}

std::string Table::render(std::size_t width) const {
  const std::vector<std::size_t> widths = fit(width);
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    std::size_t padding = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = clip(row[i], widths[i]);
      if (!cell.empty()) line += std::string(padding, ' ') + cell;
      // Padding waits for the next text, so no line ends in spaces.
      padding = (cell.empty() ? padding : 0) + widths[i] - display_width(cell) + 2;
    }
    out += (width == 0 ? line : clip(line, width)) + "\n";
  }
  return out;
}

std::string draw_bar(std::int64_t done, std::int64_t rows) {
  constexpr std::int64_t width = 30;
  if (rows <= 0) return "reading the sheet …";
  const auto filled = static_cast<std::size_t>(width * std::min(done, rows) / rows);
  return "[" + std::string(filled, '#') + std::string(width - filled, ' ') + "] " +
         std::to_string(done) + " of " + std::to_string(rows) + " rows";
}

}  // namespace keste::kestectl
