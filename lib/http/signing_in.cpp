// The steps of a sign-in: slowed, hashed aside, the second factor, the engine.
#include "http/signing_in.hpp"

#include <memory>

#include "http/password.hpp"
#include "http/secrets.hpp"
#include "http/totp.hpp"

namespace keste::http {
namespace {

std::string make_cookie(std::string_view value, bool secure, std::chrono::seconds lasts) {
  return std::string(cookie_name(secure)) + "=" + std::string(value) +
         "; Path=/; Max-Age=" + std::to_string(lasts.count()) + "; HttpOnly; SameSite=Strict" +
         (secure ? "; Secure" : "");
}

/// Alive from the first step to the answer.
struct Attempt {
  Service& service;
  Credentials given;
  std::string client;
  std::string old_digest;
  bool secure = false;
  std::function<void(SignInOutcome)> done;
  std::string hash{};  ///< Of the user that is meant; empty when there is none.
  bool fits = false;   ///< Written by the hashing thread, read after it.
};

void refuse(const std::shared_ptr<Attempt>& attempt, ProblemKind kind) {
  if (kind == ProblemKind::sign_in_refused) {
    attempt->service.gate.guesses().note_wrong(attempt->client, attempt->given.name, steady_now());
    attempt->service.backend.perform(engine::NoteFailedSignIn{attempt->given.name, attempt->client},
                                     {}, [](const engine::DeskOutcome&) {});
  }
  attempt->done(Problem(kind));
}

void on_begun(const std::shared_ptr<Attempt>& attempt, const std::string& secret,
              const engine::DeskOutcome& outcome) {
  const auto* report = std::get_if<engine::DeskReport>(&outcome);
  if (report == nullptr) {
    // A full disk is said to be one: whoever signs in then may be the one who makes room.
    return attempt->done(Problem(kind_of(std::get<engine::Trouble>(outcome))));
  }
  if (!report->refusal.empty()) return refuse(attempt, ProblemKind::sign_in_refused);
  attempt->service.gate.guesses().note_right(attempt->given.name);
  attempt->done(SignedIn{
      report->facts, make_cookie(secret, attempt->secure, attempt->service.gate.times().absolute),
      Gate::csrf_of(secret)});
}

void on_hashed(const std::shared_ptr<Attempt>& attempt) {
  Service& service = attempt->service;
  service.gate.end_hash(attempt->client);
  const auto access = service.backend.snapshot()->access;
  const engine::User* user = access->find_user(attempt->given.name);
  if (!attempt->fits || user == nullptr) return refuse(attempt, ProblemKind::sign_in_refused);
  engine::BeginSignIn command;
  if (!user->totp_sealed.empty()) {
    if (attempt->given.code.empty()) return refuse(attempt, ProblemKind::second_factor_needed);
    const auto step = user->totp_key.empty()
                          ? std::nullopt
                          : find_totp_step(user->totp_key, attempt->given.code, service.gate.now());
    if (!step) return refuse(attempt, ProblemKind::sign_in_refused);
    command.totp_step = *step;
  }
  const std::string secret = make_secret();
  command.user = user->id;
  command.password_hash = attempt->hash;
  command.digest = digest_of(secret);
  command.old_digest = attempt->old_digest;
  command.client = attempt->client;
  command.at = service.gate.now();
  command.ends_at = command.at + service.gate.times().absolute;
  service.backend.perform(std::move(command), {},
                          [attempt, secret](const engine::DeskOutcome& outcome) {
                            on_begun(attempt, secret, outcome);
                          });
}

}  // namespace

void sign_in(Service& service, const Request& request, Credentials credentials,
             std::function<void(SignInOutcome)> done) {
  const std::string client = request.client.empty() ? "local" : request.client;
  // Longer than any is: nobody's, and not to be remembered.
  constexpr std::size_t longest_name = 64;
  constexpr std::size_t longest_password = 256;
  if (credentials.name.size() > longest_name) credentials.name.clear();
  if (credentials.password.size() > longest_password) credentials.password.clear();
  auto attempt = std::make_shared<Attempt>(Attempt{.service = service,
                                                   .given = std::move(credentials),
                                                   .client = client,
                                                   .old_digest = {},
                                                   .secure = request.secure,
                                                   .done = std::move(done)});
  if (service.gate.guesses().find_pause(client, attempt->given.name, steady_now())) {
    return refuse(attempt, ProblemKind::too_many_sign_ins);
  }
  if (service.stopping || !service.gate.begin_hash(client)) {
    return refuse(attempt, ProblemKind::busy);
  }
  const auto access = service.backend.snapshot()->access;
  const engine::User* user = access->find_user(attempt->given.name);
  if (user != nullptr && user->active) attempt->hash = user->password_hash;
  const std::string_view old = find_cookie(request.cookie, cookie_name(request.secure));
  if (!old.empty()) attempt->old_digest = digest_of(old);
  service.backend.hash_aside(
      [attempt] { attempt->fits = fits_hash(attempt->given.password, attempt->hash); },
      [attempt] { on_hashed(attempt); });
}

std::string make_empty_cookie(bool secure) { return make_cookie("", secure, {}); }

}  // namespace keste::http
