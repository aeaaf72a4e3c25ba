// From a problem to its answer.
#include "http/problem.hpp"

#include "http/json_writer.hpp"

namespace keste::http {
namespace {

std::size_t place_of(Language language) { return static_cast<std::size_t>(language); }

/// Puts the arguments in the places {0} to {9}.
std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string out;
  while (!pattern.empty()) {
    const auto brace = pattern.find('{');
    out.append(pattern.substr(0, brace));
    if (brace == std::string_view::npos || brace + 2 >= pattern.size()) break;
    const auto which = static_cast<std::size_t>(pattern[brace + 1] - '0');
    if (which < arguments.size()) out.append(arguments[which]);
    pattern.remove_prefix(brace + 3);
  }
  return out;
}

void write_errors(JsonWriter& json, const std::vector<FieldError>& errors, Language language) {
  json.key("errors").begin_array();
  for (const FieldError& each : errors) {
    json.begin_object()
        .member("field", each.field)
        .member("code", each.code)
        .member("detail", field_sentence(each.code, language))
        .end_object();
  }
  json.end_array();
}

}  // namespace

Problem make_form_problem(std::vector<FieldError> errors) {
  Problem problem(ProblemKind::form_incorrect);
  problem.arguments.push_back(std::to_string(errors.size()));
  problem.errors = std::move(errors);
  return problem;
}

std::string_view title_of(const Problem& problem, Language language) {
  return text_of(problem.kind).title[place_of(language)];
}

std::string detail_of(const Problem& problem, Language language) {
  return fill(text_of(problem.kind).detail[place_of(language)], problem.arguments);
}

Response begin_answer(const Problem& problem, Language language) {
  const ProblemText& text = text_of(problem.kind);
  Response response;
  response.status = text.status;
  response.headers.push_back(Header{"Content-Language", std::string(to_text(language))});
  response.headers.push_back(Header{"Cache-Control", "no-store"});
  response.headers.push_back(Header{"Vary", "Accept-Language"});
  if (text.status == 401) response.headers.push_back(Header{"WWW-Authenticate", "Bearer"});
  if (text.status == 503) response.headers.push_back(Header{"Retry-After", "1"});
  // Nobody who has not guessed waits longer.
  if (text.status == 429) response.headers.push_back(Header{"Retry-After", "60"});
  return response;
}

Response make_response(const Problem& problem, Language language) {
  Response response = begin_answer(problem, language);
  response.content_type = "application/problem+json";
  JsonWriter json(response.body);
  json.begin_object()
      .member("type", "/problems/" + std::string(text_of(problem.kind).name))
      .member("title", title_of(problem, language))
      .member("status", response.status)
      .member("detail", detail_of(problem, language));
  for (const Member& member : problem.members) json.member(member.name, member.value);
  if (!problem.rule.name.empty()) {
    json.key("rule")
        .begin_object()
        .member("name", problem.rule.name)
        .member("value", problem.rule.value)
        .end_object();
  }
  if (!problem.errors.empty()) write_errors(json, problem.errors, language);
  json.end_object();
  return response;
}

}  // namespace keste::http
