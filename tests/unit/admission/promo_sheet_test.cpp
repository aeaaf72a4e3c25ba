// Sheets of promo codes.
#include "admission/promo_sheet.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

PromoSheet read(std::string_view text) {
  const auto sheet = read_promo_sheet(test::sheet_of(text), test::sheet_campaign());
  INFO((sheet ? "" : describe(sheet.error())));
  REQUIRE(sheet);
  return sheet.value();
}

TEST_CASE("codes are read as they were made", "[admission][promo_sheet]") {
  const char* text = GENERATE("Промокод;ЖСН;Тест түрі\n aB-0/1 ;229600014;ҚАЗТЕСТ\n",
                              "Код,ИИН,Вид теста\naB-0/1,000229600014,QAZTEST\n",
                              "Code\tIIN\tTest\naB-0/1\t'000229600014\tKaztest\n");
  const PromoSheet sheet = read(text);
  REQUIRE(sheet.rows.size() == 1);
  CHECK(sheet.rows[0].row == 2);
  CHECK(sheet.rows[0].code == "aB-0/1");
  CHECK(sheet.rows[0].iin == "000229600014");
  CHECK(sheet.rows[0].test == "QAZTEST");
  CHECK(sheet.rows[0].problems.empty());
}

TEST_CASE("what is wrong in a row of codes is named", "[admission][promo_sheet]") {
  struct Case {
    const char* row;
    test::Texts words;
  };
  const Case c = GENERATE(values<Case>({{"A,900101300007,QRT", {}},
                                        {",900101300007,QRT", {"code:missing"}},
                                        {"1.5E+20,900101300007,QRT", {"code:digits_lost"}},
                                        {"A,,QRT", {"iin:missing"}},
                                        {"A,9.50101E+11,QRT", {"iin:digits_lost"}},
                                        {"A,900101300007,", {"test:missing"}},
                                        {"A,900101300007,TOEFL", {"test:test_unknown"}},
                                        {"A,900101300007,QRT,1", {":too_many_cells"}}}));
  CAPTURE(c.row);
  const PromoSheet sheet = read("code,iin,test\n" + std::string(c.row) + "\n");
  CHECK(test::words_of(sheet.rows.at(0).problems) == c.words);
}

TEST_CASE("a code that comes again is flagged", "[admission][promo_sheet]") {
  const PromoSheet sheet = read("code,iin\nA,900101300007\nB,900101300007\nA,229600014\n");
  CHECK(sheet.reading.missing == test::Texts{"test"});
  CHECK(sheet.rows.at(0).problems.empty());
  CHECK(sheet.rows.at(1).same_as_row == 0);
  CHECK(sheet.rows.at(2).same_as_row == 2);
}

TEST_CASE("a sheet without codes or IINs is refused", "[admission][promo_sheet]") {
  const char* text = GENERATE("iin,test\n1,2\n", "code,test\n1,2\n");
  CHECK_FALSE(read_promo_sheet(test::sheet_of(text), test::sheet_campaign()));
}

}  // namespace
}  // namespace keste::admission
