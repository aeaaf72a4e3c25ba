// JSON to an application form, through Boost.JSON.
#include "http/application_body.hpp"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

namespace keste::http {
namespace {

namespace json = boost::json;
using admission::ApplicationForm;

struct TextField {
  std::string_view name;
  std::string ApplicationForm::*place;
};
constexpr std::array<TextField, 11> text_fields{{{"iin", &ApplicationForm::iin},
                                                 {"surname", &ApplicationForm::surname},
                                                 {"given_name", &ApplicationForm::given_name},
                                                 {"patronymic", &ApplicationForm::patronymic},
                                                 {"email", &ApplicationForm::email},
                                                 {"phone", &ApplicationForm::phone},
                                                 {"language", &ApplicationForm::language},
                                                 {"test", &ApplicationForm::test},
                                                 {"city", &ApplicationForm::city},
                                                 {"session", &ApplicationForm::session},
                                                 {"promo_code", &ApplicationForm::promo_code}}};

/// Null stands for an absent member. False when the value has a wrong type.
bool take_text(std::string& place, const json::value& value) {
  if (value.is_null()) return true;
  const json::string* text = value.if_string();
  if (text != nullptr) place.assign(text->data(), text->size());
  return text != nullptr;
}

bool take_consent(ApplicationForm& form, const json::value& value) {
  if (value.is_null()) return true;
  const bool* truth = value.if_bool();
  if (truth != nullptr) form.consent = *truth;
  return truth != nullptr;
}

const TextField* find_field(std::string_view name) {
  for (const TextField& field : text_fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void take_member(ReadForm& read, std::string_view name, const json::value& value) {
  if (name == "consent") {
    if (!take_consent(read.form, value)) read.errors.push_back({"consent", "wrong_type"});
    return;
  }
  const TextField* field = find_field(name);
  if (field == nullptr) {
    constexpr std::size_t longest_name_shown = 64;
    read.errors.push_back({std::string(name.substr(0, longest_name_shown)), "unknown_field"});
  } else if (!take_text(read.form.*(field->place), value)) {
    read.errors.push_back({std::string(name), "wrong_type"});
  }
}

Problem malformed(std::size_t at, std::string why) {
  Problem problem(ProblemKind::malformed_json);
  problem.arguments = {std::to_string(at), std::move(why)};
  problem.members.push_back(Member{"position", std::to_string(at)});
  return problem;
}

}  // namespace

std::variant<ReadForm, Problem> read_application_body(std::string_view body) {
  std::array<unsigned char, 8 * 1024> room;
  json::monotonic_resource memory(room.data(), room.size());
  json::parse_options options;
  options.max_depth = 4;
  json::parser parser({}, options);
  parser.reset(&memory);
  json::error_code error;
  const std::size_t read_to = parser.write_some(body.data(), body.size(), error);
  if (!error && read_to < body.size()) error = json::error::extra_data;
  if (error) return malformed(read_to, error.message());
  const json::value value = parser.release();
  const json::object* object = value.if_object();
  if (object == nullptr) return malformed(0, "not an object");
  ReadForm read;
  for (const auto& member : *object) take_member(read, member.key(), member.value());
  return read;
}

}  // namespace keste::http
