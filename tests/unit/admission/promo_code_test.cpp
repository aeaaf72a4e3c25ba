// Promo codes as people type them, their states, and what is told to whom.
#include "admission/promo_code.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

// Worked out apart from the code under test, with Python's whole numbers.
const std::string bytes("\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23", 10);
const std::string code = "04HM-ASW9-NF6Y-Y093-B";

TEST_CASE("a code is made in groups with its check symbol", "[admission][promo_code]") {
  CHECK(make_code(bytes) == code);
  CHECK(make_code(std::string(10, '\0')) == "0000-0000-0000-0000-0");
  CHECK(make_code(std::string(9, '\0') + '\x01') == "0000-0000-0000-0001-1");
  CHECK(make_code(std::string(9, '\0') + '\x20') == "0000-0000-0000-0010-*");
  CHECK(make_code(std::string(9, '\0') + '\x21') == "0000-0000-0000-0011-~");
  CHECK(make_code(std::string(9, '\0') + '\x24') == "0000-0000-0000-0014-U");
  CHECK(make_code(std::string(9, '\0') + '\x25') == "0000-0000-0000-0015-0");
  CHECK(make_code(std::string(10, '\xFF')) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-~");
}

TEST_CASE("an own code finds itself however it is typed", "[admission][promo_code]") {
  const std::string folded = "0000000000000010*";
  for (const char* typed :
       {"0000-0000-0000-0010-*", "OOOO-oooo-0000-00I0-*", "0000 0000 0000 00l0 *",
        " 0000\u20130000\u20140000\u22120010\u00A0*\t", "00000000000000і0*", "ОООО-оооо-0000-0010*",
        "\uFEFF0000-0000-0000-\u200B0010-*", "0000\uFF0D0000-0000-00L0-*\r\n"}) {
    CAPTURE(typed);
    CHECK(fold_code(typed) == folded);
    CHECK(judge_form(typed) == CodeForm::own);
  }
}

TEST_CASE("look-alike letters of an imported code fold to Latin capitals",
          "[admission][promo_code]") {
  CHECK(fold_code("АВЕКМНОРСТУХ") == "ABEKMHOPCTYX");
  CHECK(fold_code("авекмнорстух") == "ABEKMHOPCTYX");
  CHECK(fold_code("ІЈЅҺҮӀԚԜ") == "IJSHYIQW");
  CHECK(fold_code("іјѕһүӏԛԝ") == "IJSHYIQW");
  CHECK(fold_code("\u04D8") == fold_code("\u0259"));
  CHECK(fold_code("пжкр-2023") == fold_code("ПЖКР 2023"));
  CHECK(fold_code("").empty());
  CHECK(fold_code(" - \u2014 ").empty());
}

TEST_CASE("different imported codes stay different", "[admission][promo_code]") {
  const std::vector<std::string> codes{"PKR-0O1I", "PKR-00II", "PKR-0011", "PKR-OO11", "PKR-0LL1",
                                       "PKR_0011", "ПКР-0011", "0PKR-011", "PKR-0011Ж"};
  std::set<std::string> folded;
  for (const std::string& one : codes) folded.insert(fold_code(one));
  CHECK(folded.size() == codes.size());
}

TEST_CASE("the form is told from the text", "[admission][promo_code]") {
  const std::map<std::string, CodeForm> rows{
      {"0000-0000-0000-0010-*", CodeForm::own},
      {"0000-0000-0000-0010-~", CodeForm::own_mistyped},
      {"0000-0000-0000-001*-0", CodeForm::own_mistyped},
      {"UUUU-0000-0000-0010-*", CodeForm::own_mistyped},
      {"0000-0000-0000-0010", CodeForm::foreign},
      {"0000-0000-0000-00100-*", CodeForm::foreign},
      {"0000-0000-0000-0010-#", CodeForm::foreign},
      {"0000-0000-0000-0ж10-*", CodeForm::foreign},
      {"PKR-001", CodeForm::foreign},
      {"", CodeForm::foreign},
  };
  for (const auto& [typed, form] : rows) {
    CAPTURE(typed);
    CHECK(judge_form(typed) == form);
  }
}

TEST_CASE("a code goes from state to state as drawn", "[admission][promo_code]") {
  struct Row {
    CodeState state;
    const char* name;
    bool reserve, redeem, release, voiding;
  };
  const Row rows[] = {
      {CodeState::issued, "issued", true, false, false, true},
      {CodeState::reserved, "reserved", false, true, true, true},
      {CodeState::redeemed, "redeemed", false, false, false, false},
      {CodeState::released, "released", true, false, false, true},
      {CodeState::void_, "void", false, false, false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(to_text(row.state) == row.name);
    CHECK(parse_code_state(row.name) == row.state);
    CHECK(may_reserve(row.state) == row.reserve);
    CHECK(may_redeem(row.state) == row.redeem);
    CHECK(may_release(row.state) == row.release);
    CHECK(may_void(row.state) == row.voiding);
  }
  CHECK_FALSE(parse_code_state("void_").has_value());
  CHECK_FALSE(parse_code_state("").has_value());
}

TEST_CASE("the holder may use a free code for its test, and hears exactly why not otherwise",
          "[admission][promo_code]") {
  struct Row {
    CodeState state;
    const char* test;
    std::optional<CodeRefusal> expected;
    const char* word;
  };
  const Row rows[] = {
      {CodeState::issued, "QRT", std::nullopt, ""},
      {CodeState::released, "QRT", std::nullopt, ""},
      {CodeState::issued, "QAZTEST", CodeRefusal::other_test, "promo-code-other-test"},
      {CodeState::reserved, "QRT", CodeRefusal::reserved_elsewhere, "promo-code-reserved"},
      {CodeState::reserved, "QAZTEST", CodeRefusal::other_test, "promo-code-other-test"},
      {CodeState::redeemed, "QRT", CodeRefusal::used, "promo-code-used"},
      {CodeState::redeemed, "QAZTEST", CodeRefusal::used, "promo-code-used"},
      {CodeState::void_, "QAZTEST", CodeRefusal::void_, "promo-code-void"},
  };
  for (const Row& row : rows) {
    CAPTURE(to_text(row.state), row.test);
    const CodeFacts facts{row.state, "holder", "QRT"};
    for (const CodeForm form : {CodeForm::own, CodeForm::foreign, CodeForm::own_mistyped}) {
      const auto refusal = decide_code(&facts, form, "holder", row.test);
      CHECK(refusal == row.expected);
      if (refusal) CHECK(public_word(*refusal, true) == row.word);
    }
  }
}

TEST_CASE("everyone else hears the same whatever there is", "[admission][promo_code]") {
  for (const CodeForm form : {CodeForm::own, CodeForm::foreign, CodeForm::own_mistyped}) {
    const bool mistyped = form == CodeForm::own_mistyped;
    const auto unknown = decide_code(nullptr, form, "stranger", "QRT");
    CHECK(unknown == (mistyped ? CodeRefusal::mistyped : CodeRefusal::unknown));
    const std::string_view word = public_word(*unknown, false);
    CHECK(word == (mistyped ? "promo-code-mistyped" : "promo-code-refused"));
    for (const CodeState state : {CodeState::issued, CodeState::reserved, CodeState::redeemed,
                                  CodeState::released, CodeState::void_}) {
      const CodeFacts facts{state, "holder", "QRT"};
      for (const char* test : {"QRT", "QAZTEST"}) {
        const auto refusal = decide_code(&facts, form, "stranger", test);
        CHECK(refusal == (mistyped ? CodeRefusal::mistyped : CodeRefusal::other_holder));
        CHECK(public_word(*refusal, false) == word);
      }
    }
  }
}

TEST_CASE("without proof every reason has one word", "[admission][promo_code]") {
  for (const CodeRefusal refusal :
       {CodeRefusal::unknown, CodeRefusal::void_, CodeRefusal::used,
        CodeRefusal::reserved_elsewhere, CodeRefusal::other_holder, CodeRefusal::other_test}) {
    CAPTURE(to_text(refusal));
    CHECK(public_word(refusal, false) == "promo-code-refused");
  }
  CHECK(public_word(CodeRefusal::unknown, true) == "promo-code-refused");
  CHECK(public_word(CodeRefusal::other_holder, true) == "promo-code-refused");
}

}  // namespace
}  // namespace keste::admission
