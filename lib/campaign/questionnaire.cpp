// The common headings of questionnaires in three languages.
#include "campaign/questionnaire.hpp"

#include <algorithm>

namespace keste::campaign {

std::string_view to_text(Question question) {
  constexpr std::array<std::string_view, questions.size()> texts{
      "timestamp", "iin",        "surname",           "given_name", "patronymic",
      "email",     "phone",      "language",          "city",       "session",
      "test",      "promo_code", "payment_reference", "needs",      "consent"};
  return texts.at(static_cast<std::size_t>(question));
}

std::optional<Question> parse_question(std::string_view text) {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [text](Question question) { return to_text(question) == text; });
  return found == questions.end() ? std::nullopt : std::optional(*found);
}

Headings common_headings() {
  return {
      {Question::timestamp,
       {"Уақыт белгісі", "Белгіленген уақыт", "Өтініш уақыты", "Отметка времени", "Дата и время",
        "Timestamp", "Submitted at"}},
      {Question::iin,
       {"ЖСН", "Жеке сәйкестендіру нөмірі", "ИИН", "Индивидуальный идентификационный номер", "IIN",
        "Individual identification number"}},
      {Question::surname,
       {"Тегі", "Тегіңіз", "Фамилия", "Ваша фамилия", "Surname", "Last name", "Family name"}},
      {Question::given_name,
       {"Аты", "Атыңыз", "Есімі", "Есіміңіз", "Имя", "Ваше имя", "Given name", "First name",
        "Name"}},
      {Question::patronymic,
       {"Әкесінің аты", "Отчество", "Отчество (при наличии)", "Patronymic", "Middle name"}},
      {Question::email,
       {"Электрондық пошта", "Электронды пошта", "Электрондық мекенжай", "Пошта",
        "Электронная почта", "Адрес электронной почты", "Почта", "E-mail", "Email", "Email address",
        "Имейл"}},
      {Question::phone,
       {"Телефон", "Телефон нөмірі", "Ұялы телефон", "Байланыс телефоны", "Номер телефона",
        "Мобильный телефон", "Контактный телефон", "Phone", "Phone number", "Mobile phone"}},
      {Question::language,
       {"Тіл", "Хабарлама тілі", "Байланыс тілі", "Язык", "Язык сообщений", "Язык уведомлений",
        "Language"}},
      {Question::city,
       {"Қала", "Қаласы", "Тест тапсыратын қала", "Тестілеу қаласы", "Город", "Город тестирования",
        "Город сдачи теста", "City"}},
      {Question::session,
       {"Сессия", "Тестілеу күні", "Тестілеу уақыты", "Дата тестирования", "Сеанс", "Session",
        "Test date"}},
      {Question::test,
       {"Тест", "Тест түрі", "Сертификат түрі", "Вид теста", "Вид сертификата", "Test",
        "Certificate type"}},
      {Question::promo_code, {"Промокод", "Менің жауабым", "Мой ответ", "Promo code", "My answer"}},
      {Question::payment_reference,
       {"Төлем туралы белгі", "Төлем нөмірі", "Түбіртек нөмірі", "Номер платежа",
        "Отметка об оплате", "Номер квитанции", "Payment reference", "Receipt number"}},
      {Question::needs,
       {"Ерекше қажеттіліктер", "Ерекше жағдайлар", "Особые потребности", "Особые условия",
        "Special needs", "Accessibility needs"}},
      {Question::consent,
       {"Келісім", "Келісемін", "Дербес деректерді өңдеуге келісім", "Согласие",
        "Согласие на обработку персональных данных", "Consent",
        "Consent to the processing of personal data"}}};
}

}  // namespace keste::campaign
