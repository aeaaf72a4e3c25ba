// Headings: which column is which, and what is said when that is not clear.
#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

const std::vector<ColumnChoice> choices{{"iin", {"ЖСН", "ИИН", "IIN"}, true},
                                        {"name", {"Аты", "Имя", "First name"}, true},
                                        {"patronymic", {"Отчество (при наличии)"}, false},
                                        {"city", {"Қала", "Город"}, false}};

std::string field_of(const std::string& heading) {
  const std::vector<ColumnChoice> optional{{"iin", {"ЖСН", "ИИН", "IIN"}, false},
                                           {"name", {"Аты", "Имя", "First name"}, false},
                                           {"patronymic", {"Отчество (при наличии)"}, false}};
  sheet::Table table;
  table.headings = {heading};
  const auto reading = match_columns(table, optional);
  REQUIRE(reading);
  return reading.value().columns.at(0).field;
}

TEST_CASE("a heading is known however it is written", "[admission][sheet][columns]") {
  struct Case {
    const char* heading;
    const char* field;
  };
  const Case c = GENERATE(values<Case>({{"ЖСН", "iin"},
                                        {"жсн", "iin"},
                                        {"  ЖСН *", "iin"},
                                        {"ИИН:", "iin"},
                                        {"2. ИИН", "iin"},
                                        {"2) ИИН", "iin"},
                                        {"ЖСН (12 сан)", "iin"},
                                        {"ЖСН / ИИН", "iin"},
                                        {"Жеке нөмір / ИИН", "iin"},
                                        {"ЖСН\nИИН", "iin"},
                                        {"IІN", "iin"},  // the second is Cyrillic
                                        {"\u200BЖСН", "iin"},
                                        {"First  Name", "name"},
                                        {"Отчество (при наличии)", "patronymic"},
                                        {"Отчество (при наличии) *", "patronymic"},
                                        {"Аты / ИИН", ""},
                                        {"Отчество", ""},
                                        {"Аты-жөні", ""},
                                        {"2023", ""},
                                        {"", ""}}));
  CAPTURE(c.heading);
  CHECK(field_of(c.heading) == c.field);
}

TEST_CASE("what was understood is told column by column", "[admission][sheet][columns]") {
  const auto result = match_columns(test::sheet_of("Пікір;Имя\n;\n\n1;2\n"), choices);
  CHECK_FALSE(result);
  const auto reading =
      match_columns(test::sheet_of("\nПікір;Имя;\"ЖСН\nИИН\"\n\n1;2;3\n"), choices);
  REQUIRE(reading);
  CHECK(reading.value().delimiter == ';');
  CHECK(reading.value().blank_rows == 2);
  REQUIRE(reading.value().columns.size() == 3);
  CHECK(reading.value().columns[0].heading == "Пікір");
  CHECK(reading.value().columns[0].field.empty());
  CHECK(reading.value().columns[2].heading == "ЖСН ИИН");
  CHECK(reading.value().missing == test::Texts{"patronymic", "city"});
}

TEST_CASE("two columns for one field are refused by name", "[admission][sheet][columns]") {
  const auto result = match_columns(test::sheet_of("ЖСН,Аты,ИИН\n1,2,3\n"), choices);
  REQUIRE_FALSE(result);
  CHECK(
      describe(result.error()) ==
      "row 1, column 3 (C): 'ИИН' and 'ЖСН' (column 1 (A)) would both be iin; rename one of them");
}

TEST_CASE("missing columns are named with what was found", "[admission][sheet][columns]") {
  const auto result = match_columns(test::sheet_of("Номер,Город\n1,2\n"), choices);
  REQUIRE_FALSE(result);
  CHECK(describe(result.error()) ==
        "no column for iin (such as 'ЖСН'), name (such as 'Аты'); the headings found are 'Номер', "
        "'Город'");
}

TEST_CASE("a row with cells outside the headings is a problem", "[admission][sheet][columns]") {
  const sheet::Table table = test::sheet_of("ЖСН,Аты\n1,2\n1,2,3\n");
  const auto reading = match_columns(table, choices);
  REQUIRE(reading);
  CHECK(RowCells(table.rows.at(0), reading.value()).take().problems.empty());
  const Findings found = RowCells(table.rows.at(1), reading.value()).take();
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].word == "too_many_cells");
  CHECK(found.problems[0].column == 3);
}

}  // namespace
}  // namespace keste::admission
