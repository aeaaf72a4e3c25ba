// POST /applications, and what is done with /applications/{ticket}.
#include <algorithm>

#include "engine/receipts.hpp"
#include "http/application_page.hpp"
#include "http/applying.hpp"
#include "http/json_body.hpp"
#include "http/json_parts.hpp"
#include "http/refusals.hpp"
#include "http/resources.hpp"
#include "http/secrets.hpp"

namespace keste::http {
namespace {

bool is_usable_key(std::string_view key) {
  const auto visible = [](char c) { return c > ' ' && c < 0x7f; };
  return !key.empty() && key.size() <= 255 && std::all_of(key.begin(), key.end(), visible);
}

Response make_apply_response(const engine::ApplyOutcome& outcome, const Service& service,
                             const AskedSeat& asked, Language language) {
  const auto snapshot = service.backend.snapshot();
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) {
    Response response =
        make_json_response(201, render_application(*view, *snapshot, *service.settings.campaign));
    response.headers.push_back(Header{"Location", application_link(view->ticket)});
    return response;
  }
  if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
    Problem problem = describe_refusal(*refusal, asked, *snapshot, language);
    // At once, since nothing is kept of a refusal that it could be made from later.
    if (outcome.ruling) {
      const std::string_view name = text_of(problem.kind).name;
      problem.members.push_back(
          Member{"receipt", engine::make_receipt(*outcome.ruling, name, *snapshot)});
    }
    return make_response(problem, language);
  }
  return make_response(std::get<engine::Trouble>(outcome), language);
}

/// An acceptance's receipt can be had at any time: signing each one would take half of the io
/// thread's throughput. One that cannot be read just now is left out; its link stands in the body.
void add_receipt(Service& service, const std::string& ticket, Response response, Reply reply) {
  service.backend.find_receipt(
      ticket, [&service, response = std::move(response),
               reply = std::move(reply)](const engine::ReceiptOutcome& outcome) mutable {
        if (const auto* accepted = std::get_if<engine::AcceptedReceipt>(&outcome)) {
          add_member(response.body, "receipt",
                     engine::make_receipt(*accepted, *service.backend.snapshot()));
          response.headers.push_back(Header{"Preference-Applied", "receipt"});
        }
        reply(std::move(response));
      });
}

/// Takes the outcome of whatever is done with a ticket.
Backend::Done<engine::ApplicationOutcome> answer_to(Service& service, const Request& request,
                                                    Reply reply, std::string session = {}) {
  return [&service, language = request.language, reply = std::move(reply),
          asked =
              AskedSeat{"", "", std::move(session)}](const engine::ApplicationOutcome& outcome) {
    const auto snapshot = service.backend.snapshot();
    if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) {
      return reply(make_json_response(
          200, render_application(*view, *snapshot, *service.settings.campaign)));
    }
    if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
      return reply(make_response(describe_refusal(*refusal, asked, *snapshot, language), language));
    }
    reply(make_response(std::get<engine::Trouble>(outcome), language));
  };
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

}  // namespace

std::variant<Applying, std::vector<FieldError>> read_applying(ReadForm read, const Request& request,
                                                              const campaign::Campaign& campaign) {
  auto form = admission::read_form(read.form, campaign.tests);
  if (!form) add_errors(read.errors, form.error());
  if (!read.errors.empty()) return std::move(read.errors);
  Applying made;
  made.command.receipt = request.receipt;
  made.command.request = std::move(form).value();
  made.command.client = request.client;
  const admission::ApplicationRequest& wanted = made.command.request;
  made.asked = {wanted.test, wanted.city, wanted.session};
  return made;
}

void handle_apply(Service& service, const Request& request, Reply reply) {
  const Language language = request.language;
  const auto refuse = [&reply, language](ProblemKind kind) {
    reply(make_response(kind, language));
  };
  if (!is_json(request)) return reply(make_media_type_response("application/json", language));
  if (request.idempotency_key && !is_usable_key(*request.idempotency_key)) {
    return refuse(ProblemKind::bad_idempotency_key);
  }
  auto body = read_application_body(request.body);
  if (const auto* problem = std::get_if<Problem>(&body)) {
    return reply(make_response(*problem, language));
  }
  auto read =
      read_applying(std::get<ReadForm>(std::move(body)), request, *service.settings.campaign);
  if (auto* errors = std::get_if<std::vector<FieldError>>(&read)) {
    return reply(make_response(make_form_problem(std::move(*errors)), language));
  }
  if (service.stopping) return refuse(ProblemKind::stopping);
  Applying& applying = std::get<Applying>(read);
  if (request.idempotency_key) {
    applying.command.idempotency =
        engine::IdempotencyKey{*request.idempotency_key, digest_of(request.body)};
  }
  auto answer = [&service, asked = std::move(applying.asked), language,
                 wanted = request.wants_receipt,
                 reply = std::move(reply)](const engine::ApplyOutcome& outcome) {
    Response response = make_apply_response(outcome, service, asked, language);
    const auto* view = std::get_if<engine::ApplicationView>(&outcome);
    if (wanted && view != nullptr) {
      return add_receipt(service, view->ticket, std::move(response), reply);
    }
    reply(std::move(response));
  };
  service.backend.apply(std::move(applying.command), std::move(answer));
}

void handle_find_application(Service& service, const Request& request, Reply reply) {
  service.backend.find_application(request.parameters.at(0),
                                   answer_to(service, request, std::move(reply)));
}

void handle_withdraw(Service& service, const Request& request, Reply reply) {
  service.backend.withdraw(request.parameters.at(0), answer_to(service, request, std::move(reply)));
}

void handle_withdraw_consent(Service& service, const Request& request, Reply reply) {
  const auto answer = [&service, language = request.language,
                       reply = std::move(reply)](const engine::ApplicationOutcome& outcome) {
    if (std::holds_alternative<engine::ApplicationView>(outcome)) {
      return reply(make_json_response(200, "{\"consent\":\"withdrawn\"}"));
    }
    if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
      const auto snapshot = service.backend.snapshot();
      return reply(make_response(describe_refusal(*refusal, {}, *snapshot, language), language));
    }
    reply(make_response(std::get<engine::Trouble>(outcome), language));
  };
  service.backend.withdraw_consent(request.parameters.at(0), answer);
}

void handle_change_session(Service& service, const Request& request, Reply reply) {
  if (!is_json(request)) {
    return reply(make_media_type_response("application/json", request.language));
  }
  auto body = read_session_body(request.body);
  if (const auto* problem = std::get_if<Problem>(&body)) {
    return reply(make_response(*problem, request.language));
  }
  const std::string& session = std::get<std::string>(body);
  service.backend.change_session(request.parameters.at(0), session == "any" ? "" : session,
                                 answer_to(service, request, std::move(reply), session));
}

}  // namespace keste::http
