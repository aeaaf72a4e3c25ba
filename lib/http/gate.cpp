// Tokens and cookies to askers, and askers to rights.
#include "http/gate.hpp"

#include "base/text.hpp"
#include "http/secrets.hpp"

namespace keste::http {
namespace {

using engine::Role;

constexpr std::string_view bearer = "Bearer ";
/// The store hears of a use at most so often.
constexpr std::chrono::minutes noted_every{5};
constexpr std::size_t most_bearers = 1'000;

engine::Actor actor_of(std::string_view kind, const std::string& name, Role role,
                       const std::vector<std::string>& cities) {
  return {std::string(kind) + " " + name, role != Role::coordinator, cities};
}

std::string find_form_field(const Request& request, std::string_view name) {
  if (!request.content_type.starts_with("application/x-www-form-urlencoded")) return {};
  const auto items = parse_query(request.body);
  if (!items) return {};
  for (const QueryItem& item : *items) {
    if (item.name == name) return item.value;
  }
  return {};
}

}  // namespace

bool may(const Asker& asker, Right right) {
  if (right == Right::everybody) return true;
  if (asker.kind == Asker::Kind::nobody) return false;
  const Role role = asker.role;
  if (role == Role::admin || right == Right::signed_in) return true;
  switch (right) {
    case Right::watch:
      return role != Role::issuer;
    case Right::figures:
      return role == Role::auditor || role == Role::monitor;
    case Right::read:
      return role == Role::coordinator || role == Role::auditor;
    case Right::codes:
      return role == Role::issuer;
    case Right::code_report:
      return role == Role::issuer || role == Role::auditor;
    case Right::run:
      return role == Role::coordinator;
    case Right::oversee:
      return role == Role::auditor;
    case Right::manage:
    case Right::everybody:
    case Right::signed_in:
      break;
  }
  return false;
}

std::string_view to_text(Right right) {
  constexpr std::string_view words[] = {"everybody", "signed_in",   "watch", "figures", "read",
                                        "codes",     "code_report", "run",   "oversee", "manage"};
  return words[static_cast<std::size_t>(right)];
}

std::string_view cookie_name(bool secure) { return secure ? "__Host-keste" : "keste"; }

Gate::Gate(const Backend& backend, std::shared_ptr<const Clock> clock, SignInTimes times)
    : backend_(backend), clock_(std::move(clock)), times_(times) {}

Asker Gate::identify(const Request& request, bool trusted) {
  if (trusted) {
    Asker desk;
    desk.kind = Asker::Kind::socket;
    desk.role = Role::admin;
    desk.name = desk.actor.name;
    return desk;
  }
  Asker nobody;
  if (!request.authorization.empty()) {
    if (auto asker = find_token(request.authorization)) return std::move(*asker);
    nobody.stale = true;
    return nobody;
  }
  const std::string_view secret = find_cookie(request.cookie, cookie_name(request.secure));
  if (secret.empty()) return nobody;
  if (auto asker = find_user(secret, !request.background)) return std::move(*asker);
  nobody.stale = true;
  return nobody;
}

void Gate::forget_when_changed() {
  const auto snapshot = backend_.snapshot();
  if (snapshot->access == known_) return;
  known_ = snapshot->access;
  bearers_.clear();
  bearer_ends_.clear();
}

const Asker* Gate::find_bearer(std::string_view authorization) {
  if (authorization.empty()) return nullptr;
  forget_when_changed();
  const std::string key(authorization);
  const auto found = bearers_.find(key);
  if (found == bearers_.end() || now() >= bearer_ends_.at(key)) return nullptr;
  note_use(true, found->second.id, Instant{});
  return &found->second;
}

bool Gate::begin_hash(std::string_view client) {
  constexpr int most_in_all = 30;
  constexpr int most_for_one = 4;
  const std::string network = admission::client_network(client);
  const auto mine = hashing_for_.find(network);
  if (hashing_ >= most_in_all) return false;
  if (mine != hashing_for_.end() && mine->second >= most_for_one) return false;
  ++hashing_for_[network];
  ++hashing_;
  return true;
}

void Gate::end_hash(std::string_view client) {
  --hashing_;
  const auto found = hashing_for_.find(admission::client_network(client));
  if (found != hashing_for_.end() && --found->second <= 0) hashing_for_.erase(found);
}

std::optional<Asker> Gate::find_token(std::string_view authorization) {
  forget_when_changed();
  if (to_lower_ascii(authorization.substr(0, bearer.size())) != to_lower_ascii(bearer)) {
    return std::nullopt;
  }
  const std::string_view secret = trim(authorization.substr(bearer.size()));
  const engine::Token* token = known_->find_token(digest_of(secret));
  if (token == nullptr || token->revoked_at || now() >= token->expires_at) return std::nullopt;
  Asker asker;
  asker.kind = Asker::Kind::token;
  asker.role = token->role;
  asker.actor = actor_of("token", token->name, token->role, token->cities);
  asker.name = token->name;
  asker.id = token->id;
  note_use(true, token->id, token->used_at.value_or(Instant{}));
  if (bearers_.size() < most_bearers) {
    bearers_.insert_or_assign(std::string(authorization), asker);
    bearer_ends_.insert_or_assign(std::string(authorization), token->expires_at);
  }
  return asker;
}

std::optional<Asker> Gate::find_user(std::string_view secret, bool counts) {
  forget_when_changed();
  std::string digest = digest_of(secret);
  const engine::SignIn* sign_in = known_->find_sign_in(digest);
  if (sign_in == nullptr) return std::nullopt;
  const engine::User* user = known_->find_user(sign_in->user);
  if (user == nullptr || !user->active) return std::nullopt;
  Instant seen_at = sign_in->seen_at;
  const auto later = sign_ins_seen_.find(sign_in->id);
  if (later != sign_ins_seen_.end()) seen_at = std::max(seen_at, later->second);
  if (now() >= sign_in->ends_at || now() >= seen_at + times_.idle) return std::nullopt;
  if (counts) note_use(false, sign_in->id, sign_in->seen_at);
  Asker asker;
  asker.kind = Asker::Kind::user;
  asker.role = user->role;
  asker.actor = actor_of("user", user->name, user->role, user->cities);
  asker.name = user->name;
  asker.id = user->id;
  asker.digest = std::move(digest);
  asker.csrf = csrf_of(secret);
  return asker;
}

void Gate::note_use(bool is_token, std::int64_t id, Instant stored) {
  const Instant at = now();
  constexpr std::size_t most_remembered = 100'000;
  if (sign_ins_seen_.size() >= most_remembered) sign_ins_seen_.clear();
  if (told_.size() >= most_remembered) told_.clear();
  if (!is_token) sign_ins_seen_[id] = at;
  Instant& told = told_[{is_token, id}];
  if (at < std::max(told, stored) + noted_every) return;
  told = at;
  engine::NoteUses uses;
  (is_token ? uses.tokens : uses.sign_ins).emplace(id, at);
  uses.now = at;
  backend_.perform(std::move(uses), {}, [](const engine::DeskOutcome&) {});
}

/// Another site cannot know it: it comes from the cookie, which only this one reads.
std::string Gate::csrf_of(std::string_view secret) { return derive_value(secret, "csrf"); }

bool Gate::is_own_page(const Request& request, const Asker& asker) {
  if (equal_secrets(request.csrf, asker.csrf)) return true;
  return equal_secrets(find_form_field(request, "csrf"), asker.csrf);
}

}  // namespace keste::http
