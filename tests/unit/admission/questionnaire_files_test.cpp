// The questionnaire out of real exports: three by LibreOffice Calc, one mangled by hand.
#include <fstream>
#include <sstream>

#include "admission/questionnaire.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

Answers read_file(const std::string& name) {
  std::ostringstream bytes;
  bytes << std::ifstream(std::string(KESTE_SHEET_FILES) + "/" + name, std::ios::binary).rdbuf();
  const auto answers = read_questionnaire(test::sheet_of(bytes.str()), test::sheet_campaign());
  INFO((answers ? "" : describe(answers.error())));
  REQUIRE(answers);
  return answers.value();
}

using test::repairs_of;
using test::Texts;
using test::words_of;

TEST_CASE("answers of a Kazakh form exported as UTF-8", "[admission][questionnaire][files]") {
  const Answers answers = read_file("libreoffice-utf8-comma.csv");
  REQUIRE(answers.rows.size() == 5);
  CHECK(answers.reading.missing == Texts{"payment_reference"});
  CHECK(answers.rows[0].form.city == "konaev");
  CHECK(answers.rows[0].form.session.empty());
  CHECK(answers.rows[0].form.test == "QAZTEST");
  CHECK(answers.rows[0].form.promo_code == "PKR-0001");
  CHECK(answers.rows[1].form.iin == "000229600014");
  CHECK(answers.rows[1].form.session == "astana-0920-1");
  CHECK(words_of(answers.rows[1].problems) == Texts{"session:session_unknown"});
  CHECK(answers.rows[2].form.iin == "001231600038");
  CHECK(answers.rows[2].form.phone == "+77010000003");
  CHECK(answers.rows[2].form.city == "oral");
  CHECK(answers.rows[2].needs == "Үлкен әріппен,\nекінші қабат емес");
  CHECK(words_of(answers.rows[3].problems) == Texts{"session:session_unknown"});
  CHECK(answers.rows[4].answered_at == test::instant("2023-09-17T23:59:59+06:00"));
  CHECK(words_of(answers.rows[4].problems) == Texts{"city:city_unknown"});
  for (const AnswerRow& row : answers.rows) CHECK(row.form.consent == (row.row != 6));
}

TEST_CASE("answers of a Russian form exported as Windows-1251",
          "[admission][questionnaire][files]") {
  const Answers answers = read_file("libreoffice-windows1251-semicolon.csv");
  REQUIRE(answers.rows.size() == 3);
  CHECK(answers.rows[0].answered_at == test::instant("2023-09-10T14:03:05+06:00"));
  CHECK(answers.rows[0].form.language == "kk");
  CHECK(answers.rows[0].form.city == "konaev");
  CHECK(answers.rows[1].form.iin == "010303600018");
  CHECK(repairs_of(answers.rows[1].repairs) == Texts{"iin:leading zeros put back"});
  CHECK(answers.rows[1].payment_reference == "KV-100;7");
  CHECK(words_of(answers.rows[2].problems) ==
        Texts{"surname:letters_lost", "given_name:letters_lost", "city:city_unknown"});
  CHECK_FALSE(answers.rows[2].form.consent);
}

TEST_CASE("answers of an English form with real dates", "[admission][questionnaire][files]") {
  const std::string name = GENERATE("libreoffice-dates-tab.csv", "libreoffice-utf16-tab.csv");
  const Answers answers = read_file(name);
  REQUIRE(answers.rows.size() == 3);
  CHECK(answers.rows[0].answered_at == test::instant("2023-09-05T14:03:05+06:00"));
  CHECK(answers.rows[1].answered_at == test::instant("2023-09-13T00:00:00+06:00"));
  CHECK(answers.rows[2].answered_at == test::instant("2023-09-07T23:59:59+06:00"));
  CHECK(answers.rows[0].form.city == "oral");
  CHECK(answers.rows[1].form.city == "konaev");
  CHECK(answers.rows[1].form.iin == "000229600014");
  CHECK(answers.rows[2].form.iin == "061211600012");
  CHECK(answers.rows[0].form.consent);
  CHECK_FALSE(answers.rows[2].form.consent);
}

TEST_CASE("answers of a sheet mangled by hand", "[admission][questionnaire][files]") {
  const Answers answers = read_file("mangled.csv");
  REQUIRE(answers.rows.size() == 6);
  const AnswerRow& first = answers.rows[0];
  CHECK(first.row == 3);
  CHECK(first.problems.empty());
  CHECK(first.form.iin == "900101300007");
  CHECK(first.form.given_name == "Әйгерім");
  CHECK(first.form.city == "konaev");
  CHECK(first.form.phone == "+77010000031");
  CHECK(first.form.email == "ulgi@example.kz");
  CHECK(first.form.consent);
  CHECK(answers.rows[1].form.iin == "000229600014");
  CHECK(answers.rows[1].form.city == "astana");
  CHECK(words_of(answers.rows[1].problems) == Texts{"phone:digits_lost"});
  CHECK(answers.rows[2].row == 7);
  CHECK(answers.rows[2].answered_at == test::instant("2023-09-10T14:05:06+05:00"));
  CHECK(words_of(answers.rows[2].problems) == Texts{":too_many_cells", "iin:iin_length"});
  CHECK(answers.rows[2].form.surname == "Тест \"Үлгі\"");
  CHECK(answers.rows[2].form.phone == "+77010000033");
  CHECK_FALSE(answers.rows[2].form.consent);
  CHECK(answers.rows[3].problems.empty());
  CHECK(answers.rows[3].form.iin == "000229600014");
  CHECK(answers.rows[3].form.email == "bota@example.kz");
  CHECK(answers.rows[3].form.consent);
  CHECK(answers.rows[3].same_as_row == 4);
  CHECK(words_of(answers.rows[4].problems) == Texts{"timestamp:no_time_of_day", "iin:digits_lost",
                                                    "surname:letters_lost", "city:city_unknown"});
  CHECK(answers.rows[5].problems.empty());
  CHECK(answers.rows[5].row_key == first.row_key + "#2");
  CHECK(answers.rows[5].same_as_row == 3);
}

}  // namespace
}  // namespace keste::admission
