// POST /applications, GET and DELETE /applications/{ticket}.
#include <sodium.h>

#include <algorithm>

#include "base/text.hpp"
#include "http/application_body.hpp"
#include "http/json_parts.hpp"
#include "http/refusals.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

std::string digest_of(std::string_view body) {
  std::string digest(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(body.data()), body.size(), nullptr, 0);
  return digest;
}

bool is_usable_key(std::string_view key) {
  const auto visible = [](char c) { return c > ' ' && c < 0x7f; };
  return !key.empty() && key.size() <= 255 && std::all_of(key.begin(), key.end(), visible);
}

bool is_json(std::string_view content_type) {
  return to_lower_ascii(trim(content_type.substr(0, content_type.find(';')))) == "application/json";
}

bool is_unencoded(std::string_view content_encoding) {
  return content_encoding.empty() || to_lower_ascii(trim(content_encoding)) == "identity";
}

std::string self_link(const std::string& ticket) { return "/api/v1/applications/" + ticket; }

std::string render(const engine::ApplicationView& view, const engine::Snapshot& snapshot) {
  const engine::CitySnapshot* city = snapshot.find_city(view.city);
  constexpr std::size_t usual_size = 512;
  std::string body;
  body.reserve(usual_size);
  JsonWriter json(body);
  json.begin_object()
      .member("id", view.id.value)
      .member("ticket", view.ticket)
      .member("state", view.state)
      .member("received_at", format_in_city(view.received_at, city))
      .member("test", view.test)
      .member("city", view.city)
      .member("session", view.session)
      .member("starts_at", format_in_city(view.starts_at, city))
      .member("ends_at", format_in_city(view.ends_at, city))
      .member("due_at", format_in_city(view.due_at, city))
      .member("language", to_text(view.language))
      .key("links")
      .begin_object()
      .member("self", self_link(view.ticket))
      .end_object()
      .end_object();
  return body;
}

Response make_apply_response(const engine::ApplyOutcome& outcome, const engine::Snapshot& snapshot,
                             const AskedSeat& asked, Language language) {
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) {
    Response response = make_json_response(201, render(*view, snapshot));
    response.headers.push_back(Header{"Location", self_link(view->ticket)});
    return response;
  }
  if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
    return make_response(describe_refusal(*refusal, asked, snapshot, language), language);
  }
  return make_response(std::get<engine::Trouble>(outcome), language);
}

void reply_with_outcome(Service& service, const engine::ApplicationOutcome& outcome,
                        Language language, const Reply& reply) {
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) {
    return reply(make_json_response(200, render(*view, *service.backend.snapshot())));
  }
  reply(make_response(std::get<engine::Trouble>(outcome), language));
}

/// Adds what the rules say of the form; a field already named is not named twice.
void add_errors(std::vector<FieldError>& errors,
                const std::vector<admission::FieldProblem>& problems) {
  const std::size_t before = errors.size();
  for (const admission::FieldProblem& problem : problems) {
    const auto begin = errors.begin();
    const bool named =
        std::any_of(begin, begin + static_cast<std::ptrdiff_t>(before),
                    [&problem](const FieldError& error) { return error.field == problem.field; });
    if (!named) errors.push_back({problem.field, std::string(to_text(problem.wrong))});
  }
}

Response make_form_response(std::vector<FieldError> errors, Language language) {
  Problem problem(ProblemKind::form_incorrect);
  problem.arguments.push_back(std::to_string(errors.size()));
  problem.errors = std::move(errors);
  return make_response(problem, language);
}

}  // namespace

void handle_apply(Service& service, const Request& request, Reply reply) {
  const Language language = request.language;
  const auto refuse = [&reply, language](ProblemKind kind) {
    reply(make_response(kind, language));
  };
  if (!is_json(request.content_type) || !is_unencoded(request.content_encoding)) {
    return refuse(ProblemKind::unsupported_media_type);
  }
  if (request.idempotency_key && !is_usable_key(*request.idempotency_key)) {
    return refuse(ProblemKind::bad_idempotency_key);
  }
  auto body = read_application_body(request.body);
  if (const auto* problem = std::get_if<Problem>(&body)) {
    return reply(make_response(*problem, language));
  }
  ReadForm& read = std::get<ReadForm>(body);
  auto form = admission::read_form(read.form, service.settings.tests);
  if (!form) add_errors(read.errors, form.error());
  if (!read.errors.empty()) return reply(make_form_response(std::move(read.errors), language));
  if (service.stopping) return refuse(ProblemKind::stopping);

  engine::ApplyCommand command{request.receipt, std::move(form).value(), std::nullopt};
  if (request.idempotency_key) {
    command.idempotency = engine::IdempotencyKey{*request.idempotency_key, digest_of(request.body)};
  }
  AskedSeat asked{command.request.city, command.request.session};
  auto answer = [&service, asked = std::move(asked), language,
                 reply = std::move(reply)](const engine::ApplyOutcome& outcome) {
    reply(make_apply_response(outcome, *service.backend.snapshot(), asked, language));
  };
  service.backend.apply(std::move(command), std::move(answer));
}

void handle_find_application(Service& service, const Request& request, Reply reply) {
  const auto answer = [&service, language = request.language,
                       reply = std::move(reply)](const engine::ApplicationOutcome& outcome) {
    reply_with_outcome(service, outcome, language, reply);
  };
  service.backend.find_application(request.parameters.at(0), answer);
}

void handle_withdraw(Service& service, const Request& request, Reply reply) {
  const auto answer = [&service, language = request.language,
                       reply = std::move(reply)](const engine::ApplicationOutcome& outcome) {
    reply_with_outcome(service, outcome, language, reply);
  };
  service.backend.withdraw(request.parameters.at(0), answer);
}

}  // namespace keste::http
