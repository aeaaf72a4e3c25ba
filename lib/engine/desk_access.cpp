// Users, tokens and sign-ins: made, changed and ended.
#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "engine/access_store.hpp"
#include "engine/desk_handlers.hpp"
#include "store/access.hpp"

namespace keste::engine {
namespace {

bool is_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name.size() < 2 || name.size() > longest) return false;
  if (name.front() < 'a' || name.front() > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

/// What is wrong with a role and the cities that go with it; a refusal, or empty.
std::optional<DeskReport> find_wrong(const State& state, std::string_view role,
                                     const std::vector<std::string>& cities) {
  const auto known = parse_role(role);
  if (!known) return refuse("role-unknown", {{"role", std::string(role)}});
  if ((*known == Role::coordinator) == cities.empty()) {
    return refuse(cities.empty() ? "cities-missing" : "cities-not-for-role",
                  {{"role", std::string(role)}});
  }
  for (const std::string& city : cities) {
    if (state.settings.campaign.find_city(city) == nullptr) {
      return refuse("city-unknown", {{"city", city}});
    }
  }
  return std::nullopt;
}

store::UserRow to_row(const User& user) {
  return {.id = user.id,
          .name = user.name,
          .full_name = user.full_name,
          .role = std::string(to_text(user.role)),
          .cities = join_words(user.cities),
          .password_hash = user.password_hash,
          .totp_sealed = user.totp_sealed,
          .totp_step = user.totp_step,
          .active = user.active};
}

bool is_last_admin(const State& state, std::string_view name) {
  const auto is_other = [name](const User& user) {
    return user.role == Role::admin && user.active && user.name != name;
  };
  const User* user = state.access->find_user(name);
  return user != nullptr && user->role == Role::admin && user->active &&
         std::none_of(state.access->users.begin(), state.access->users.end(), is_other);
}

Facts facts_of(const store::UserRow& user) {
  return {{"name", user.name},     {"full_name", user.full_name},
          {"role", user.role},     {"cities", user.cities},
          {"active", user.active}, {"second_factor", !user.totp_sealed.empty()}};
}

std::string describe(const store::UserRow& user) {
  return user.role + (user.cities.empty() ? "" : ": " + user.cities) +
         (user.active ? "" : ", not active");
}

void reload_access(State& state) { state.access = load_access(state.database, state.vault); }

}  // namespace

DeskReport perform(State& state, const SaveUser& command) {
  const User* known = state.access->find_user(command.name);
  if (command.fresh && known != nullptr) return refuse("user-exists", {{"name", command.name}});
  if (!command.fresh && known == nullptr) return refuse("user-unknown", {{"name", command.name}});
  if (!is_name(command.name)) return refuse("name-wrong", {{"name", command.name}});
  if (command.expected_hash && known != nullptr && known->password_hash != *command.expected_hash) {
    return refuse("sign-in-refused");
  }
  store::UserRow row = known == nullptr ? store::UserRow{} : to_row(*known);
  const std::string before = describe(row);
  row.name = command.name;
  row.full_name = trim(command.full_name.value_or(row.full_name));
  row.role = command.role.value_or(row.role);
  if (command.cities) {
    row.cities = join_words(*command.cities);
  } else if (row.role != "coordinator") {
    row.cities.clear();
  }
  row.password_hash = command.password_hash.value_or(row.password_hash);
  row.active = command.active.value_or(row.active);
  constexpr std::size_t longest_name = 200;
  if (code_point_count(row.full_name) > longest_name) return refuse("text-too-long");
  // A city may have gone since; what is not given anew is not asked about.
  const bool asks = command.fresh || command.cities || command.role;
  if (asks) {
    auto wrong = find_wrong(state, row.role, split_words(row.cities));
    if (wrong) return std::move(*wrong);
  }
  if (row.password_hash.empty()) return refuse("password-missing");
  if ((row.role != "admin" || !row.active) && is_last_admin(state, command.name)) {
    return refuse("last-admin", {{"name", command.name}});
  }
  if (command.fresh) {
    CHECK(store::insert_user(state.database, row, command.at));
    state.audit(state.actor.name, "user_added", "user " + row.name, describe(row));
  } else {
    store::change_user(state.database, row, command.at);
    const bool new_password = command.password_hash.has_value();
    // Who had the old password, or the role that was taken away, is signed in no more.
    if (new_password || !row.active) store::delete_sign_ins_of(state.database, row.id);
    state.audit(state.actor.name, "user_changed", "user " + row.name,
                before + " to " + describe(row) + (new_password ? ", new password" : ""));
  }
  reload_access(state);
  DeskReport report;
  report.facts = facts_of(row);
  return report;
}

DeskReport perform(State& state, const SetTotp& command) {
  const User* known = state.access->find_user(command.name);
  if (known == nullptr) return refuse("user-unknown", {{"name", command.name}});
  User changed = *known;
  changed.totp_sealed =
      command.key.empty() ? "" : state.vault.seal(command.key, totp_context(changed.name));
  const store::UserRow row = to_row(changed);
  store::change_user(state.database, row, command.at);
  state.audit(state.actor.name, command.key.empty() ? "second_factor_off" : "second_factor_on",
              "user " + row.name, "");
  reload_access(state);
  DeskReport report;
  report.facts = facts_of(row);
  return report;
}

DeskReport perform(State& state, const BeginSignIn& command) {
  const User* user = state.access->find_user(command.user);
  if (user == nullptr || !user->active || user->password_hash != command.password_hash) {
    return refuse("sign-in-refused");
  }
  if (!user->totp_sealed.empty() &&
      !store::mark_totp_step(state.database, user->id, command.totp_step)) {
    return refuse("sign-in-refused");
  }
  if (!command.old_digest.empty()) store::delete_sign_in(state.database, command.old_digest);
  store::delete_ended_sign_ins(state.database, command.at);
  store::insert_sign_in(state.database, {0, user->id, command.digest, command.at, command.at,
                                         command.ends_at, command.client});
  state.audit("user " + user->name, "signed_in", "user " + user->name, "");
  DeskReport report;
  report.facts = facts_of(to_row(*user));
  reload_access(state);
  return report;
}

DeskReport perform(State& state, const EndSignIn& command) {
  if (store::delete_sign_in(state.database, command.digest)) {
    state.audit(state.actor.name, "signed_out", state.actor.name, "");
    reload_access(state);
  }
  return {};
}

DeskReport perform(State& state, const EndSignIns& command) {
  const User* user = state.access->find_user(command.name);
  if (user == nullptr) return refuse("user-unknown", {{"name", command.name}});
  const int ended = store::delete_sign_ins_of(state.database, user->id);
  state.audit(state.actor.name, "signed_out_everywhere", "user " + command.name,
              std::to_string(ended) + " sign-ins");
  reload_access(state);
  DeskReport report;
  report.facts = {{"name", command.name}, {"ended", std::int64_t{ended}}};
  return report;
}

DeskReport perform(State& state, const AddToken& command) {
  if (!is_name(command.name)) return refuse("name-wrong", {{"name", command.name}});
  if (auto wrong = find_wrong(state, command.role, command.cities)) return std::move(*wrong);
  if (command.expires_at <= command.at) return refuse("expiry-in-the-past");
  const store::TokenRow row{.id = 0,
                            .name = command.name,
                            .role = command.role,
                            .cities = join_words(command.cities),
                            .digest = command.digest,
                            .made_at = command.at,
                            .expires_at = command.expires_at,
                            .used_at = {},
                            .revoked_at = {}};
  if (!store::insert_token(state.database, row)) {
    return refuse("token-exists", {{"name", command.name}});
  }
  state.audit(state.actor.name, "token_added", "token " + row.name,
              row.role + (row.cities.empty() ? "" : ": " + row.cities) + ", until " +
                  format_utc(row.expires_at));
  reload_access(state);
  DeskReport report;
  report.facts = {{"name", row.name},
                  {"role", row.role},
                  {"cities", row.cities},
                  {"expires_at", format_utc(row.expires_at)}};
  return report;
}

DeskReport perform(State& state, const RevokeToken& command) {
  const Token* token = state.access->find_token_named(command.name);
  if (token == nullptr) return refuse("token-unknown", {{"name", command.name}});
  const bool revoked = store::revoke_token(state.database, token->id, command.at);
  if (revoked) state.audit(state.actor.name, "token_revoked", "token " + command.name, "");
  reload_access(state);
  DeskReport report;
  report.facts = {{"name", command.name}, {"revoked", revoked}};
  return report;
}

DeskReport perform(State& state, const NoteFailedSignIn& command) {
  const User* user = state.access->find_user(command.name);
  // A name that nobody has may be a password in the wrong field: it is not kept.
  state.audit("client " + command.client, "sign_in_failed",
              user == nullptr ? "user unknown" : "user " + user->name, "");
  return {};
}

DeskReport perform(State& state, const NoteUses& command) {
  for (const auto& [token, at] : command.tokens) store::mark_token_used(state.database, token, at);
  for (const auto& [id, at] : command.sign_ins) store::mark_sign_in_seen(state.database, id, at);
  store::delete_ended_sign_ins(state.database, command.now);
  reload_access(state);
  return {};
}

}  // namespace keste::engine
