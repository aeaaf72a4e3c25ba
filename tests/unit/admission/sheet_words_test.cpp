// Words for languages, tests, levels, states and consent.
#include "admission/sheet_words.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

std::string meaning(const Words& words, std::string_view text) {
  const std::string* value = words.find(text);
  return value == nullptr ? "?" : *value;
}

struct Case {
  const char* text;
  const char* meaning;
};

TEST_CASE("languages are known by their names", "[admission][sheet][words]") {
  const Case c = GENERATE(values<Case>({{"қазақша", "kk"},
                                        {"Қазақ тілі", "kk"},
                                        {"казахский", "kk"},
                                        {"KK", "kk"},
                                        {"kz", "kk"},
                                        {"Kazakh", "kk"},
                                        {"Орысша", "ru"},
                                        {"Русский язык", "ru"},
                                        {"English", "en"},
                                        {"ағылшынша (English)", "en"},
                                        {"Deutsch", "?"},
                                        {"", "?"}}));
  CHECK(meaning(make_language_words(), c.text) == c.meaning);
}

TEST_CASE("tests are known in both alphabets", "[admission][sheet][words]") {
  const Case c = GENERATE(values<Case>({{"QAZTEST", "QAZTEST"},
                                        {"qaztest", "QAZTEST"},
                                        {"ҚАЗТЕСТ", "QAZTEST"},
                                        {"КАЗТЕСТ", "QAZTEST"},
                                        {"Kaz-Test", "QAZTEST"},
                                        {"QAZTEST (офлайн)", "QAZTEST"},
                                        {"QRT", "QRT"},
                                        {"Qazaq Resmi Test", "QRT"},
                                        {"Қазақ ресми тест", "QRT"},
                                        {"IELTS", "?"},
                                        {"(QRT)", "?"}}));
  CHECK(meaning(make_test_words(test::sheet_campaign()), c.text) == c.meaning);
}

TEST_CASE("a test that the campaign has not is not known", "[admission][sheet][words]") {
  campaign::Campaign campaign = test::sheet_campaign();
  campaign.tests.pop_back();
  CHECK(meaning(make_test_words(campaign), "QRT") == "?");
}

TEST_CASE("levels are known in both alphabets", "[admission][sheet][words]") {
  const Case c = GENERATE(values<Case>({{"A1", "A1"},
                                        {"а2", "A2"},
                                        {"В1", "B1"},
                                        {"b2", "B2"},
                                        {"С1", "C1"},
                                        {"C2 деңгейі", "C2"},
                                        {"уровень В1", "B1"},
                                        {"B1 (орта)", "B1"},
                                        {"D1", "?"},
                                        {"B", "?"},
                                        {"B1+", "?"}}));
  CAPTURE(c.text);
  CHECK(meaning(make_level_words(), c.text) == c.meaning);
}

TEST_CASE("states are known in three languages", "[admission][sheet][words]") {
  const Case c = GENERATE(values<Case>({{"final", "final"},
                                        {"дайын", "final"},
                                        {"on_hold", "on_hold"},
                                        {"На проверке", "on_hold"},
                                        {"Тексерілуде", "on_hold"},
                                        {"Аннулирован", "annulled"},
                                        {"күші жойылды", "annulled"},
                                        {"maybe", "?"}}));
  CHECK(meaning(make_status_words(), c.text) == c.meaning);
}

TEST_CASE("consent is a tick or a sentence without a word of refusal",
          "[admission][sheet][words]") {
  const auto given = {"иә",
                      "Иә, келісемін",
                      "Да",
                      "yes",
                      "TRUE",
                      "1",
                      "+",
                      "☑",
                      "✓",
                      "согласен(на)",
                      "Дербес деректерімді өңдеуге келісім беремін",
                      "I agree to the processing"};
  for (const char* text : given) {
    CAPTURE(text);
    CHECK(read_consent(text) == Consent::given);
  }
  const auto refused = {"Жоқ",
                        "нет",
                        "НЕТ.",
                        "no",
                        "FALSE",
                        "0",
                        "-",
                        "—",
                        "келіспеймін",
                        "не согласна",
                        "I do not agree",
                        "жоқ, келіспеймін",
                        "Не даю согласия"};
  for (const char* text : refused) {
    CAPTURE(text);
    CHECK(read_consent(text) == Consent::refused);
  }
  CHECK(read_consent("") == Consent::unanswered);
  CHECK(read_consent(" \n") == Consent::unanswered);
}

}  // namespace
}  // namespace keste::admission
