// Access: who may come in, and what they may see; published with each snapshot.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace keste::engine {

/// `auditor` reads everything and changes nothing; `issuer` gives out promo codes; `monitor` sees
/// status and metrics; `coordinator` runs their own cities.
enum class Role { admin, coordinator, auditor, issuer, monitor };
std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);

/// In whose name a command is carried out. `name` stands in the audit log.
struct Actor {
  std::string name = "desk";
  bool everywhere = true;
  std::vector<std::string> cities{};  ///< Of a coordinator; others see every city.

  bool may_see(std::string_view city) const {
    return everywhere || std::find(cities.begin(), cities.end(), city) != cities.end();
  }
};

struct User {
  std::int64_t id = 0;
  std::string name;
  std::string full_name;
  Role role = Role::monitor;
  std::vector<std::string> cities{};
  std::string password_hash;  ///< argon2id, as libsodium writes it.
  std::string totp_sealed;    ///< As the store has it; empty without a second factor.
  std::string totp_key;       ///< 20 bytes; empty too when what is sealed does not open.
  std::int64_t totp_step = 0;
  bool active = true;
};

struct Token {
  std::int64_t id = 0;
  std::string name;
  Role role = Role::monitor;
  std::vector<std::string> cities{};
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> used_at{};  ///< To within a few minutes.
  std::optional<Instant> revoked_at{};
};

struct SignIn {
  std::int64_t id = 0;
  std::int64_t user = 0;
  Instant made_at;
  Instant seen_at;  ///< To within a few minutes.
  Instant ends_at;
  std::string client;
};

/// Immutable once published. Instants are the machine's, not the campaign's.
struct Access {
  std::vector<User> users;                          ///< By name.
  std::vector<Token> tokens;                        ///< By name.
  std::map<std::string, SignIn> sign_ins;           ///< By the digest of their secret.
  std::map<std::string, std::size_t> token_places;  ///< By the digest of the token.

  const User* find_user(std::string_view name) const;
  const User* find_user(std::int64_t id) const;
  const Token* find_token(std::string_view digest) const;
  const Token* find_token_named(std::string_view name) const;
  const SignIn* find_sign_in(std::string_view digest) const;
};

/// Makes a user, or changes one; what is not given stays.
struct SaveUser {
  bool fresh = false;
  std::string name;  ///< 2 to 64 of a-z 0-9 . - _, beginning with a letter.
  std::optional<std::string> full_name;
  std::optional<std::string> role;
  std::optional<std::vector<std::string>> cities;
  std::optional<std::string> password_hash;
  /// The hash of the old password that was shown: another one since then refuses.
  std::optional<std::string> expected_hash{};
  std::optional<bool> active;
  Instant at;
};
/// Switches the second factor on with a new key, or off.
struct SetTotp {
  std::string name;
  std::string key;  ///< 20 bytes; empty: off.
  Instant at;
};
struct BeginSignIn {
  std::int64_t user = 0;
  std::string password_hash;  ///< That was checked: another one since then refuses.
  std::string digest;
  std::string old_digest;       ///< Of the sign-in that this one follows; may be empty.
  std::int64_t totp_step = -1;  ///< Of the code that was given; -1 without one.
  std::string client;
  Instant at;
  Instant ends_at;
};
struct EndSignIn {
  std::string digest;
};
/// Signs a user out everywhere.
struct EndSignIns {
  std::string name;
};
struct AddToken {
  std::string name;
  std::string role;
  std::vector<std::string> cities;
  std::string digest;
  Instant at;
  Instant expires_at;
};
struct RevokeToken {
  std::string name;
  Instant at;
};
/// A sign-in that failed, for the audit log.
struct NoteFailedSignIn {
  std::string name;
  std::string client;
};
/// When tokens and sign-ins were last used.
struct NoteUses {
  std::map<std::int64_t, Instant> tokens;
  std::map<std::int64_t, Instant> sign_ins;
  Instant now;
};

}  // namespace keste::engine
