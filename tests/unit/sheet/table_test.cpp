// Delimited text: cells, rows and their numbers, and what is refused.
#include "sheet/table.hpp"

#include <catch2/catch.hpp>

namespace keste::sheet {
namespace {

using Cells = std::vector<std::string>;

Table read(std::string_view text) {
  const auto table = read_table(text);
  INFO((table ? "" : describe(table.error())));
  REQUIRE(table);
  return table.value();
}

Problem refuse(std::string_view text) {
  const auto table = read_table(text);
  REQUIRE_FALSE(table);
  return table.error();
}

TEST_CASE("headings and rows are read under every delimiter and line end", "[sheet][table]") {
  const std::string delimiter = GENERATE(",", ";", "\t");
  const std::string end = GENERATE("\n", "\r\n", "\r");
  const std::string last = GENERATE("", "end");
  const Table table = read("a" + delimiter + "b" + end + "1" + delimiter + "2" + end + "3" +
                           delimiter + "4" + (last.empty() ? "" : end));
  CHECK(table.delimiter == delimiter[0]);
  CHECK(table.headings == Cells{"a", "b"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].number == 2);
  CHECK(table.rows[0].cells == Cells{"1", "2"});
  CHECK(table.rows[1].number == 3);
  CHECK(table.rows[1].cells == Cells{"3", "4"});
}

TEST_CASE("quoted cells hold delimiters, line breaks and doubled quotes", "[sheet][table]") {
  struct Case {
    const char* written;
    const char* cell;
  };
  const Case c = GENERATE(values<Case>({{"\"a,b\"", "a,b"},
                                        {"\"a\nb\"", "a\nb"},
                                        {"\"a\r\nb\"", "a\r\nb"},
                                        {"\"a\"\"b\"", "a\"b"},
                                        {"\"\"\"\"", "\""},
                                        {"\"\"", ""},
                                        {"\"a\"  ", "a"},
                                        {"a\"b", "a\"b"},
                                        {"ТОО \"Үлгі\"", "ТОО \"Үлгі\""},
                                        {" a ", " a "}}));
  const Table table = read("x,y\n" + std::string(c.written) + ",1\nlast,2\n");
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == Cells{c.cell, "1"});
  CHECK(table.rows[1].number == 3);
  CHECK(table.rows[1].cells == Cells{"last", "2"});
}

TEST_CASE("blank rows are passed over and counted", "[sheet][table]") {
  const Table table = read("\n,,\na,b\n\n1,2\n , \n,,,,\n3,4\n\n");
  CHECK(table.heading_row == 3);
  CHECK(table.blank_rows == 6);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].number == 5);
  CHECK(table.rows[1].number == 8);
}

TEST_CASE("short rows are filled up and long ones keep what stands outside", "[sheet][table]") {
  const Table table = read("a,b,c\n1\n1,2,3,,\n1,2,3,4,\n");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells == Cells{"1", "", ""});
  CHECK(table.rows[1].cells == Cells{"1", "2", "3"});
  CHECK(table.rows[2].cells == Cells{"1", "2", "3", "4"});
}

TEST_CASE("the delimiter is the one that the heading row holds most of", "[sheet][table]") {
  struct Case {
    const char* text;
    char delimiter;
  };
  const Case c = GENERATE(values<Case>({{"a;b;c\n1,5;2,5;3\n", ';'},
                                        {"\"a, b, c\";d;\"e, f\"\n", ';'},
                                        {"a, b;c;d\n", ';'},
                                        {"a\tb, c\n", '\t'},
                                        {"only\n1;2;3\n", ','},
                                        {"\"a\n;;;\",b\n", ','},
                                        {"\n\n;\na,b,c\n;;;;\n", ','},
                                        {"sep=;\na,b,c;d\n", ';'},
                                        {"SEP=,\r\na;b;c,d\n", ','},
                                        {"\"sep=\t\"\na;b;c\td\n", '\t'}}));
  CHECK(read(c.text).delimiter == c.delimiter);
}

TEST_CASE("Excel's line with the delimiter is no row", "[sheet][table]") {
  const Table table = read("sep=;\r\na;b\r\n1;2\r\n");
  CHECK(table.headings == Cells{"a", "b"});
  CHECK(table.heading_row == 1);
  CHECK(table.rows.at(0).number == 2);
  CHECK(read("sep=x\n1\n").headings == Cells{"sep=x"});
}

TEST_CASE("an error says the row and the column as the spreadsheet shows them", "[sheet][table]") {
  const std::string wide = std::string(columns_max, ',');
  const std::string huge = std::string(cell_bytes_max + 1, 'x');
  CHECK(describe(refuse("a,b\n1,\"2\n3,4\n")) ==
        "row 2, column 2 (B): a quote opens here and is never closed; close it, or double a quote "
        "that belongs to the text");
  CHECK(describe(refuse("a,b\n\"x\ny\",1\n1,\"2\" 3\n")) ==
        "row 3, column 2 (B): text follows the closing quote; double a quote that belongs to the "
        "text");
  CHECK(describe(refuse("a,b\n" + wide + "\n")) ==
        "row 2, column 257 (IW): more than 256 columns; delete those without headings");
  CHECK(describe(refuse("a,b\n1," + huge + "\n")) ==
        "row 2, column 2 (B): the cell has more than 32 KiB; perhaps a quote is not closed where "
        "it should be");
  CHECK(describe(refuse("a\n\"" + huge + "\"\n")).starts_with("row 2, column 1 (A): the cell"));
}

TEST_CASE("the bounds themselves are allowed", "[sheet][table]") {
  std::string text = "h";
  for (std::size_t i = 1; i < columns_max; ++i) text += ",h";
  CHECK(read(text + "\n" + std::string(cell_bytes_max, 'x')).headings.size() == columns_max);
}

TEST_CASE("a sheet without headings is refused", "[sheet][table]") {
  const char* text = GENERATE("", "\n\n", " , ,\n", "\xEF\xBB\xBF", "sep=;\n", "\"\",\"\"\n");
  CHECK(refuse(text).message == "it is empty; its first row must hold the headings");
}

TEST_CASE("a sheet beyond 64 MiB is refused", "[sheet][table]") {
  CHECK(refuse(std::string(bytes_max + 1, 'x')).message ==
        "it has more than 64 MiB; divide the sheet into several");
}

TEST_CASE("columns are named as spreadsheets name them", "[sheet][table]") {
  CHECK(describe_column(1) == "column 1 (A)");
  CHECK(describe_column(26) == "column 26 (Z)");
  CHECK(describe_column(27) == "column 27 (AA)");
  CHECK(describe_column(256) == "column 256 (IV)");
}

}  // namespace
}  // namespace keste::sheet
