// Rows of promo codes.
#include "admission/promo_sheet.hpp"

#include "admission/sheet_cells.hpp"
#include "admission/sheet_words.hpp"

namespace keste::admission {
namespace {

std::vector<ColumnChoice> list_choices() {
  return {{"code",
           {"Промокод", "Промо-код", "Код", "Promo code", "Promocode", "Code", "Менің жауабым"},
           true},
          {"iin", {"ЖСН", "ИИН", "IIN"}, true},
          {"test",
           {"Тест", "Тест түрі", "Сертификат түрі", "Вид теста", "Вид сертификата", "Test",
            "Certificate type"},
           false}};
}

PromoRow read_row(const sheet::Row& row, const SheetReading& reading,
                  const campaign::Campaign& campaign, const Words& tests) {
  RowCells cells(row, reading);
  PromoRow out;
  out.row = row.number;
  out.code = cells.keep("code", read_code_cell(cells.cell("code")));
  if (out.code.empty()) cells.wrong("code", "missing", "the code as it was made");
  out.iin = cells.keep("iin", read_iin_cell(cells.cell("iin")));
  out.test = cells.cell("test");
  const std::string* test = tests.find(out.test);
  if (test != nullptr) {
    out.test = *test;
  } else if (out.test.empty() && reading.column_of.contains("test")) {
    cells.wrong("test", "missing", "the test that the code was made for");
  } else if (!out.test.empty()) {
    cells.wrong("test", "test_unknown", list_tests(campaign));
  }
  Findings found = cells.take();
  out.problems = std::move(found.problems);
  out.repairs = std::move(found.repairs);
  return out;
}

}  // namespace

Result<PromoSheet, sheet::Problem> read_promo_sheet(const sheet::Table& table,
                                                    const campaign::Campaign& campaign) {
  auto reading = match_columns(table, list_choices());
  if (!reading) return failed(reading.error());
  PromoSheet out{std::move(reading).value(), {}};
  const Words tests = make_test_words(campaign);
  std::map<std::string, int> codes;
  for (const sheet::Row& row : table.rows) {
    PromoRow& promo = out.rows.emplace_back(read_row(row, out.reading, campaign, tests));
    if (promo.code.empty()) continue;
    const auto [first, is_new] = codes.emplace(promo.code, promo.row);
    if (!is_new) promo.same_as_row = first->second;
  }
  return out;
}

}  // namespace keste::admission
