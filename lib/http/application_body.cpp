// JSON to an application form, through Boost.JSON.
#include "http/application_body.hpp"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "http/json_body.hpp"

namespace keste::http {
namespace {

namespace json = boost::json;
using admission::ApplicationForm;

struct TextField {
  std::string_view name;
  std::string ApplicationForm::*place;
};
constexpr std::array<TextField, 13> text_fields{
    {{"iin", &ApplicationForm::iin},
     {"surname", &ApplicationForm::surname},
     {"given_name", &ApplicationForm::given_name},
     {"patronymic", &ApplicationForm::patronymic},
     {"email", &ApplicationForm::email},
     {"phone", &ApplicationForm::phone},
     {"language", &ApplicationForm::language},
     {"test", &ApplicationForm::test},
     {"city", &ApplicationForm::city},
     {"session", &ApplicationForm::session},
     {"promo_code", &ApplicationForm::promo_code},
     {"payment_reference", &ApplicationForm::payment_reference},
     {"needs", &ApplicationForm::needs}}};

struct TruthField {
  std::string_view name;
  bool ApplicationForm::*place;
};
constexpr std::array<TruthField, 2> truth_fields{
    {{"consent", &ApplicationForm::consent}, {"waitlist", &ApplicationForm::waitlist}}};

bool is_truth(std::string_view name) {
  return std::any_of(truth_fields.begin(), truth_fields.end(),
                     [name](const TruthField& field) { return field.name == name; });
}

/// Null stands for an absent member. False when the value has a wrong type.
bool take_text(std::string& place, const json::value& value) {
  if (value.is_null()) return true;
  const json::string* text = value.if_string();
  if (text != nullptr) place.assign(text->data(), text->size());
  return text != nullptr;
}

bool take_truth(bool& place, const json::value& value) {
  if (value.is_null()) return true;
  const bool* truth = value.if_bool();
  if (truth != nullptr) place = *truth;
  return truth != nullptr;
}

/// Nothing when the form has no such member.
std::optional<bool> take_known(ApplicationForm& form, std::string_view name,
                               const json::value& value) {
  for (const TextField& field : text_fields) {
    if (field.name == name) return take_text(form.*(field.place), value);
  }
  for (const TruthField& field : truth_fields) {
    if (field.name == name) return take_truth(form.*(field.place), value);
  }
  return std::nullopt;
}

void take_member(ReadForm& read, std::string_view name, const json::value& value) {
  const std::optional<bool> taken = take_known(read.form, name, value);
  if (!taken) {
    read.errors.push_back({shown_name(name), "unknown_field"});
  } else if (!*taken) {
    read.errors.push_back({std::string(name), "wrong_type"});
  }
}

}  // namespace

std::variant<ReadForm, Problem> read_application_body(std::string_view body) {
  std::array<unsigned char, 8 * 1024> room;
  json::monotonic_resource memory(room.data(), room.size());
  const auto parsed = parse_object(body, &memory);
  if (!parsed) return parsed.error();
  ReadForm read;
  for (const auto& member : parsed.value().get_object()) {
    take_member(read, member.key(), member.value());
  }
  return read;
}

ReadForm read_application_fields(const std::vector<QueryItem>& fields) {
  ReadForm read;
  read.form.waitlist = false;
  for (const QueryItem& item : fields) {
    if (item.name == "form_key") continue;
    const json::value value = item.value == "yes" && is_truth(item.name)
                                  ? json::value(true)
                                  : json::value(json::string(item.value));
    take_member(read, item.name, value);
  }
  return read;
}

std::variant<std::string, Problem> read_session_body(std::string_view body) {
  const auto parsed = parse_object(body);
  if (!parsed) return parsed.error();
  std::string session;
  std::vector<FieldError> errors;
  for (const auto& member : parsed.value().get_object()) {
    if (member.key() != "session") {
      errors.push_back({shown_name(member.key()), "unknown_field"});
    } else if (!take_text(session, member.value())) {
      errors.push_back({"session", "wrong_type"});
    }
  }
  if (session.empty() && errors.empty()) errors.push_back({"session", "missing"});
  if (!errors.empty()) return make_form_problem(std::move(errors));
  return session;
}

}  // namespace keste::http
