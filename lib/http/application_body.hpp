// Reading of an application's JSON body into the form it states.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "admission/application.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace keste::http {

/// The form as far as it could be read, and the members that are unknown or of a wrong type.
struct ReadForm {
  admission::ApplicationForm form;
  std::vector<FieldError> errors;
};

/// A Problem when `body` is not one JSON object. Pure.
std::variant<ReadForm, Problem> read_application_body(std::string_view body);

/// The same from the fields of a page's form: a box that is not ticked is not sent, and `form_key`
/// is the page's own. Pure.
ReadForm read_application_fields(const std::vector<QueryItem>& fields);

/// The session of {"session": "id"}; "any" stands for any of the city. Pure.
std::variant<std::string, Problem> read_session_body(std::string_view body);

}  // namespace keste::http
