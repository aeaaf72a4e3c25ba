// /tokens: how scripts come in.
#include "http/access.hpp"
#include "http/desk_answer.hpp"
#include "http/secrets.hpp"

namespace keste::http {
namespace {

constexpr std::int64_t most_days = 3'660;
constexpr std::int64_t usual_days = 365;

/// "keste_monitor_" and 43 characters: 256 random bits, and a beginning by which people and
/// scanners of leaked secrets see what it is.
std::string make_token(std::string_view role) {
  return "keste_" + std::string(role) + "_" + make_secret();
}

void write_token(JsonWriter& json, const engine::Token& token, Instant now) {
  json.begin_object()
      .member("name", token.name)
      .member("role", engine::to_text(token.role))
      .key("cities")
      .begin_array();
  for (const std::string& city : token.cities) json.text(city);
  const bool expired = now >= token.expires_at;
  json.end_array()
      .member("state", token.revoked_at ? "revoked" : (expired ? "expired" : "valid"))
      .member("made_at", format_utc(token.made_at))
      .member("expires_at", format_utc(token.expires_at));
  if (token.used_at) json.member("used_at", format_utc(*token.used_at));
  if (token.revoked_at) json.member("revoked_at", format_utc(*token.revoked_at));
  json.end_object();
}

}  // namespace

void handle_list_tokens(Service& service, const Request&, Reply reply) {
  const auto access = service.backend.snapshot()->access;
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("tokens").begin_array();
  for (const engine::Token& token : access->tokens) write_token(json, token, service.gate.now());
  json.end_array().end_object();
  reply(make_json_response(200, std::move(body)));
}

void handle_add_token(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  engine::AddToken command;
  command.name = body.text("name");
  command.role = body.text("role");
  command.cities = body.find_texts("cities").value_or(std::vector<std::string>{});
  const std::int64_t days = body.find_number("days").value_or(usual_days);
  if (days < 1 || days > most_days) body.wrong("days", "out_of_range");
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  const std::string token = make_token(command.role);
  command.digest = digest_of(token);
  command.at = service.gate.now();
  command.expires_at = command.at + std::chrono::hours(24) * days;
  service.backend.perform(std::move(command), request.asker.actor,
                          [token, reply = std::move(reply),
                           language = request.language](const engine::DeskOutcome& outcome) {
                            const auto* report = std::get_if<engine::DeskReport>(&outcome);
                            if (report == nullptr || !report->refusal.empty()) {
                              return reply(make_response(outcome, language));
                            }
                            // Shown this once.
                            engine::DeskReport shown = *report;
                            shown.facts.push_back({"token", token});
                            Response response = make_response(shown, language);
                            response.status = 201;
                            reply(std::move(response));
                          });
}

void handle_revoke_token(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::RevokeToken{request.parameters.at(0), service.gate.now()},
          reply);
}

}  // namespace keste::http
