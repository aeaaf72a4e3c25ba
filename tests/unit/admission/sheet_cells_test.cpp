// Cells as spreadsheets leave them: what is put right, and what is refused.
#include "admission/sheet_cells.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

struct Case {
  const char* cell;
  const char* value;
  const char* word;
  const char* repair;
};

constexpr const char* zeros = "leading zeros put back";
constexpr const char* letters = "letters read as the digits they look like";

TEST_CASE("an IIN is read as people and spreadsheets leave it", "[admission][sheet][iin]") {
  const Case c =
      GENERATE(values<Case>({{"900101300007", "900101300007", "", ""},
                             {" 9001 0130 0007 ", "900101300007", "", ""},
                             {"900101-300007", "900101300007", "", ""},
                             {"'000229600014", "000229600014", "", ""},
                             {"=\"000229600014\"", "000229600014", "", ""},
                             {"900101300007.0", "900101300007", "", ""},
                             {"900101300007,00", "900101300007", "", ""},
                             {"9.00101300007E+11", "900101300007", "", ""},
                             {"9,00101300007e11", "900101300007", "", ""},
                             // One, two and three zeros lost. 061211600012 is from a public README.
                             {"61211600012", "061211600012", "", zeros},
                             {"1231600038", "001231600038", "", zeros},
                             {"229600014", "000229600014", "", zeros},
                             {"229600014.0", "000229600014", "", zeros},
                             {"2,29600014E+8", "000229600014", "", zeros},
                             {"9ОO101300007", "900101300007", "", letters},
                             {"9001013ооооo", "9001013ооооo", "iin_control", ""},
                             {"9001О1З00007", "900101300007", "", letters},
                             {"90010l300007", "900101300007", "", letters},
                             {"90010І300007", "900101300007", "", letters},
                             {"О6І211600012", "061211600012", "", letters},
                             {"6І211600012", "061211600012", "",
                              "letters read as the digits they look like, leading zeros put back"},
                             {"", "", "missing", ""},
                             {"'", "'", "missing", ""},
                             {"900101300008", "900101300008", "iin_control", ""},
                             {"9001О1300008", "9001О1300008", "iin_control", ""},
                             {"229600015", "229600015", "iin_length", ""},
                             {"29600014", "29600014", "iin_length", ""},
                             {"9001013000077", "9001013000077", "iin_length", ""},
                             {"9001б1300007", "9001б1300007", "iin_length", ""},
                             {"жоқ", "жоқ", "iin_length", ""},
                             {"9.50101E+11", "9.50101E+11", "digits_lost", ""},
                             {"9,5E+11", "9,5E+11", "digits_lost", ""},
                             {"9E+11", "9E+11", "digits_lost", ""}}));
  const CellReading reading = read_iin_cell(c.cell);
  CAPTURE(c.cell);
  CHECK(reading.value == c.value);
  CHECK(reading.word == c.word);
  CHECK(reading.repair == c.repair);
  CHECK(reading.right.empty() == reading.word.empty());
}

TEST_CASE("a phone is read as people and spreadsheets leave it", "[admission][sheet][phone]") {
  const Case c = GENERATE(values<Case>(
      {{"8 701 000-00-01", "+77010000001", "", ""},
       {"7010000001", "+77010000001", "", ""},
       {"'+7 701 000 00 01", "+77010000001", "", ""},
       {"77010000001.0", "+77010000001", "", ""},
       {"8.7010000001E+10", "+77010000001", "", ""},
       {"87010000001, 87010000002", "+77010000001", "", "the first of several numbers taken"},
       {"87010000001\nүй 240000", "+77010000001", "", "the first of several numbers taken"},
       {"8,7017E+10", "8,7017E+10", "digits_lost", ""},
       {"7.01E+09", "7.01E+09", "digits_lost", ""},
       {"телефон жоқ", "телефон жоқ", "", ""},
       {"", "", "", ""}}));
  const CellReading reading = read_phone_cell(c.cell);
  CAPTURE(c.cell);
  CHECK(reading.value == c.value);
  CHECK(reading.word == c.word);
  CHECK(reading.repair == c.repair);
}

TEST_CASE("an e-mail address loses only what surrounds it", "[admission][sheet][email]") {
  constexpr const char* dropped = "signs around the address dropped";
  const Case c = GENERATE(values<Case>({{" a@example.kz ", "a@example.kz", "", ""},
                                        {"<a@example.kz>", "a@example.kz", "", dropped},
                                        {"Mailto:a@example.kz", "a@example.kz", "", dropped},
                                        {"a@example.kz;", "a@example.kz", "", dropped},
                                        {"...", "", "", dropped},
                                        {"a b", "a b", "", ""}}));
  const CellReading reading = read_email_cell(c.cell);
  CHECK(reading.value == c.value);
  CHECK(reading.repair == c.repair);
}

TEST_CASE("a name with lost letters is not taken", "[admission][sheet]") {
  CHECK(read_name_cell(" Әйгерім ").value == "Әйгерім");
  CHECK(read_name_cell("Әйгерім").word.empty());
  CHECK(read_name_cell("?йгер?м").word == "letters_lost");
}

TEST_CASE("a code stays as it was made unless digits are lost", "[admission][sheet]") {
  CHECK(read_code_cell(" pkr-0001 ").value == "pkr-0001");
  CHECK(read_code_cell("'0012").value == "0012");
  CHECK(read_code_cell("1E5").word.empty());
  CHECK(read_code_cell("1,23457E+15").word == "digits_lost");
}

}  // namespace
}  // namespace keste::admission
