// Rows of users, tokens and sign-ins: who may come in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/database.hpp"

namespace keste::store {

/// What the engine makes of these is engine::Access. All instants are the machine's.
struct UserRow {
  std::int64_t id = 0;
  std::string name;
  std::string full_name;
  std::string role;
  std::string cities;  ///< Codes, parted by blanks.
  std::string password_hash;
  std::string totp_sealed;
  std::int64_t totp_step = 0;
  bool active = true;
};
struct TokenRow {
  std::int64_t id = 0;
  std::string name;
  std::string role;
  std::string cities;
  std::string digest;  ///< 32 bytes
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> used_at;
  std::optional<Instant> revoked_at;
};
struct SignInRow {
  std::int64_t id = 0;
  std::int64_t user = 0;
  std::string digest;  ///< 32 bytes
  Instant made_at;
  Instant seen_at;
  Instant ends_at;
  std::string client;
};

std::vector<UserRow> list_users(Database& database);
/// False when there is one of that name.
bool insert_user(Database& database, const UserRow& user, Instant at);
/// Everything but its name and the step of its second factor.
void change_user(Database& database, const UserRow& user, Instant at);
/// False when that step, or a later one, was used before.
bool mark_totp_step(Database& database, std::int64_t user, std::int64_t step);

std::vector<TokenRow> list_tokens(Database& database);
/// False when there is one of that name.
bool insert_token(Database& database, const TokenRow& token);
/// False when it was revoked before.
bool revoke_token(Database& database, std::int64_t token, Instant at);
void mark_token_used(Database& database, std::int64_t token, Instant at);

std::vector<SignInRow> list_sign_ins(Database& database);
void insert_sign_in(Database& database, const SignInRow& sign_in);
void mark_sign_in_seen(Database& database, std::int64_t sign_in, Instant at);
bool delete_sign_in(Database& database, std::string_view digest);
int delete_sign_ins_of(Database& database, std::int64_t user);
void delete_ended_sign_ins(Database& database, Instant now);

}  // namespace keste::store
