// What can be wrong with a field of the application form, in three languages.
#include "http/problem.hpp"

namespace keste::http {
namespace {

struct FieldText {
  std::string_view code;
  std::string_view sentence[3];
};

constexpr FieldText texts[] = {
    {"missing", {"Өріс толтырылмаған.", "Поле не заполнено.", "The field is missing."}},
    {"too_long", {"Мәтін тым ұзын.", "Текст слишком длинный.", "The text is too long."}},
    {"not_text",
     {"Мәтінде рұқсат етілмеген таңбалар бар.", "В тексте недопустимые символы.",
      "The text holds characters that are not allowed."}},
    {"iin_length",
     {"ЖСН 12 цифрдан тұруы керек.", "ИИН состоит из 12 цифр.", "An IIN has 12 digits."}},
    {"iin_control",
     {"ЖСН-нің бақылау цифры сәйкес келмейді.", "Контрольная цифра ИИН не сходится.",
      "The control digit of the IIN does not fit."}},
    {"not_an_email",
     {"Бұл электрондық пошта мекенжайы емес.", "Это не адрес электронной почты.",
      "This is not an e-mail address."}},
    {"not_a_phone",
     {"Бұл телефон нөмірі емес; мысалы: +7 701 000 00 00.",
      "Это не номер телефона; например: +7 701 000 00 00.",
      "This is not a phone number; an example: +7 701 000 00 00."}},
    {"not_a_language",
     {"Тіл kk, ru немесе en болуы керек.", "Язык должен быть kk, ru или en.",
      "The language must be kk, ru or en."}},
    {"not_a_code",
     {"Код кіші латын әріптерінен, цифрлардан және сызықшадан тұрады.",
      "Код состоит из строчных латинских букв, цифр и дефисов.",
      "A code holds lower-case Latin letters, digits and hyphens."}},
    {"consent_missing",
     {"Дербес деректерді өңдеуге келісім қажет.",
      "Нужно согласие на обработку персональных данных.",
      "Consent to the processing of personal data is needed."}},
    {"test_elsewhere",
     {"Бұл тест өз сайтында тапсырылады.", "Этот тест сдают на его собственном сайте.",
      "This test is taken on its own site."}},
    {"test_unknown",
     {"Бұл науқанда мұндай тест жоқ.", "В этой кампании нет такого теста.",
      "This campaign has no such test."}},
    {"city_unknown",
     {"Бұл науқанда мұндай қала жоқ.", "В этой кампании нет такого города.",
      "This campaign has no such city."}},
    {"session_unknown",
     {"Мұндай тестілеу сессиясы жоқ.", "Такого сеанса тестирования нет.",
      "There is no such session."}},
    {"wrong_type",
     {"Мәннің түрі дұрыс емес: consent — true не false, қалғандары — мәтін.",
      "Неверный тип значения: consent — true или false, остальные — строки.",
      "The value has the wrong type: consent is true or false, all others are strings."}},
    {"unknown_field",
     {"Өтініште мұндай өріс жоқ.", "В заявке нет такого поля.",
      "An application has no such field."}},
};

}  // namespace

std::string_view field_sentence(std::string_view code, Language language) {
  for (const FieldText& each : texts) {
    if (each.code == code) return each.sentence[static_cast<std::size_t>(language)];
  }
  return code;
}

}  // namespace keste::http
