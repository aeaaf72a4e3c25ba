// From reports to bytes, and from bodies to commands.
#include "http/desk_answer.hpp"

#include "base/check.hpp"
#include "http/json_parts.hpp"

namespace keste::http {
namespace {

std::size_t place_of(Language language) { return static_cast<std::size_t>(language); }

std::string to_text(const engine::Figure& figure) {
  if (const auto* text = std::get_if<std::string>(&figure)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&figure)) return std::to_string(*number);
  return std::get<bool>(figure) ? "true" : "false";
}

/// Puts facts in the place of their names in braces.
std::string fill(std::string_view pattern, const engine::Facts& facts) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out.append(pattern.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = pattern.find('}', open);
    CHECK(close != std::string_view::npos);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    for (const engine::Fact& fact : facts) {
      if (fact.name == name) out.append(to_text(fact.value));
    }
    pattern.remove_prefix(close + 1);
  }
  return out;
}

Response make_refusal(const engine::DeskReport& report, Language language) {
  const DeskText* text = find_desk_text(report.refusal);
  if (text == nullptr) return make_response(ProblemKind::internal_error, language);
  Response response = make_response(ProblemKind::forbidden, language);
  response.status = text->status;
  response.body.clear();
  JsonWriter json(response.body);
  json.begin_object()
      .member("type", "/problems/" + report.refusal)
      .member("title", text->title[place_of(language)])
      .member("status", text->status)
      .member("detail", fill(text->detail[place_of(language)], report.facts));
  write_facts(json, report.facts);
  json.end_object();
  return response;
}

void write_row(JsonWriter& json, const engine::Facts& row, Language language) {
  json.begin_object();
  write_facts(json, row);
  for (const engine::Fact& fact : row) {
    if (fact.name != "problem") continue;
    json.member("detail", row_sentence(to_text(fact.value), language));
  }
  json.end_object();
}

void write_message(JsonWriter& json, const engine::Notification& message,
                   const ShownMessage& shown) {
  json.begin_object()
      .member("kind", message.kind)
      .member("language", keste::to_text(message.language))
      .member("to", shown.to)
      .member("subject", shown.subject)
      .member("text", shown.text)
      .member("sms", shown.sms)
      .end_object();
}

}  // namespace

void write_facts(JsonWriter& json, const engine::Facts& facts) {
  for (const engine::Fact& fact : facts) {
    json.key(fact.name);
    if (const auto* text = std::get_if<std::string>(&fact.value)) {
      json.text(*text);
    } else if (const auto* number = std::get_if<std::int64_t>(&fact.value)) {
      json.number(*number);
    } else {
      json.truth(std::get<bool>(fact.value));
    }
  }
}

Response make_response(const engine::DeskReport& report, Language language) {
  if (!report.refusal.empty()) return make_refusal(report, language);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_facts(json, report.facts);
  json.key("rows").begin_array();
  for (const engine::Facts& row : report.rows) write_row(json, row, language);
  json.end_array().end_object();
  return make_json_response(200, std::move(body));
}

Response make_response(const engine::DeskOutcome& outcome, Language language) {
  if (const auto* report = std::get_if<engine::DeskReport>(&outcome)) {
    return make_response(*report, language);
  }
  return make_response(std::get<engine::Trouble>(outcome), language);
}

Response make_response(const Service& service, const engine::DeskOutcome& outcome,
                       Language language) {
  Response response = make_response(outcome, language);
  const auto* report = std::get_if<engine::DeskReport>(&outcome);
  if (report != nullptr && response.status == 200) append_messages(service, *report, response.body);
  return response;
}

void append_messages(const Service& service, const engine::DeskReport& report, std::string& body) {
  if (report.messages.empty() || !service.settings.show_message) return;
  std::string messages;
  JsonWriter json(messages);
  json.begin_array();
  for (engine::Notification message : report.messages) {
    const Language own = message.language;
    for (const Language language : languages) {
      if (language != own && !report.every_language) continue;
      message.language = language;
      write_message(json, message, service.settings.show_message(message));
    }
  }
  json.end_array();
  body.pop_back();
  body.append(",\"messages\":").append(messages).append("}");
}

Result<bool, Problem> read_dry_run(std::string_view query) {
  const auto wrong = [](std::string name, std::string expected) {
    Problem problem(ProblemKind::bad_parameter);
    problem.arguments = {std::move(name), std::move(expected)};
    return failed(std::move(problem));
  };
  bool dry_run = false;
  const auto items = parse_query(query);
  if (!items) return wrong("?", "dry_run");
  for (const QueryItem& item : *items) {
    if (item.name != "dry_run") return wrong(item.name, "dry_run");
    if (item.value != "true" && item.value != "false") return wrong("dry_run", "true, false");
    dry_run = item.value == "true";
  }
  return dry_run;
}

void perform(Service& service, const Request& request, engine::DeskCommand command,
             const Reply& reply) {
  if (service.stopping) return reply(make_response(ProblemKind::stopping, request.language));
  service.backend.perform(
      std::move(command), request.asker.actor,
      [&service, reply, language = request.language](const engine::DeskOutcome& outcome) {
        reply(make_response(service, outcome, language));
      });
}

void perform(Service& service, const Request& request, DeskBody& body, engine::DeskCommand command,
             const Reply& reply) {
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  perform(service, request, std::move(command), reply);
}

void handle_command(Service& service, const Request& request, const Reply& reply,
                    CommandReader read) {
  const auto dry_run = read_dry_run(request.query);
  if (!dry_run) return reply(make_response(dry_run.error(), request.language));
  auto body = read_desk_body(request);
  if (!body) return reply(make_response(body.error(), request.language));
  DeskBody members = std::move(body).value();
  engine::DeskCommand command = read(members, request, *service.backend.snapshot());
  if (!dry_run.value()) return perform(service, request, members, std::move(command), reply);
  auto errors = members.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  service.backend.rehearse(
      std::move(command), request.asker.actor,
      [&service, reply, language = request.language](const engine::DeskOutcome& outcome) {
        reply(make_response(service, outcome, language));
      });
}

const calendar::Zone& zone_of(const engine::CitySnapshot* city, const engine::Snapshot& snapshot) {
  const engine::CitySnapshot* found = city != nullptr ? city : home_of(snapshot);
  CHECK(found != nullptr);
  return found->zone;
}

}  // namespace keste::http
