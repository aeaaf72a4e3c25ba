// Forms: what is read, and every field that is wrong.
#include <string>
#include <vector>

#include "admission/application.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

using Problems = std::vector<FieldProblem>;

std::vector<campaign::Test> make_tests() {
  campaign::Test mobile;
  mobile.id = "QAZTEST";
  mobile.mode = "mobile";
  campaign::Test online;
  online.id = "QRT";
  online.mode = "online";
  return {mobile, online};
}

ApplicationForm make_form() {
  ApplicationForm form;
  form.iin = "900101300007";
  form.surname = "Үлгіева";
  form.given_name = "Әйгерім";
  form.patronymic = "Үлгіқызы";
  form.email = "aigerim@example.kz";
  form.phone = "8 701 123-45-67";
  form.language = "ru";
  form.test = "QAZTEST";
  form.city = "almaty";
  form.session = "almaty-0912-1";
  form.promo_code = "PKR-0001";
  form.consent = true;
  return form;
}

Problems problems_of(const ApplicationForm& form) {
  const auto result = read_form(form, make_tests());
  return result ? Problems() : result.error();
}

TEST_CASE("a whole form is read into a request", "[admission][form]") {
  const auto result = read_form(make_form(), make_tests());
  REQUIRE(result);
  const ApplicationRequest& request = result.value();
  CHECK(request.applicant.iin == "900101300007");
  CHECK(request.applicant.surname == "Үлгіева");
  CHECK(request.applicant.given_name == "Әйгерім");
  CHECK(request.applicant.patronymic == "Үлгіқызы");
  CHECK(request.applicant.email == "aigerim@example.kz");
  CHECK(request.applicant.phone == "+77011234567");
  CHECK(request.applicant.language == Language::ru);
  CHECK(request.test == "QAZTEST");
  CHECK(request.city == "almaty");
  CHECK(request.session == "almaty-0912-1");
  CHECK(request.promo_code == "PKR-0001");
}

TEST_CASE("an empty form names every required field in its order", "[admission][form]") {
  const Problems expected = {
      {"iin", Wrong::missing},
      {"surname", Wrong::missing},
      {"given_name", Wrong::missing},
      {"email", Wrong::missing},
      {"phone", Wrong::missing},
      {"city", Wrong::missing},
      {"consent", Wrong::consent_missing},
  };
  CHECK(problems_of(ApplicationForm()) == expected);
}

TEST_CASE("optional fields may be empty and Kazakh is the default", "[admission][form]") {
  ApplicationForm form = make_form();
  form.patronymic = form.language = form.test = form.promo_code = "";
  const auto result = read_form(form, make_tests());
  REQUIRE(result);
  CHECK(result.value().applicant.patronymic.empty());
  CHECK(result.value().applicant.language == Language::kk);
  CHECK(result.value().test == "QAZTEST");
  CHECK(result.value().promo_code.empty());
}

TEST_CASE("a dash for a patronymic means none", "[admission][form]") {
  ApplicationForm form = make_form();
  for (const char* none : {"-", "\u2014", "--"}) {
    form.patronymic = none;
    const auto result = read_form(form, make_tests());
    REQUIRE(result);
    CHECK(result.value().applicant.patronymic.empty());
  }
}

TEST_CASE("names are trimmed and their blanks become one space", "[admission][form]") {
  ApplicationForm form = make_form();
  form.surname = "\t Үлгі \u00A0\u2003 Тегі \r\n";
  const auto result = read_form(form, make_tests());
  REQUIRE(result);
  CHECK(result.value().applicant.surname == "Үлгі Тегі");
}

struct Row {
  std::string ApplicationForm::*field;
  const char* name;
  std::string typed;
  Wrong expected;
};

const std::string letter_200_bytes = [] {
  std::string out;
  for (int i = 0; i < 100; ++i) out += "Ә";
  return out;
}();

std::vector<Row> make_name_rows() {
  using F = ApplicationForm;
  return {
      {&F::surname, "surname", " \u00A0 ", Wrong::missing},
      {&F::surname, "surname", letter_200_bytes + "а", Wrong::too_long},
      {&F::surname, "surname", "Ұлы\nBcc: x", Wrong::not_text},
      {&F::surname, "surname", "Ұлы\tұлы", Wrong::not_text},
      {&F::surname, "surname", std::string("Ұ\0лы", 7), Wrong::not_text},
      {&F::surname, "surname", "Ұлы\u202Eабв", Wrong::not_text},
      {&F::surname, "surname", "Ұл\u200Bы", Wrong::not_text},
      {&F::surname, "surname", "Ұл\u2028ы", Wrong::not_text},
      {&F::surname, "surname", "\xD2", Wrong::not_text},
      {&F::surname, "surname", "12-34", Wrong::not_text},
      {&F::given_name, "given_name", "-", Wrong::not_text},
      {&F::given_name, "given_name", "\U0001F600", Wrong::not_text},
      {&F::patronymic, "patronymic", "123", Wrong::not_text},
      {&F::patronymic, "patronymic", letter_200_bytes + "а", Wrong::too_long},
  };
}

