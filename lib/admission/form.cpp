// Reading a form: every field judged, every wrong one named.
#include <algorithm>
#include <utility>

#include "admission/application.hpp"
#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

constexpr std::size_t name_max = 100;  ///< In code points, as the next.
constexpr std::size_t promo_code_max = 64;
constexpr std::size_t payment_reference_max = 64;
constexpr std::size_t needs_max = 500;
constexpr std::size_t email_max = 254;  ///< In bytes, as the next.
constexpr std::size_t code_max = 64;

/// Collects what is wrong. Each reader returns what it could read, or nothing and a problem.
class FormReader {
 public:
  explicit FormReader(std::vector<FieldProblem>& problems) : problems_(problems) {}

  std::string iin(const std::string& text);
  std::string name(const char* field, const std::string& text, bool optional);
  std::string email(const std::string& text);
  std::string phone(const std::string& text);
  Language language(const std::string& text);
  const campaign::Test* test(const std::string& text, std::span<const campaign::Test> tests);
  std::string code(const char* field, const std::string& text);
  /// The session's code; empty for any of the city.
  std::string session(const std::string& text);
  std::string short_text(const char* field, const std::string& text, std::size_t max);
  /// An online test has no place to choose.
  void nowhere(const ApplicationForm& form);
  void right(const ApplicationRequest& request);
  void consent(bool given);

 private:
  std::string wrong(const char* field, Wrong what);
  /// The tidied text; empty and a problem when it is no text or, unless `optional`, absent.
  std::string tidied(const char* field, const std::string& text, bool optional);

  std::vector<FieldProblem>& problems_;
};

bool has_letter(std::string_view text) {
  while (!text.empty()) {
    if (is_letter(take_code_point(text))) return true;
  }
  return false;
}

/// People without a patronymic write a dash into the field.
bool is_only_dashes(std::string_view text) {
  while (!text.empty()) {
    if (!is_dash(take_code_point(text))) return false;
  }
  return true;
}

/// What people write into a field of several lines.
std::string as_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

bool is_code(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string FormReader::wrong(const char* field, Wrong what) {
  problems_.push_back({field, what});
  return {};
}

std::string FormReader::tidied(const char* field, const std::string& text, bool optional) {
  std::optional<std::string> out = tidy(text);
  if (!out) return wrong(field, Wrong::not_text);
  if (out->empty() && !optional) return wrong(field, Wrong::missing);
  return std::move(*out);
}

std::string FormReader::iin(const std::string& text) {
  std::string out = tidied("iin", text, false);
  if (out.empty()) return out;
  if (const auto problem = check_iin(out)) return wrong("iin", *problem);
  return out;
}

std::string FormReader::name(const char* field, const std::string& text, bool optional) {
  std::string out = tidied(field, text, optional);
  if (out.empty() || (optional && is_only_dashes(out))) return {};
  if (code_point_count(out) > name_max) return wrong(field, Wrong::too_long);
  if (!has_letter(out)) return wrong(field, Wrong::not_text);
  return out;
}

std::string FormReader::email(const std::string& text) {
  const std::string written = tidied("email", text, false);
  if (written.empty()) return {};
  if (written.size() > email_max) return wrong("email", Wrong::too_long);
  std::optional<std::string> out = read_email(written);
  return out ? std::move(*out) : wrong("email", Wrong::not_an_email);
}

std::string FormReader::phone(const std::string& text) {
  const std::string_view written = trim(text);
  if (written.empty()) return wrong("phone", Wrong::missing);
  if (!is_utf8(written)) return wrong("phone", Wrong::not_text);
  std::optional<std::string> out = to_e164(written);
  return out ? std::move(*out) : wrong("phone", Wrong::not_a_phone);
}

Language FormReader::language(const std::string& text) {
  const std::string_view written = trim(text);
  if (written.empty()) return Language::kk;
  const std::optional<Language> out = parse_language(written);
  if (!out) wrong("language", Wrong::not_a_language);
  return out.value_or(Language::kk);
}

/// Null when there is no such test: then that is said, unless a campaign has none at all.
const campaign::Test* FormReader::test(const std::string& text,
                                       std::span<const campaign::Test> tests) {
  const std::string_view written = trim(text);
  const auto found = std::find_if(tests.begin(), tests.end(), [written](const campaign::Test& t) {
    return written.empty() ? !t.is_online() : t.id == written;
  });
  if (found != tests.end()) return &*found;
  if (!written.empty()) wrong("test", Wrong::test_unknown);
  return nullptr;
}

std::string FormReader::code(const char* field, const std::string& text) {
  std::string out(trim(text));
  if (out.empty()) return wrong(field, Wrong::missing);
  if (out.size() > code_max) return wrong(field, Wrong::too_long);
  if (!is_code(out)) return wrong(field, Wrong::not_a_code);
  return out;
}

std::string FormReader::session(const std::string& text) {
  const std::string_view written = trim(text);
  if (written.empty() || written == "any") return {};
  return code("session", text);
}

std::string FormReader::short_text(const char* field, const std::string& text, std::size_t max) {
  std::string out = tidied(field, text, true);
  if (code_point_count(out) > max) return wrong(field, Wrong::too_long);
  return out;
}

void FormReader::nowhere(const ApplicationForm& form) {
  if (!trim(form.city).empty()) wrong("city", Wrong::not_for_online);
  const std::string_view session = trim(form.session);
  if (!session.empty() && session != "any") wrong("session", Wrong::not_for_online);
}

void FormReader::right(const ApplicationRequest& request) {
  if (request.promo_code.empty() || request.payment_reference.empty()) return;
  wrong("payment_reference", Wrong::code_and_payment);
}

void FormReader::consent(bool given) {
  if (!given) wrong("consent", Wrong::consent_missing);
}

}  // namespace

Result<ApplicationRequest, std::vector<FieldProblem>> read_form(
    const ApplicationForm& form, std::span<const campaign::Test> tests) {
  std::vector<FieldProblem> problems;
  FormReader read(problems);
  ApplicationRequest request;
  request.applicant.iin = read.iin(form.iin);
  request.applicant.surname = read.name("surname", form.surname, false);
  request.applicant.given_name = read.name("given_name", form.given_name, false);
  request.applicant.patronymic = read.name("patronymic", form.patronymic, true);
  request.applicant.email = read.email(form.email);
  request.applicant.phone = read.phone(form.phone);
  request.applicant.language = read.language(form.language);
  if (const campaign::Test* test = read.test(form.test, tests)) {
    request.test = test->id;
    request.online = test->is_online();
  }
  if (request.online) {
    read.nowhere(form);
  } else {
    request.city = read.code("city", form.city);
    request.session = read.session(form.session);
  }
  request.promo_code = read.short_text("promo_code", form.promo_code, promo_code_max);
  request.payment_reference =
      read.short_text("payment_reference", form.payment_reference, payment_reference_max);
  read.right(request);
  request.needs = read.short_text("needs", as_one_line(form.needs), needs_max);
  request.waitlist = form.waitlist;
  read.consent(form.consent);
  if (!problems.empty()) return failed(std::move(problems));
  return request;
}

}  // namespace keste::admission
