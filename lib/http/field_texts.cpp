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
    {"password_short",
     {"Құпиясөз кемінде 12 таңбадан тұруы керек.", "Пароль — не короче 12 знаков.",
      "A password has at least 12 characters."}},
    {"password_long",
     {"Құпиясөз 256 байттан аспауы керек.", "Пароль — не длиннее 256 байт.",
      "A password has at most 256 bytes."}},
    {"password_like_name",
     {"Құпиясөзде пайдаланушының аты болмауы керек.",
      "Пароль не должен содержать имя пользователя.",
      "The password must not contain the user's name."}},
    {"password_plain",
     {"Құпиясөз тым қарапайым: әртүрлі таңба аз.", "Слишком простой пароль: мало разных знаков.",
      "The password is too plain: it has too few different characters."}},
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
     {"Мәннің түрі дұрыс емес.", "Неверный тип значения.", "The value has the wrong type."}},
    {"unknown_field", {"Мұндай өріс жоқ.", "Такого поля нет.", "There is no such field."}},
    {"code_and_payment",
     {"Бір талпынысқа не промокод, не төлем жарайды, екеуі бірге емес.",
      "Для одной попытки нужен либо промокод, либо оплата, но не то и другое.",
      "One attempt takes a promo code or a payment, not both."}},
    {"not_for_online",
     {"Бұл тест онлайн өтеді: қала мен сессия керек емес.",
      "Этот тест проходит онлайн: города и сеанса у него нет.",
      "This test is taken online: it has neither city nor session."}},
    {"promo_code_required", {"Промокод қажет.", "Нужен промокод.", "A promo code is needed."}},
    {"payment_required",
     {"Төлем туралы мәлімет қажет.", "Нужны сведения об оплате.",
      "A payment reference is needed."}},
    {"promo_code_mistyped",
     {"Промокодта қате терілген таңба бар.", "В промокоде опечатка.",
      "The promo code has a typing mistake."}},
    {"not_an_instant",
     {"Күн мен уақыт керек; мысалы: 2023-09-20T10:00 немесе 2023-09-20T10:00:00+06:00.",
      "Нужны дата и время; например: 2023-09-20T10:00 или 2023-09-20T10:00:00+06:00.",
      "A date and time are needed, such as 2023-09-20T10:00 or 2023-09-20T10:00:00+06:00."}},
    {"no_such_local_time",
     {"Бұл уақыт қаланың сағатында жоқ не екі рет болады; UTC ығысуын көрсетіңіз.",
      "По часам города такого времени нет или оно наступает дважды; укажите смещение от UTC.",
      "By the city's clock this time does not exist, or comes twice; give the offset from UTC."}},
    {"not_a_date",
     {"Күн керек; мысалы: 2023-09-20.", "Нужна дата; например: 2023-09-20.",
      "A date is needed, such as 2023-09-20."}},
    {"out_of_range",
     {"Сан рұқсат етілген шектен тыс.", "Число вне допустимых пределов.",
      "The number is out of range."}},
    {"one_of_two",
     {"iin немесе application керек.", "Нужен iin или application.",
      "Either iin or application is needed."}},
};

}  // namespace

std::string_view field_sentence(std::string_view code, Language language) {
  for (const FieldText& each : texts) {
    if (each.code == code) return each.sentence[static_cast<std::size_t>(language)];
  }
  return code;
}

}  // namespace keste::http
