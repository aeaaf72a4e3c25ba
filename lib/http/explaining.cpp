// Explanations at the desk: the count behind a due date, and the history of an application.
#include <charconv>

#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "http/json_parts.hpp"

namespace keste::http {
namespace {

void write_line(JsonWriter& json, const engine::HistoryLine& line,
                const engine::CitySnapshot* city) {
  json.begin_object()
      .member("happened_at", format_in_city(line.at, city))
      .member("source", line.source)
      .member("id", line.id)
      .member("what", line.what)
      .member("actor", line.actor)
      .member("detail", line.detail)
      .member("note", line.note)
      .end_object();
}

std::string render(const engine::DeskReport& report, const std::vector<engine::HistoryLine>& lines,
                   const engine::Snapshot& snapshot) {
  std::string city;
  for (const engine::Fact& fact : report.facts) {
    if (fact.name == "city") city = std::get<std::string>(fact.value);
  }
  const engine::CitySnapshot* clock = city.empty() ? home_of(snapshot) : snapshot.find_city(city);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_facts(json, report.facts);
  json.key("rows").begin_array();
  for (const engine::HistoryLine& line : lines) write_line(json, line, clock);
  json.end_array().end_object();
  return body;
}

}  // namespace

void handle_explain_due(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::ExplainDue{request.parameters.at(0)}, reply);
}

/// First whether they may, which the audit log hears of; then what is kept, read beside the writer.
void handle_history(Service& service, const Request& request, Reply reply) {
  const std::string& text = request.parameters.at(0);
  engine::ApplicationId application;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), application.value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) application.value = 0;
  service.backend.perform(
      engine::ReadHistory{application}, request.asker.actor,
      [&service, application, reply = std::move(reply),
       language = request.language](const engine::DeskOutcome& outcome) {
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        if (report == nullptr || !report->refusal.empty()) {
          return reply(make_response(outcome, language));
        }
        service.backend.list_history(
            application,
            [&service, reply, known = *report](const std::vector<engine::HistoryLine>& lines) {
              reply(make_json_response(200, render(known, lines, *service.backend.snapshot())));
            });
      });
}

}  // namespace keste::http
