// What can be wrong with one row of a sheet, in Kazakh, Russian and English.
#include "http/desk_answer.hpp"

namespace keste::http {
namespace {

struct RowText {
  std::string_view word;
  std::string_view sentence[3];
};

constexpr RowText texts[] = {
    {"code-missing", {"Промокод жоқ.", "Нет промокода.", "There is no promo code."}},
    {"person-has-another-code",
     {"Адамның басқа коды бар: тегін талпыныс біреу-ақ.",
      "У человека есть другой код: бесплатная попытка одна.",
      "The person has another code: there is one free attempt in all."}},
    {"code-of-another-person",
     {"Код басқа адамға тиесілі.", "Код принадлежит другому человеку.",
      "The code belongs to another person."}},
    {"code-for-another-test",
     {"Код басқа тестке берілген.", "Код выдан для другого теста.",
      "The code was made for another test."}},
    {"status-wrong",
     {"Күйі final, on_hold не annulled болуы керек.",
      "Состояние должно быть final, on_hold или annulled.",
      "The status must be final, on_hold or annulled."}},
    {"level-wrong",
     {"Деңгей A1-ден C2-ге дейін болуы керек.", "Уровень должен быть от A1 до C2.",
      "The level must be A1 to C2."}},
    {"level-missing",
     {"Соңғы нәтижеге деңгей керек.", "У окончательного результата должен быть уровень.",
      "A final result needs a level."}},
    {"application-has-no-sitting",
     {"Бұл өтінішпен тест тапсырылмайды.", "По этой заявке тест не сдают.",
      "Nobody sits a test for this application."}},
    {"not-in-this-session",
     {"Бұл өтініштің осы сессияда орны жоқ.", "У этой заявки нет места в этом сеансе.",
      "This application has no seat in this session."}},
    {"has-result",
     {"Нәтижесі бар: қатысуы енді өзгермейді.", "Результат уже есть: явка больше не меняется.",
      "There is a result: attendance can no longer change."}},
    {"answered-in-the-future",
     {"Жауап берілген уақыт әлі келген жоқ.", "Время ответа ещё не наступило.",
      "The time of the answer has not come yet."}},
    {"not-taken",
     {"Жазылмады; импортты қайталаңыз.", "Не записано; повторите импорт.",
      "It was not taken; import again."}},
};

}  // namespace

std::string_view row_sentence(std::string_view word, Language language) {
  const auto place = static_cast<std::size_t>(language);
  for (const RowText& each : texts) {
    if (each.word == word) return each.sentence[place];
  }
  // Titles hold no places to fill.
  if (const DeskText* text = find_desk_text(word)) return text->title[place];
  if (const ProblemText* text = find_admission_text(word)) return text->title[place];
  return word;
}

}  // namespace keste::http
