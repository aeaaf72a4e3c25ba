// The campaign's file: shown, planned, applied.
#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "http/json_writer.hpp"

namespace keste::http {
namespace {

using engine::Facts;
using engine::PlanReport;

/// Rows whose word is told in words too.
void write_rows(JsonWriter& json, std::string_view name, const std::vector<Facts>& rows,
                Language language) {
  json.key(name).begin_array();
  for (const Facts& row : rows) {
    json.begin_object();
    write_facts(json, row);
    for (const engine::Fact& fact : row) {
      if (fact.name != "problem") continue;
      json.member("detail", row_sentence(std::get<std::string>(fact.value), language));
    }
    json.end_object();
  }
  json.end_array();
}

void write_change(JsonWriter& json, const engine::PlannedChange& change) {
  json.begin_object().member("kind", change.kind);
  if (!change.city.empty()) json.member("city", change.city);
  if (!change.session.empty()) json.member("session", change.session);
  write_facts(json, change.facts);
  json.member("touched", static_cast<std::int64_t>(change.people.size()));
  json.key("people").begin_array();
  for (const engine::TouchedPerson& person : change.people) {
    json.begin_object().member("application", person.application.value).member("how", person.how);
    if (!person.session.empty()) json.member("session", person.session);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_plan(JsonWriter& json, const PlanReport& plan, Language language) {
  json.member("plan", plan.hash)
      .member("empty", plan.changes.empty())
      .member("can_be_applied", plan.problems.empty());
  json.key("changes").begin_array();
  for (const engine::PlannedChange& change : plan.changes) write_change(json, change);
  json.end_array();
  write_rows(json, "due_dates", plan.due_dates, language);
  write_rows(json, "messages", plan.messages, language);
  write_rows(json, "warnings", plan.warnings, language);
  write_rows(json, "problems", plan.problems, language);
}

/// The problem in words, then what helps to understand it.
Response make_refusal(const PlanReport& plan, Language language) {
  engine::DeskReport report;
  report.refusal = plan.refusal;
  Response response = make_response(report, language);
  response.body.pop_back();
  std::string more;
  JsonWriter json(more);
  json.begin_object();
  write_rows(json, "problems", plan.problems, language);
  json.key("moved").begin_array();
  for (const std::string& line : plan.moved) json.text(line);
  json.end_array().end_object();
  response.body.append(",").append(more.substr(1));
  return response;
}

Response make_file_response(const std::vector<FileError>& errors, Language language) {
  engine::DeskReport report;
  report.refusal = "campaign-file-wrong";
  report.facts = {{"count", static_cast<std::int64_t>(errors.size())}};
  Response response = make_response(report, language);
  response.body.pop_back();
  std::string more;
  JsonWriter json(more);
  json.begin_object().key("errors").begin_array();
  for (const FileError& one : errors) {
    const std::string place =
        one.file + ":" + std::to_string(one.line) + ":" + std::to_string(one.column);
    json.begin_object()
        .member("field", place)
        .member("line", one.line)
        .member("column", one.column)
        .member("detail", one.message)
        .end_object();
  }
  json.end_array().end_object();
  response.body.append(",").append(more.substr(1));
  return response;
}

Response make_campaign_response(const CampaignAnswer& answer, Language language) {
  if (!answer.errors.empty()) return make_file_response(answer.errors, language);
  if (const auto* trouble = std::get_if<engine::Trouble>(&answer.outcome)) {
    return make_response(*trouble, language);
  }
  const PlanReport& plan = std::get<PlanReport>(answer.outcome);
  if (!plan.refusal.empty()) return make_refusal(plan, language);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_plan(json, plan, language);
  json.end_object();
  return make_json_response(200, std::move(body));
}

void take(Service& service, const Request& request, const Reply& reply, bool applies) {
  const Language language = request.language;
  if (service.stopping) return reply(make_response(ProblemKind::stopping, language));
  if (!service.settings.campaign_desk.take) {
    return reply(make_response(ProblemKind::not_found, language));
  }
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), language));
  DeskBody members = std::move(read).value();
  CampaignWish wish;
  wish.name = members.find_text("file").value_or("campaign.yaml");
  wish.text = members.text("text");
  if (applies) {
    // An empty reason is the engine's to refuse.
    wish.order = {members.text("plan"), members.find_text("reason").value_or(""),
                  request.asker.actor.name};
  }
  auto errors = members.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), language));
  }
  service.settings.campaign_desk.take(std::move(wish),
                                      [reply, language](const CampaignAnswer& answer) {
                                        reply(make_campaign_response(answer, language));
                                      });
}

}  // namespace

void handle_show_campaign(Service& service, const Request& request, Reply reply) {
  if (!service.settings.campaign_desk.text) {
    return reply(make_response(ProblemKind::not_found, request.language));
  }
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("text", service.settings.campaign_desk.text()).end_object();
  reply(make_json_response(200, std::move(body)));
}

void handle_plan_campaign(Service& service, const Request& request, Reply reply) {
  take(service, request, reply, false);
}

void handle_apply_campaign(Service& service, const Request& request, Reply reply) {
  take(service, request, reply, true);
}

}  // namespace keste::http
