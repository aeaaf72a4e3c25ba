// From rows to users, tokens and sign-ins, and back.
#include "store/access.hpp"

namespace keste::store {
namespace {

std::optional<Instant> find_instant(const Rows& rows, int column) {
  if (rows.is_null(column) || rows.integer(column) == 0) return std::nullopt;
  return from_micros(rows.integer(column));
}

}  // namespace

std::vector<UserRow> list_users(Database& database) {
  std::vector<UserRow> users;
  Rows rows = database.query("user_list");
  while (rows.next()) {
    UserRow user;
    user.id = rows.integer(0);
    user.name = rows.text(1);
    user.full_name = rows.text(2);
    user.role = rows.text(3);
    user.cities = rows.text(4);
    user.password_hash = rows.text(5);
    user.totp_sealed = rows.text(6);
    user.totp_step = rows.integer(7);
    user.active = rows.integer(8) == 1;
    users.push_back(std::move(user));
  }
  return users;
}

bool insert_user(Database& database, const UserRow& user, Instant at) {
  return database.run("user_insert",
                      {user.name, user.full_name, user.role, user.cities, user.password_hash,
                       Value::blob(user.totp_sealed), to_micros(at)}) == 1;
}

void change_user(Database& database, const UserRow& user, Instant at) {
  database.run("user_change", {user.id, user.full_name, user.role, user.cities, user.password_hash,
                               Value::blob(user.totp_sealed), user.active ? 1 : 0, to_micros(at)});
}

bool mark_totp_step(Database& database, std::int64_t user, std::int64_t step) {
  return database.run("user_mark_totp_step", {user, step}) == 1;
}

std::vector<TokenRow> list_tokens(Database& database) {
  std::vector<TokenRow> tokens;
  Rows rows = database.query("token_list");
  while (rows.next()) {
    TokenRow token;
    token.id = rows.integer(0);
    token.name = rows.text(1);
    token.role = rows.text(2);
    token.cities = rows.text(3);
    token.digest = rows.text(4);
    token.made_at = from_micros(rows.integer(5));
    token.expires_at = from_micros(rows.integer(6));
    token.used_at = find_instant(rows, 7);
    token.revoked_at = find_instant(rows, 8);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

bool insert_token(Database& database, const TokenRow& token) {
  return database.run("token_insert",
                      {token.name, token.role, token.cities, Value::blob(token.digest),
                       to_micros(token.made_at), to_micros(token.expires_at)}) == 1;
}

bool revoke_token(Database& database, std::int64_t token, Instant at) {
  return database.run("token_revoke", {token, to_micros(at)}) == 1;
}

void mark_token_used(Database& database, std::int64_t token, Instant at) {
  database.run("token_mark_used", {token, to_micros(at)});
}

std::vector<SignInRow> list_sign_ins(Database& database) {
  std::vector<SignInRow> sign_ins;
  Rows rows = database.query("sign_in_list");
  while (rows.next()) {
    SignInRow sign_in;
    sign_in.id = rows.integer(0);
    sign_in.user = rows.integer(1);
    sign_in.digest = rows.text(2);
    sign_in.made_at = from_micros(rows.integer(3));
    sign_in.seen_at = from_micros(rows.integer(4));
    sign_in.ends_at = from_micros(rows.integer(5));
    sign_in.client = rows.text(6);
    sign_ins.push_back(std::move(sign_in));
  }
  return sign_ins;
}

void insert_sign_in(Database& database, const SignInRow& sign_in) {
  database.run("sign_in_insert",
               {sign_in.user, Value::blob(sign_in.digest), to_micros(sign_in.made_at),
                to_micros(sign_in.ends_at), sign_in.client});
}

void mark_sign_in_seen(Database& database, std::int64_t sign_in, Instant at) {
  database.run("sign_in_mark_seen", {sign_in, to_micros(at)});
}

bool delete_sign_in(Database& database, std::string_view digest) {
  return database.run("sign_in_delete", {Value::blob(digest)}) == 1;
}

int delete_sign_ins_of(Database& database, std::int64_t user) {
  return database.run("sign_in_delete_of_user", {user});
}

void delete_ended_sign_ins(Database& database, Instant now) {
  database.run("sign_in_delete_ended", {to_micros(now)});
}

}  // namespace keste::store
