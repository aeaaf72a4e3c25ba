// Real exports: made by LibreOffice Calc 7.4 out of .ods files, and one mangled by hand.
#include <fstream>
#include <sstream>

#include "sheet/table.hpp"

#include <catch2/catch.hpp>

namespace keste::sheet {
namespace {

Table read_file(const std::string& name) {
  std::ostringstream bytes;
  bytes << std::ifstream(std::string(KESTE_SHEET_FILES) + "/" + name, std::ios::binary).rdbuf();
  const auto table = read_table(bytes.str());
  INFO((table ? "" : describe(table.error())));
  REQUIRE(table);
  return table.value();
}

TEST_CASE("LibreOffice's UTF-8 with commas is read", "[sheet][files]") {
  const Table table = read_file("libreoffice-utf8-comma.csv");
  CHECK(table.charset == Charset::utf_8);
  CHECK(table.delimiter == ',');
  CHECK(table.headings.size() == 14);
  REQUIRE(table.rows.size() == 5);
  CHECK(table.rows[2].number == 4);
  CHECK(table.rows[2].cells[1] == "1231600038");
  CHECK(table.rows[2].cells[12] == "Үлкен әріппен,\nекінші қабат емес");
  CHECK(table.rows[3].number == 5);
  CHECK(table.rows[3].cells[12] == "Ескерту: \"орындық\"");
  CHECK(table.rows[4].cells[2] == "Тест; Үлгі");
}

TEST_CASE("LibreOffice's Windows-1251 with semicolons is read", "[sheet][files]") {
  const Table table = read_file("libreoffice-windows1251-semicolon.csv");
  CHECK(table.charset == Charset::windows_1251);
  CHECK(table.delimiter == ';');
  CHECK(table.headings.at(0) == "Отметка времени");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[1].cells[11] == "KV-100;7");
  // What the charset cannot say is lost in the file already.
  CHECK(table.rows[2].cells[2] == "?лгі?лы");
}

TEST_CASE("LibreOffice's tabs are read in UTF-8 and UTF-16 alike", "[sheet][files]") {
  const Table first = read_file("libreoffice-dates-tab.csv");
  const Table second = read_file("libreoffice-utf16-tab.csv");
  CHECK(second.charset == Charset::utf_16);
  CHECK(first.delimiter == '\t');
  CHECK(first.headings == second.headings);
  REQUIRE(first.rows.size() == 3);
  CHECK(first.rows[1].cells[0] == "09/13/2023 00:00:00");
  for (std::size_t i = 0; i < 3; ++i) CHECK(first.rows[i].cells == second.rows.at(i).cells);
}

TEST_CASE("a sheet mangled by hand is read", "[sheet][files]") {
  const Table table = read_file("mangled.csv");
  CHECK(table.charset == Charset::utf_8);
  CHECK(table.delimiter == ';');
  CHECK(table.heading_row == 2);
  CHECK(table.blank_rows == 3);
  REQUIRE(table.rows.size() == 6);
  std::vector<int> numbers;
  for (const Row& row : table.rows) numbers.push_back(row.number);
  CHECK(numbers == std::vector<int>{3, 4, 7, 8, 9, 10});
  CHECK(table.rows[2].cells[2] == "Тест \"Үлгі\"");
  CHECK(table.rows[2].cells.size() == 10);
  CHECK(table.rows[3].cells[8] == "бір\r\nекі \"үш\" ");
  CHECK(table.rows[5].cells == std::vector<std::string>{"2023-09-10 14:03:00", "900101300007",
                                                        "Үлгіева", "Әйгерім", "Қапшағай", "", "",
                                                        "", ""});
}

}  // namespace
}  // namespace keste::sheet
