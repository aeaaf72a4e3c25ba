// Promo codes at the desk: issue, void, show, report. A code stands in a body, never in an address.
#include "http/desk.hpp"
#include "http/desk_answer.hpp"

namespace keste::http {
namespace {

/// Whether the code was made just now: then the answer is 201.
bool is_fresh(const engine::DeskOutcome& outcome) {
  const auto* report = std::get_if<engine::DeskReport>(&outcome);
  if (report == nullptr) return false;
  for (const engine::Fact& fact : report->facts) {
    if (fact.name == "fresh") return fact.value == engine::Figure(true);
  }
  return false;
}

engine::DeskCommand read_void(DeskBody& body, const Request&, const engine::Snapshot&) {
  engine::VoidCode command;
  command.code = body.text("code");
  command.reason = body.text("reason");
  return command;
}

engine::DeskCommand read_show(DeskBody& body, const Request&, const engine::Snapshot&) {
  return engine::ShowCode{body.text("code")};
}

}  // namespace

void handle_issue_code(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  engine::IssueCode command;
  command.iin = body.text("iin");
  command.test = body.text("test");
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  if (service.stopping) return reply(make_response(ProblemKind::stopping, request.language));
  service.backend.perform(
      std::move(command), request.asker.actor,
      [reply = std::move(reply), language = request.language](const engine::DeskOutcome& outcome) {
        Response response = make_response(outcome, language);
        if (is_fresh(outcome)) response.status = 201;
        reply(std::move(response));
      });
}

void handle_void_code(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_void);
}

void handle_show_code(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_show);
}

void handle_code_report(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::ReportCodes{}, reply);
}

}  // namespace keste::http
