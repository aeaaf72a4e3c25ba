// Laws of promo codes: slips are seen, and typing in another way changes nothing.
#include <map>
#include <string>
#include <vector>

#include "admission/promo_code.hpp"
#include "base/text.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

const std::string digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const std::string symbols = digits + "*~$=U";

std::string draw_code() {
  return make_code(*rc::gen::container<std::string>(10, rc::gen::arbitrary<char>()));
}

/// Without its dashes.
std::string draw_folded() { return fold_code(draw_code()); }

TEST_CASE("what is made is own, in five groups, and folds to its symbols",
          "[admission][promo_code]") {
  rc::prop("own", [] {
    const std::string code = draw_code();
    RC_ASSERT(judge_form(code) == CodeForm::own);
    RC_ASSERT(code.size() == 21U);
    std::string bare = code;
    for (const std::size_t dash : {19U, 14U, 9U, 4U}) {
      RC_ASSERT(bare[dash] == '-');
      bare.erase(dash, 1);
    }
    RC_ASSERT(fold_code(code) == bare);
    RC_ASSERT(bare.substr(0, 16).find_first_not_of(digits) == std::string::npos);
  });
  rc::prop("different bytes make different codes", [] {
    const auto draw = [] {
      return *rc::gen::container<std::string>(10, rc::gen::arbitrary<char>());
    };
    const std::string one = draw();
    const std::string other = draw();
    RC_ASSERT((fold_code(make_code(one)) == fold_code(make_code(other))) == (one == other));
  });
}

TEST_CASE("each slip of one symbol is seen", "[admission][promo_code]") {
  rc::prop("mistyped", [] {
    const std::string code = draw_folded();
    for (std::size_t place = 0; place < code.size(); ++place) {
      for (const char symbol : symbols) {
        if (symbol == code[place]) continue;
        std::string changed = code;
        changed[place] = symbol;
        RC_ASSERT(judge_form(changed) == CodeForm::own_mistyped);
        RC_ASSERT(fold_code(changed) != code);
      }
    }
  });
}

TEST_CASE("each swap of two neighbours is seen", "[admission][promo_code]") {
  rc::prop("mistyped", [] {
    const std::string code = draw_folded();
    for (std::size_t place = 0; place + 1 < code.size(); ++place) {
      if (code[place] == code[place + 1]) continue;
      std::string changed = code;
      std::swap(changed[place], changed[place + 1]);
      RC_ASSERT(judge_form(changed) == CodeForm::own_mistyped);
    }
  });
}

/// What somebody may type for a symbol: small, a look-alike, and blanks or dashes about it.
std::string draw_typed(char symbol) {
  static const std::map<char, std::vector<std::string>> others{
      {'0', {"O", "o", "О", "о"}}, {'1', {"I", "l", "L", "i", "І", "і"}},
      {'A', {"А", "а"}},           {'B', {"В", "в"}},
      {'C', {"С", "с"}},           {'E', {"Е", "е"}},
      {'H', {"Н", "н", "һ"}},      {'J', {"Ј", "ј"}},
      {'K', {"К", "к"}},           {'M', {"М", "м"}},
      {'P', {"Р", "р"}},           {'S', {"Ѕ", "ѕ"}},
      {'T', {"Т", "т"}},           {'X', {"Х", "х"}},
      {'Y', {"У", "у", "Ү"}},
  };
  std::vector<std::string> ways{std::string(1, symbol), to_lower_ascii(std::string(1, symbol))};
  if (const auto found = others.find(symbol); found != others.end()) {
    ways.insert(ways.end(), found->second.begin(), found->second.end());
  }
  const std::vector<std::string> fillers{"", "", " ", "-", "\u2013", "\u2014", "\u00A0", "\u200B"};
  return *rc::gen::elementOf(fillers) + *rc::gen::elementOf(ways) + *rc::gen::elementOf(fillers);
}

TEST_CASE("a code typed in any of these ways is the same code", "[admission][promo_code]") {
  rc::prop("folds equal", [] {
    const std::string code = draw_folded();
    std::string typed;
    for (const char symbol : code) typed += draw_typed(symbol);
    RC_ASSERT(fold_code(typed) == code);
    RC_ASSERT(judge_form(typed) == CodeForm::own);
  });
}

TEST_CASE("any bytes fold, and folding twice is folding once", "[admission][promo_code]") {
  rc::prop("bytes", [](const std::string& bytes) {
    const std::string once = fold_code(bytes);
    RC_ASSERT(fold_code(once) == once);
    RC_ASSERT(judge_form(once) == judge_form(bytes));
  });
  rc::prop("texts of our shape", [] {
    const std::string text =
        *rc::gen::container<std::string>(17, rc::gen::elementOf(symbols + "OILoil"));
    const std::string once = fold_code(text);
    RC_ASSERT(fold_code(once) == once);
    RC_ASSERT(judge_form(once) == judge_form(text));
  });
}

TEST_CASE("imported codes of another length never meet", "[admission][promo_code]") {
  rc::prop("stay different", [] {
    const std::string alphabet = "0O1ILAB";
    const auto draw = [&] {
      return *rc::gen::container<std::string>(4, rc::gen::elementOf(alphabet));
    };
    const std::string one = draw();
    const std::string other = draw();
    RC_ASSERT((fold_code(one) == fold_code(other)) == (one == other));
  });
}

}  // namespace
}  // namespace keste::admission
