// Users, tokens and sign-ins: looking them up.
#include "engine/access.hpp"

#include <array>
#include <utility>

namespace keste::engine {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 5> roles{
    {{Role::admin, "admin"},
     {Role::coordinator, "coordinator"},
     {Role::auditor, "auditor"},
     {Role::issuer, "issuer"},
     {Role::monitor, "monitor"}}};

template <class Entry>
const Entry* find_named(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [name](const Entry& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_text(Role role) {
  for (const auto& [known, text] : roles) {
    if (known == role) return text;
  }
  return {};
}

std::optional<Role> parse_role(std::string_view text) {
  for (const auto& [role, known] : roles) {
    if (known == text) return role;
  }
  return std::nullopt;
}

const User* Access::find_user(std::string_view name) const { return find_named(users, name); }

const User* Access::find_user(std::int64_t id) const {
  const auto found =
      std::find_if(users.begin(), users.end(), [id](const User& user) { return user.id == id; });
  return found == users.end() ? nullptr : &*found;
}

const Token* Access::find_token(std::string_view digest) const {
  const auto found = token_places.find(std::string(digest));
  return found == token_places.end() ? nullptr : &tokens[found->second];
}

const Token* Access::find_token_named(std::string_view name) const {
  return find_named(tokens, name);
}

const SignIn* Access::find_sign_in(std::string_view digest) const {
  const auto found = sign_ins.find(std::string(digest));
  return found == sign_ins.end() ? nullptr : &found->second;
}

}  // namespace keste::engine
