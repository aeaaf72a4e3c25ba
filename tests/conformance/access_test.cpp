// Users, tokens and sign-ins in the store.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/access.hpp"

namespace keste::store {
namespace {

UserRow user_of(const std::string& name) {
  UserRow user;
  user.name = name;
  user.full_name = "Әсел";
  user.role = "coordinator";
  user.cities = "almaty oral";
  user.password_hash = "hash";
  user.totp_sealed = std::string("\0seal\xFF", 6);
  return user;
}

TokenRow token_of(const std::string& name, int secret) {
  TokenRow token;
  token.name = name;
  token.role = "monitor";
  token.digest = bytes_of(secret, 32);
  token.made_at = at(1);
  token.expires_at = at(100);
  return token;
}

TEST_CASE("a user is kept as given, and changed but for the name", "[access]") {
  Store store;
  CHECK(insert_user(store.database, user_of("bb"), at(1)) == true);
  CHECK(insert_user(store.database, user_of("aa"), at(1)) == true);
  CHECK_FALSE(insert_user(store.database, user_of("aa"), at(2)));
  auto users = list_users(store.database);
  REQUIRE(users.size() == 2);
  CHECK(users[0].name == "aa");
  CHECK(users[0].full_name == "Әсел");
  CHECK(users[0].cities == "almaty oral");
  CHECK(users[0].totp_sealed == std::string("\0seal\xFF", 6));
  CHECK(users[0].active);
  users[0].role = "admin";
  users[0].cities.clear();
  users[0].totp_sealed.clear();
  users[0].active = false;
  change_user(store.database, users[0], at(3));
  const UserRow changed = list_users(store.database)[0];
  CHECK(changed.role == "admin");
  CHECK(changed.totp_sealed.empty());
  CHECK_FALSE(changed.active);
}

TEST_CASE("the schema knows the roles, and who has cities", "[access]") {
  Store store;
  UserRow user = user_of("aa");
  user.role = "king";
  CHECK_THROWS_AS(insert_user(store.database, user, at(1)), Fault);
  user.role = "admin";
  CHECK_THROWS_AS(insert_user(store.database, user, at(1)), Fault);
  user.cities.clear();
  CHECK(insert_user(store.database, user, at(1)));
}

TEST_CASE("a step of the second factor signs in once", "[access]") {
  Store store;
  insert_user(store.database, user_of("a1"), at(1));
  const std::int64_t id = list_users(store.database)[0].id;
  CHECK(mark_totp_step(store.database, id, 50));
  CHECK_FALSE(mark_totp_step(store.database, id, 50));
  CHECK_FALSE(mark_totp_step(store.database, id, 49));
  CHECK(mark_totp_step(store.database, id, 51));
}

TEST_CASE("a token is revoked once, and its latest use is kept", "[access]") {
  Store store;
  CHECK(insert_token(store.database, token_of("cron", 1)));
  CHECK_FALSE(insert_token(store.database, token_of("cron", 2)));
  TokenRow token = list_tokens(store.database).at(0);
  CHECK(token.digest == bytes_of(1, 32));
  CHECK(token.expires_at == at(100));
  CHECK_FALSE(token.used_at);
  mark_token_used(store.database, token.id, at(20));
  mark_token_used(store.database, token.id, at(10));
  CHECK(revoke_token(store.database, token.id, at(30)));
  CHECK_FALSE(revoke_token(store.database, token.id, at(31)));
  token = list_tokens(store.database).at(0);
  CHECK(token.used_at == at(20));
  CHECK(token.revoked_at == at(30));
}

TEST_CASE("sign-ins end by their secret, by their user, and by their time", "[access]") {
  Store store;
  for (int i = 1; i <= 5; ++i) {
    insert_sign_in(store.database,
                   {0, i <= 3 ? 7 : 8, bytes_of(i, 32), at(1), at(1), at(10 * i), "192.0.2.1"});
  }
  mark_sign_in_seen(store.database, list_sign_ins(store.database)[0].id, at(4));
  CHECK(list_sign_ins(store.database)[0].seen_at == at(4));
  delete_ended_sign_ins(store.database, at(10));
  CHECK(list_sign_ins(store.database).size() == 4);
  CHECK(delete_sign_in(store.database, bytes_of(2, 32)));
  CHECK_FALSE(delete_sign_in(store.database, bytes_of(2, 32)));
  CHECK(delete_sign_ins_of(store.database, 8) == 2);
  const auto left = list_sign_ins(store.database);
  REQUIRE(left.size() == 1);
  CHECK(left[0].user == 7);
  CHECK(left[0].client == "192.0.2.1");
}

}  // namespace
}  // namespace keste::store
