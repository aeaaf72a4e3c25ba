// /users: who may sign in.
#include "base/random.hpp"
#include "http/access.hpp"
#include "http/desk_answer.hpp"
#include "http/password.hpp"
#include "http/totp.hpp"

namespace keste::http {
namespace {

void write_user(JsonWriter& json, const engine::User& user, const engine::Access& access) {
  json.begin_object()
      .member("name", user.name)
      .member("full_name", user.full_name)
      .member("role", engine::to_text(user.role))
      .key("cities")
      .begin_array();
  for (const std::string& city : user.cities) json.text(city);
  json.end_array();
  std::int64_t sign_ins = 0;
  Instant seen_at{};
  for (const auto& [digest, sign_in] : access.sign_ins) {
    if (sign_in.user != user.id) continue;
    ++sign_ins;
    seen_at = std::max(seen_at, sign_in.seen_at);
  }
  json.member("active", user.active)
      .member("second_factor", !user.totp_sealed.empty())
      .member("sign_ins", sign_ins);
  if (sign_ins > 0) json.member("seen_at", format_utc(seen_at));
  json.end_object();
}

/// A change of a user on its way through the hashing thread.
struct Change {
  engine::SaveUser command;
  std::string password;
};

void save(Service& service, const Request& request, DeskBody& body, Change change,
          const Reply& reply) {
  const auto wrong = find_password_wrong(change.password, change.command.name);
  if (!change.password.empty() && !wrong.empty()) body.wrong("password", wrong);
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  change.command.at = service.gate.now();
  if (change.password.empty()) {
    return perform(service, request, std::move(change.command), reply);
  }
  auto kept = std::make_shared<Change>(std::move(change));
  service.backend.hash_aside(
      [kept] { kept->command.password_hash = hash_password(kept->password); },
      [&service, request, kept, reply] {
        if (kept->command.password_hash->empty()) {
          return reply(make_response(ProblemKind::busy, request.language));
        }
        perform(service, request, std::move(kept->command), reply);
      });
}

void read_common(DeskBody& body, Change& change) {
  change.command.full_name = body.find_text("full_name");
  change.command.role = body.find_text("role");
  change.command.cities = body.find_texts("cities");
}

}  // namespace

void handle_list_users(Service& service, const Request&, Reply reply) {
  const auto access = service.backend.snapshot()->access;
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("users").begin_array();
  for (const engine::User& user : access->users) write_user(json, user, *access);
  json.end_array().end_object();
  reply(make_json_response(200, std::move(body)));
}

void handle_add_user(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  Change change;
  change.command.fresh = true;
  change.command.name = body.text("name");
  change.password = body.text("password");
  read_common(body, change);
  save(service, request, body, std::move(change), reply);
}

void handle_change_user(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  Change change;
  change.command.name = request.parameters.at(0);
  change.password = body.find_text("password").value_or("");
  change.command.active = body.find_truth("active");
  read_common(body, change);
  save(service, request, body, std::move(change), reply);
}

void handle_set_totp(Service& service, const Request& request, Reply reply) {
  engine::SetTotp command{request.parameters.at(0), secret_bytes(totp_key_size),
                          service.gate.now()};
  const engine::Fact key{"key", to_base32(command.key)};
  const engine::Fact uri{"uri", make_totp_uri(command.key, command.name)};
  service.backend.perform(std::move(command), request.asker.actor,
                          [key, uri, reply = std::move(reply),
                           language = request.language](const engine::DeskOutcome& outcome) {
                            const auto* report = std::get_if<engine::DeskReport>(&outcome);
                            if (report == nullptr || !report->refusal.empty()) {
                              return reply(make_response(outcome, language));
                            }
                            // Shown this once.
                            engine::DeskReport shown = *report;
                            shown.facts.push_back(key);
                            shown.facts.push_back(uri);
                            reply(make_response(shown, language));
                          });
}

void handle_drop_totp(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::SetTotp{request.parameters.at(0), "", service.gate.now()},
          reply);
}

void handle_end_sign_ins(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::EndSignIns{request.parameters.at(0)}, reply);
}

}  // namespace keste::http
