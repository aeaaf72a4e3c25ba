// Laws of sheets: what is written as delimited text is read back the same.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "sheet/table.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace keste::sheet {
namespace {

using Cells = std::vector<std::string>;

/// Signs that the grammar cares about, and letters of one to four bytes. The first are in
/// Windows-1251.
constexpr std::array<char32_t, 16> signs{U'"', U',', U';', U'\t', U'\n', U'\r', U' ', U'a',
                                         U'Я', U'і', U'№', U'=',  U'?',  U'Қ',  U'ә', U'😀'};
constexpr std::size_t in_windows_1251 = 13;

struct Shape {
  char delimiter;
  std::string line_end;
  bool quote_all;
};

std::string draw_cell(std::size_t known) {
  std::string cell;
  for (const std::size_t i :
       *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, known))) {
    append_code_point(cell, signs.at(i));
  }
  return cell;
}

/// A heading row and some rows of the same width. None is blank: a letter stands in the first cell.
std::vector<Cells> draw_rows(std::size_t known) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 6);
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  std::vector<Cells> rows(count);
  for (Cells& row : rows) {
    for (std::size_t i = 0; i < width; ++i) row.push_back(draw_cell(known));
    row.front() += 'x';
  }
  // The delimiter is found by the headings, so these have none in the open and no empty end.
  for (std::string& heading : rows.front()) heading += 'h';
  return rows;
}

std::string write_cell(const std::string& cell, const Shape& shape, bool heading) {
  const bool needs = cell.find_first_of("\",;\t\r\n") != std::string::npos;
  if (!needs && !shape.quote_all && !heading) return cell;
  std::string out = "\"";
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

std::string write(const std::vector<Cells>& rows, const Shape& shape) {
  std::string text;
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += shape.delimiter;
      text += write_cell(row[i], shape, &row == rows.data());
    }
    text += shape.line_end;
  }
  return text;
}

Shape draw_shape() {
  Shape shape;
  shape.delimiter = *rc::gen::element(',', ';', '\t');
  shape.line_end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
  shape.quote_all = *rc::gen::arbitrary<bool>();
  return shape;
}

void check_back(const std::vector<Cells>& rows, const std::string& bytes, Charset charset) {
  const auto table = read_table(bytes);
  RC_ASSERT(static_cast<bool>(table));
  RC_ASSERT(table.value().headings == rows.front());
  RC_ASSERT(table.value().rows.size() == rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    RC_ASSERT(table.value().rows[i - 1].cells == rows[i]);
    RC_ASSERT(table.value().rows[i - 1].number == static_cast<int>(i + 1));
  }
  RC_ASSERT(table.value().charset == charset);
}

std::string to_utf_16(std::string_view text) {
  std::string bytes = "\xFF\xFE";
  const auto append = [&](char32_t unit) {
    bytes += static_cast<char>(unit & 0xFFU);
    bytes += static_cast<char>(unit >> 8U);
  };
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (c < 0x10000) {
      append(c);
    } else {
      append(0xD800 + ((c - 0x10000) >> 10U));
      append(0xDC00 + ((c - 0x10000) & 0x3FFU));
    }
  }
  return bytes;
}

std::string to_windows_1251(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    bytes += c == U'Я' ? '\xDF' : c == U'і' ? '\xB3' : c == U'№' ? '\xB9' : static_cast<char>(c);
  }
  return bytes;
}

TEST_CASE("a written table is read back, with every delimiter, in UTF-8", "[sheet][table]") {
  rc::prop("the same cells, with and without a mark", [] {
    const auto rows = draw_rows(signs.size());
    const std::string text = write(rows, draw_shape());
    check_back(rows, text, Charset::utf_8);
    check_back(rows, "\xEF\xBB\xBF" + text, Charset::utf_8);
  });
}

TEST_CASE("a written table is read back, with every delimiter, in UTF-16", "[sheet][table]") {
  rc::prop("the same cells", [] {
    const auto rows = draw_rows(signs.size());
    check_back(rows, to_utf_16(write(rows, draw_shape())), Charset::utf_16);
  });
}

TEST_CASE("a written table is read back, with every delimiter, in Windows-1251", "[sheet][table]") {
  rc::prop("the same cells", [] {
    auto rows = draw_rows(in_windows_1251);
    rows.front().front() += "Я";
    check_back(rows, to_windows_1251(write(rows, draw_shape())), Charset::windows_1251);
  });
}

TEST_CASE("no bytes break the reading", "[sheet][table]") {
  rc::prop("a table or a problem, and never a row of another width", [](std::string bytes) {
    const auto table = read_table(bytes);
    if (!table) {
      RC_ASSERT(!table.error().message.empty());
      return;
    }
    for (const Row& row : table.value().rows) {
      RC_ASSERT(row.cells.size() >= table.value().headings.size());
    }
  });
}

}  // namespace
}  // namespace keste::sheet
