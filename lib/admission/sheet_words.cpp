// The words of languages, tests, levels, states and consent, in Kazakh, Russian and English.
#include "admission/sheet_words.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

std::string without_hidden(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    const bool layout = c == U'\t' || c == U'\r' || c == U'\n';
    if (layout || !is_hidden(c)) append_code_point(out, c);
  }
  return out;
}

std::string_view without_signs(std::string_view text) {
  constexpr std::string_view signs = " *:?!.,;\"";
  const std::size_t first = text.find_first_not_of(signs);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(signs) - first + 1);
}

using FoldedSet = std::set<std::string, std::less<>>;

FoldedSet make_refusals() {
  FoldedSet refusals;
  for (const char* word :
       {"жоқ",    "нет",    "не",     "no",          "not",        "0",         "false",
        "ложь",   "жалған", "n",      "келіспеймін", "бермеймін",  "қарсымын",  "отказываюсь",
        "против", "отказ",  "refuse", "disagree",    "несогласен", "несогласна"}) {
    refusals.insert(fold_words(word));
  }
  return refusals;
}

}  // namespace

std::string fold_words(std::string_view text) {
  const bool visible = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' '; });
  const std::string folded = fold_for_comparison(visible ? text : without_hidden(text));
  return std::string(without_signs(folded));
}

Words::Words(const std::map<std::string, std::vector<std::string>>& spellings) {
  for (const auto& [value, written] : spellings) {
    for (const std::string& spelling : written) add(spelling, value);
  }
}

void Words::add(std::string_view spelling, const std::string& value) {
  std::string folded = fold_words(spelling);
  if (!folded.empty()) values_.emplace(std::move(folded), value);
}

const std::string* Words::find_folded(std::string_view folded) const {
  const auto found = values_.find(folded);
  return found == values_.end() ? nullptr : &found->second;
}

const std::string* Words::find(std::string_view text) const {
  const std::string folded = fold_words(text);
  if (const std::string* value = find_folded(folded)) return value;
  const std::size_t bracket = folded.find('(');
  if (bracket == std::string::npos || bracket == 0) return nullptr;
  return find_folded(without_signs(std::string_view(folded).substr(0, bracket)));
}

Words make_language_words() {
  return Words({{"kk",
                 {"kk", "kz", "kaz", "қаз", "каз", "қазақ", "қазақша", "қазақ тілі",
                  "қазақ тілінде", "казахский", "казахский язык", "на казахском", "казахша",
                  "Kazakh", "Qazaq", "Qazaqsha", "мемлекеттік тіл", "государственный"}},
                {"ru",
                 {"ru", "rus", "рус", "орыс", "орысша", "орыс тілі", "орыс тілінде", "русский",
                  "русский язык", "на русском", "Russian"}},
                {"en",
                 {"en", "eng", "анг", "англ", "ағылшын", "ағылшынша", "ағылшын тілі", "английский",
                  "английский язык", "English"}}});
}

Words make_test_words(const campaign::Campaign& campaign) {
  Words words;
  for (const campaign::Test& test : campaign.tests) words.add(test.id, test.id);
  const std::map<std::string, std::vector<std::string>> known{
      {"QAZTEST",
       {"QAZ TEST", "KAZTEST", "KAZ TEST", "ҚАЗТЕСТ", "ҚАЗ ТЕСТ", "КАЗТЕСТ", "КАЗ ТЕСТ"}},
      {"QRT", {"QAZAQ RESMI TEST", "KAZAK RESMI TEST", "ҚАЗАҚ РЕСМИ ТЕСТ", "КАЗАК РЕСМИ ТЕСТ"}}};
  for (const auto& [id, spellings] : known) {
    if (campaign.find_test(id) == nullptr) continue;
    for (const std::string& spelling : spellings) words.add(spelling, id);
  }
  return words;
}

std::string list_tests(const campaign::Campaign& campaign) {
  std::string list = "one of ";
  for (const campaign::Test& test : campaign.tests) {
    list += (&test == campaign.tests.data() ? "" : ", ") + test.id;
  }
  return list;
}

Words make_level_words() {
  Words words;
  for (const char* level : {"A1", "A2", "B1", "B2", "C1", "C2"}) {
    const std::string text(level);
    // The Cyrillic В is a twin of the Latin B, and С of C: folding meets them.
    words.add(text, text);
    words.add("уровень " + text, text);
    words.add(text + " деңгейі", text);
    words.add(text + " деңгей", text);
    words.add("level " + text, text);
  }
  return words;
}

Words make_status_words() {
  return Words(
      {{"final",
        {"final", "published", "дайын", "түпкілікті", "бекітілді", "готов", "готово", "итоговый",
         "окончательный", "утвержден", "опубликован"}},
       {"on_hold",
        {"on_hold", "on hold", "hold", "тексерілуде", "тексеруде", "кідіртілді", "тоқтатылды",
         "на проверке", "проверяется", "приостановлен", "приостановлено", "задержан"}},
       {"annulled",
        {"annulled", "cancelled", "canceled", "жойылды", "күші жойылды", "нәтижесі жойылды",
         "аннулирован", "аннулирована", "аннулировано", "отменен", "отменен результат"}}});
}

Consent read_consent(std::string_view text) {
  const std::string folded = fold_words(text);
  if (folded.empty()) return trim(text).empty() ? Consent::unanswered : Consent::refused;
  static const FoldedSet refusals = make_refusals();
  std::istringstream words(folded);
  for (std::string word; words >> word;) {
    if (refusals.contains(without_signs(word))) return Consent::refused;
  }
  return Consent::given;
}

}  // namespace keste::admission
