// Sheets of results.
#include "admission/results_sheet.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

constexpr const char* headings =
    "IIN;Application number;Test;Level;Score;Certificate number;Issued;Status\n";

ResultsSheet read(const std::string& text) {
  const auto sheet = read_results_sheet(test::sheet_of(text), test::sheet_campaign());
  INFO((sheet ? "" : describe(sheet.error())));
  REQUIRE(sheet);
  return sheet.value();
}

ResultRow read_row(const std::string& row) { return read(headings + row + "\n").rows.at(0); }

TEST_CASE("a result is read under headings of three languages", "[admission][results_sheet]") {
  const std::string text = GENERATE(
      "ЖСН;Тест;Деңгейі;Балл;Сертификат нөмірі;Берілген күні;Мәртебесі\n"
      "229600014;ҚАЗТЕСТ;В1;78,5;KZ-1;26.09.2023;дайын\n",
      "ИИН,Вид теста,Уровень,Количество баллов,Номер документа,Дата выдачи,Статус\n"
      "'000229600014,QAZTEST,b1,78.5,KZ-1,2023-09-26,\n",
      "IIN\tTest\tLevel\tScore\tDocument number\tIssued at\tStatus\n"
      "000229600014\tKaztest\tB1\t78.5\tKZ-1\t9/26/2023 10:00\tfinal\n");
  const ResultRow row = read(text).rows.at(0);
  CHECK(row.problems.empty());
  CHECK(row.row == 2);
  CHECK(row.iin == "000229600014");
  CHECK(row.test == "QAZTEST");
  CHECK(row.level == "B1");
  CHECK(row.score == "78.5");
  CHECK(row.document_number == "KZ-1");
  CHECK(row.issued_on == test::date("2023-09-26"));
  CHECK(to_text(row.status) == "final");
}

TEST_CASE("a result may name the application, and be held or annulled",
          "[admission][results_sheet]") {
  const ResultRow held = read_row(";417;;;;;;на проверке");
  CHECK(held.problems.empty());
  CHECK(held.application == "417");
  CHECK(to_text(held.status) == "on_hold");
  const ResultRow annulled = read_row("900101300007;417;QRT;A2;40;X;;Аннулирован");
  CHECK(annulled.problems.empty());
  CHECK(annulled.level == "A2");
  CHECK(to_text(annulled.status) == "annulled");
}

TEST_CASE("what is wrong in a row of results is named", "[admission][results_sheet]") {
  struct Case {
    const char* row;
    test::Texts words;
  };
  const Case c =
      GENERATE(values<Case>({{"900101300007;;;B1;;;;", {}},
                             {";;;B1;;;;", {"iin:missing"}},
                             {"900101300008;7;;B1;;;;", {"iin:iin_control"}},
                             {"9.50101E+11;;;B1;;;;", {"iin:digits_lost"}},
                             {"900101300007;;IELTS;B1;;;;", {"test:test_unknown"}},
                             {"900101300007;;;;78;;;", {"level:missing"}},
                             {"900101300007;;;B3;;;;", {"level:not_a_level"}},
                             {"900101300007;;;B1;78 балл;;;", {"score:not_a_score"}},
                             {"900101300007;;;B1;-1;;;", {"score:not_a_score"}},
                             {"900101300007;;;B1;7.;;;", {"score:not_a_score"}},
                             {"900101300007;;;B1;.5;;;", {"score:not_a_score"}},
                             {"900101300007;;;B1;1.2.3;;;", {"score:not_a_score"}},
                             {"900101300007;;;B1;78;1,2E+9;;", {"document_number:digits_lost"}},
                             {"900101300007;;;B1;78;;31.09.2023;", {"issued_at:not_a_date"}},
                             {"900101300007;;;B1;78;;жақында;", {"issued_at:not_a_date"}},
                             {"900101300007;;;B1;78;;;maybe", {"status:not_a_status"}},
                             {"900101300007;;;B1;78;;;final;1", {":too_many_cells"}}}));
  CAPTURE(c.row);
  CHECK(test::words_of(read_row(c.row).problems) == c.words);
}

TEST_CASE("dates of issue in either order are not guessed", "[admission][results_sheet]") {
  const ResultsSheet sheet = read(
      "IIN;Level;Issued\n900101300007;B1;9/26/2023\n"
      "900101300007;B1;26/9/2023\n900101300007;B1;9/10/2023\n");
  CHECK(sheet.rows.at(0).issued_on == test::date("2023-09-26"));
  CHECK(sheet.rows.at(1).issued_on == test::date("2023-09-26"));
  CHECK(test::words_of(sheet.rows.at(2).problems) == test::Texts{"issued_at:date_order"});
}

TEST_CASE("a sheet that says neither whose nor what is refused", "[admission][results_sheet]") {
  const auto whose = read_results_sheet(test::sheet_of("Level\nB1\n"), test::sheet_campaign());
  REQUIRE_FALSE(whose);
  CHECK(describe(whose.error()) ==
        "row 1: no column for iin (such as 'ЖСН') or application (such as 'Өтініш нөмірі'); one of "
        "them is needed");
  CHECK_FALSE(read_results_sheet(test::sheet_of("IIN\n1\n"), test::sheet_campaign()));
}

}  // namespace
}  // namespace keste::admission