std::vector<Row> make_other_rows() {
  using F = ApplicationForm;
  return {
      {&F::iin, "iin", "90010130000", Wrong::iin_length},
      {&F::iin, "iin", "900101300008", Wrong::iin_control},
      {&F::email, "email", "aigerim@example", Wrong::not_an_email},
      {&F::email, "email", std::string(255, 'a'), Wrong::too_long},
      {&F::email, "email", "\xFF@example.kz", Wrong::not_text},
      {&F::phone, "phone", "12345", Wrong::not_a_phone},
      {&F::phone, "phone", "\xFF", Wrong::not_text},
      {&F::language, "language", "de", Wrong::not_a_language},
      {&F::test, "test", "IELTS", Wrong::test_unknown},
      {&F::city, "city", "Алматы", Wrong::not_a_code},
      {&F::city, "city", "ALMATY", Wrong::not_a_code},
      {&F::session, "session", "almaty/1", Wrong::not_a_code},
      {&F::session, "session", std::string(65, 'a'), Wrong::too_long},
      {&F::promo_code, "promo_code", std::string(65, 'A'), Wrong::too_long},
      {&F::promo_code, "promo_code", "A\x07", Wrong::not_text},
      {&F::payment_reference, "payment_reference", std::string(65, '1'), Wrong::too_long},
      {&F::needs, "needs", std::string(501, 'a'), Wrong::too_long},
  };
}

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.name, row.typed);
    ApplicationForm form = make_form();
    form.*row.field = row.typed;
    CHECK(problems_of(form) == Problems{{row.name, row.expected}});
  }
}

TEST_CASE("a wrong name is named with its reason", "[admission][form]") {
  check_rows(make_name_rows());
}

TEST_CASE("any other wrong field is named with its reason", "[admission][form]") {
  check_rows(make_other_rows());
}

TEST_CASE("lengths are allowed up to their limits", "[admission][form]") {
  ApplicationForm form = make_form();
  form.surname = letter_200_bytes;
  form.session = std::string(64, 'a');
  form.promo_code = std::string(64, 'A');
  CHECK(problems_of(form).empty());
}

TEST_CASE("names of many kinds are accepted", "[admission][form]") {
  ApplicationForm form = make_form();
  for (const char* name : {"О'Нил", "Ибн Сина", "Салтыков-Щедрин", "Müller", "Ім", "д’Арк", "王",
                           "Йолдыз", "Ё", "Андреи\u0306"}) {
    CAPTURE(name);
    form.given_name = name;
    CHECK(problems_of(form).empty());
  }
}

TEST_CASE("needs may be written in several lines", "[admission][form]") {
  ApplicationForm form = make_form();
  form.needs = "Үлкен әріппен,\r\nекінші қабат емес\n\n\tпандус\n";
  const auto result = read_form(form, make_tests());
  REQUIRE(result);
  CHECK(result.value().needs == "Үлкен әріппен, екінші қабат емес пандус");
}

TEST_CASE("an online test has neither city nor session", "[admission][form]") {
  ApplicationForm form = make_form();
  form.test = "QRT";
  CHECK(problems_of(form) ==
        Problems{{"city", Wrong::not_for_online}, {"session", Wrong::not_for_online}});
  form.city = "";
  form.session = "any";
  const auto result = read_form(form, make_tests());
  REQUIRE(result);
  CHECK(result.value().online);
  CHECK(result.value().test == "QRT");
  CHECK(result.value().session.empty());
}

TEST_CASE("no session, or any, means whichever has a seat", "[admission][form]") {
  for (const char* typed : {"", "any", " any "}) {
    CAPTURE(typed);
    ApplicationForm form = make_form();
    form.session = typed;
    const auto result = read_form(form, make_tests());
    REQUIRE(result);
    CHECK(result.value().session.empty());
    CHECK(result.value().city == "almaty");
  }
}

TEST_CASE("an attempt is free or paid for, not both", "[admission][form]") {
  ApplicationForm form = make_form();
  form.payment_reference = "KZ-17";
  CHECK(problems_of(form) == Problems{{"payment_reference", Wrong::code_and_payment}});
  form.promo_code = "";
  CHECK(problems_of(form).empty());
}

TEST_CASE("without a test the campaign's mobile one is meant", "[admission][form]") {
  ApplicationForm form = make_form();
  form.test = "";
  const auto result = read_form(form, make_tests());
  REQUIRE(result);
  CHECK(result.value().test == "QAZTEST");
}

TEST_CASE("fields with blanks around them are read", "[admission][form]") {
  ApplicationForm form = make_form();
  form.iin = " 900101300007\n";
  form.email = "\u00A0aigerim@example.kz ";
  form.language = " kk ";
  form.test = " QAZTEST ";
  form.city = " almaty";
  CHECK(problems_of(form).empty());
}

TEST_CASE("every wrong has its own name", "[admission][form]") {
  CHECK(to_text(Wrong::missing) == "missing");
  CHECK(to_text(Wrong::iin_control) == "iin_control");
  CHECK(to_text(Wrong::code_and_payment) == "code_and_payment");
  CHECK(to_text(Wrong::consent_missing) == "consent_missing");
}

}  // namespace
}  // namespace keste::admission
