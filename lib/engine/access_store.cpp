// Reading of who may come in.
#include "engine/access_store.hpp"

#include "base/check.hpp"
#include "store/access.hpp"

namespace keste::engine {
namespace {

/// The schema knows the same roles.
Role role_of(std::string_view text) {
  const auto role = parse_role(text);
  CHECK(role.has_value());
  return *role;
}

User to_user(store::UserRow row, const store::Vault& vault) {
  User user{.id = row.id,
            .name = std::move(row.name),
            .full_name = std::move(row.full_name),
            .role = role_of(row.role),
            .cities = split_words(row.cities),
            .password_hash = std::move(row.password_hash),
            .totp_sealed = std::move(row.totp_sealed),
            .totp_key = {},
            .totp_step = row.totp_step,
            .active = row.active};
  if (!user.totp_sealed.empty()) {
    // One that does not open was sealed elsewhere: then no code fits.
    user.totp_key = vault.open(user.totp_sealed, totp_context(user.name)).value_or("");
  }
  return user;
}

}  // namespace

std::shared_ptr<const Access> load_access(store::Database& database, const store::Vault& vault) {
  auto access = std::make_shared<Access>();
  for (store::UserRow& row : store::list_users(database)) {
    access->users.push_back(to_user(std::move(row), vault));
  }
  for (store::TokenRow& row : store::list_tokens(database)) {
    access->token_places.emplace(std::move(row.digest), access->tokens.size());
    access->tokens.push_back({row.id, std::move(row.name), role_of(row.role),
                              split_words(row.cities), row.made_at, row.expires_at, row.used_at,
                              row.revoked_at});
  }
  for (store::SignInRow& row : store::list_sign_ins(database)) {
    access->sign_ins.emplace(
        std::move(row.digest),
        SignIn{row.id, row.user, row.made_at, row.seen_at, row.ends_at, std::move(row.client)});
  }
  return access;
}

std::string totp_context(std::string_view name) { return "user/" + std::string(name) + "/totp"; }

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    if (blank != 0) words.emplace_back(text.substr(0, blank));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return words;
}

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace keste::engine
