// /sign-in: who I am, in and out, and one's own password.
#include "http/access.hpp"
#include "http/desk_answer.hpp"
#include "http/password.hpp"
#include "http/signing_in.hpp"

namespace keste::http {
namespace {

Response make_signed_in_response(const SignedIn& signed_in) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_facts(json, signed_in.facts);
  json.member("csrf", signed_in.csrf).end_object();
  Response response = make_json_response(200, std::move(body));
  response.headers.push_back(Header{"Set-Cookie", signed_in.cookie});
  return response;
}

/// What a change of one's own password is about.
struct PasswordChange {
  std::string name;
  std::string old_password;
  std::string new_password;
  std::string old_hash;
  bool fits = false;  ///< The old password was right.
  std::string new_hash{};
};

void save_password(Service& service, const Request& request, const PasswordChange& change,
                   const Reply& reply) {
  service.gate.end_hash(request.client);
  if (!change.fits) {
    service.backend.perform(engine::NoteFailedSignIn{change.name, request.client}, {},
                            [](const engine::DeskOutcome&) {});
    service.gate.guesses().note_wrong(request.client, change.name, steady_now());
    return reply(make_response(ProblemKind::sign_in_refused, request.language));
  }
  if (change.new_hash.empty()) return reply(make_response(ProblemKind::busy, request.language));
  engine::SaveUser command;
  command.name = change.name;
  command.password_hash = change.new_hash;
  command.expected_hash = change.old_hash;
  command.at = service.gate.now();
  perform(service, request, std::move(command), reply);
}

}  // namespace

void handle_who_am_i(Service&, const Request& request, Reply reply) {
  std::string body;
  JsonWriter json(body);
  constexpr std::string_view kinds[] = {"nobody", "socket", "token", "user"};
  json.begin_object()
      .member("kind", kinds[static_cast<std::size_t>(request.asker.kind)])
      .member("name", request.asker.name)
      .member("role", engine::to_text(request.asker.role))
      .key("cities")
      .begin_array();
  for (const std::string& city : request.asker.actor.cities) json.text(city);
  json.end_array();
  if (!request.asker.csrf.empty()) json.member("csrf", request.asker.csrf);
  json.end_object();
  reply(make_json_response(200, std::move(body)));
}

void handle_sign_in(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  Credentials given;
  given.name = body.text("name");
  given.password = body.text("password");
  given.code = body.find_text("code").value_or("");
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  sign_in(service, request, std::move(given),
          [reply = std::move(reply), language = request.language](const SignInOutcome& outcome) {
            if (const auto* problem = std::get_if<Problem>(&outcome)) {
              return reply(make_response(*problem, language));
            }
            reply(make_signed_in_response(std::get<SignedIn>(outcome)));
          });
}

void handle_sign_out(Service& service, const Request& request, Reply reply) {
  if (request.asker.kind != Asker::Kind::user) {
    return reply(make_response(ProblemKind::forbidden, request.language));
  }
  const auto answer = [reply = std::move(reply), secure = request.secure,
                       language = request.language](const engine::DeskOutcome& outcome) {
    Response response = make_response(outcome, language);
    response.headers.push_back(Header{"Set-Cookie", make_empty_cookie(secure)});
    reply(std::move(response));
  };
  if (request.query == "everywhere") {
    return service.backend.perform(engine::EndSignIns{request.asker.name}, request.asker.actor,
                                   answer);
  }
  service.backend.perform(engine::EndSignIn{request.asker.digest}, request.asker.actor, answer);
}

void handle_change_password(Service& service, const Request& request, Reply reply) {
  auto read = read_desk_body(request);
  if (!read) return reply(make_response(read.error(), request.language));
  DeskBody body = std::move(read).value();
  auto change = std::make_shared<PasswordChange>();
  change->name = request.asker.name;
  change->old_password = body.text("old_password");
  change->new_password = body.text("new_password");
  const auto wrong = find_password_wrong(change->new_password, change->name);
  if (!change->new_password.empty() && !wrong.empty()) body.wrong("new_password", wrong);
  auto errors = body.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  if (request.asker.kind != Asker::Kind::user) {
    return reply(make_response(ProblemKind::forbidden, request.language));
  }
  if (service.gate.guesses().find_pause(request.client, change->name, steady_now())) {
    return reply(make_response(ProblemKind::too_many_sign_ins, request.language));
  }
  constexpr std::size_t longest_password = 256;
  if (change->old_password.size() > longest_password) change->old_password.clear();
  if (service.stopping || !service.gate.begin_hash(request.client)) {
    return reply(make_response(ProblemKind::busy, request.language));
  }
  const auto access = service.backend.snapshot()->access;
  if (const engine::User* user = access->find_user(change->name)) {
    change->old_hash = user->password_hash;
  }
  service.backend.hash_aside(
      [change] {
        change->fits = fits_hash(change->old_password, change->old_hash);
        if (change->fits) change->new_hash = hash_password(change->new_password);
      },
      [&service, request, change, reply] { save_password(service, request, *change, reply); });
}

}  // namespace keste::http
