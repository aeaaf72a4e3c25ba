// Laws of sheets of people: what a spreadsheet takes from an IIN is put back, and nothing is made
// up.
#include <algorithm>
#include <string>

#include "admission/person.hpp"
#include "admission/questionnaire.hpp"
#include "admission/sheet_cells.hpp"
#include "support/campaigns.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

/// An acceptable IIN that begins with that many zeros.
std::string draw_iin(std::size_t zeros) {
  std::string digits(zeros, '0');
  digits += static_cast<char>(*rc::gen::inRange('1', static_cast<char>('9' + 1)));
  while (digits.size() < 11) digits += static_cast<char>(*rc::gen::inRange('0', ':'));
  for (char last = '0'; last <= '9'; ++last) {
    if (!check_iin(digits + last)) return digits + last;
  }
  RC_DISCARD("no control digit");
}

TEST_CASE("zeros that a spreadsheet took from an IIN are put back", "[admission][sheet]") {
  rc::prop("the same IIN", [] {
    const auto zeros = *rc::gen::inRange<std::size_t>(0, 4);
    const std::string iin = draw_iin(zeros);
    const CellReading reading = read_iin_cell(iin.substr(zeros));
    RC_ASSERT(reading.word.empty());
    RC_ASSERT(reading.value == iin);
    RC_ASSERT(reading.repair.empty() == (zeros == 0));
  });
}

TEST_CASE("an IIN that is taken is acceptable, and one of 12 digits is not changed",
          "[admission][sheet]") {
  rc::prop("taken as it is, or not at all", [] {
    const auto length = *rc::gen::inRange<std::size_t>(9, 15);
    const std::string signs = "0011223344556677889900112233445566778899lO-";
    const std::string cell = *rc::gen::container<std::string>(length, rc::gen::elementOf(signs));
    const CellReading reading = read_iin_cell(cell);
    if (!reading.word.empty()) return;
    RC_ASSERT(!check_iin(reading.value));
    const bool digits =
        cell.size() == 12 && cell.find_first_not_of("0123456789") == std::string::npos;
    if (digits) RC_ASSERT(reading.value == cell);
  });
}

TEST_CASE("no answers break the reading, and every row is told of", "[admission][sheet]") {
  campaign::Campaign campaign = test::pkr_2023();
  campaign.questionnaire.zone = test::zone("Asia/Almaty");
  rc::prop("a row for a row, and a key only with an instant", [&] {
    std::string text =
        "Timestamp;IIN;Surname;Name;E-mail;Phone;Language;City;Session;Test;Consent\n";
    const std::string signs = "0123456789/.-: ;\n\"'?(),EPMapmTZ+";
    const std::string cells = *rc::gen::container<std::string>(rc::gen::elementOf(signs));
    const auto table = sheet::read_table(text + cells);
    if (!table) return;
    const auto answers = read_questionnaire(table.value(), campaign);
    RC_ASSERT(static_cast<bool>(answers));
    RC_ASSERT(answers.value().rows.size() == table.value().rows.size());
    for (const AnswerRow& row : answers.value().rows) {
      RC_ASSERT(row.row_key.empty() == !row.answered_at.has_value());
    }
  });
}

}  // namespace
}  // namespace keste::admission
