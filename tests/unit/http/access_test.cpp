// Passwords, second factors, rights, and the gate.
#include "fake_engine.hpp"
#include "http/gate.hpp"
#include "http/password.hpp"
#include "http/totp.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

using engine::Role;

std::string as(std::string_view who) {
  return "Authorization: Bearer " + std::string(who) + "\r\n";
}

}  // namespace

TEST_CASE("TOTP gives the codes of RFC 6238", "[http][access]") {
  const std::string key = "12345678901234567890";
  // The last six digits of its appendix B.
  CHECK(make_totp(key, 59 / 30) == "287082");
  CHECK(make_totp(key, 1111111109 / 30) == "081804");
  CHECK(make_totp(key, 2000000000 / 30) == "279037");
  CHECK(to_base32(key) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const Instant now = from_micros(1111111109LL * 1'000'000);
  const std::int64_t step = 1111111109 / 30;
  CHECK(find_totp_step(key, "081 804", now) == step);
  CHECK(find_totp_step(key, make_totp(key, step - 1), now) == step - 1);
  CHECK(find_totp_step(key, make_totp(key, step + 1), now) == step + 1);
  CHECK_FALSE(find_totp_step(key, make_totp(key, step - 2), now));
  CHECK_FALSE(find_totp_step(key, "", now));
  CHECK_FALSE(find_totp_step(key, "0818040", now));
}

TEST_CASE("a password is long, of several characters, and not the name", "[http][access]") {
  CHECK(find_password_wrong("correct horse", "aigul") == "");
  CHECK(find_password_wrong("құпиясөз 12", "aigul") == "password_short");
  CHECK(find_password_wrong("құпиясөз 123", "aigul") == "");
  CHECK(find_password_wrong(std::string(257, 'x'), "aigul") == "password_long");
  CHECK(find_password_wrong("my AiGul 2023!", "aigul") == "password_like_name");
  CHECK(find_password_wrong("abababababababab", "aigul") == "password_plain");
}

TEST_CASE("a hash fits its password only", "[http][access]") {
  const std::string hash = hash_password("correct horse");
  CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,"));
  CHECK(fits_hash("correct horse", hash));
  CHECK_FALSE(fits_hash("correct horsf", hash));
  CHECK_FALSE(fits_hash("the time tells nobody anything", ""));
}

TEST_CASE("each role has its rights", "[http][access]") {
  struct Case {
    Role role;
    std::vector<Right> rights;
  };
  const std::vector<Right> all{Right::signed_in,   Right::watch,   Right::figures,
                               Right::read,        Right::codes,   Right::run,
                               Right::code_report, Right::oversee, Right::manage};
  const std::vector<Case> cases{
      {Role::admin, all},
      {Role::coordinator, {Right::signed_in, Right::watch, Right::read, Right::run}},
      {Role::auditor,
       {Right::signed_in, Right::watch, Right::figures, Right::read, Right::code_report,
        Right::oversee}},
      {Role::issuer, {Right::signed_in, Right::codes, Right::code_report}},
      {Role::monitor, {Right::signed_in, Right::watch, Right::figures}}};
  for (const Case& each : cases) {
    for (const Right right : all) {
      INFO(engine::to_text(each.role) << " " << to_text(right));
      Asker asker;
      asker.role = each.role;
      CHECK_FALSE(may(asker, right));
      CHECK(may(asker, Right::everybody));
      asker.kind = Asker::Kind::token;
      const bool expected =
          std::find(each.rights.begin(), each.rights.end(), right) != each.rights.end();
      CHECK(may(asker, right) == expected);
    }
  }
}

TEST_CASE("a coordinator's other cities look as if there were none", "[http][access]") {
  World world;
  const std::string mine = as("coordinator");
  CHECK(world.ask(get("/api/v1/cities/astana/status", mine)).status == 200);
  CHECK(world.ask(get("/api/v1/cities/oral/status", mine)).status == 404);
  CHECK(world.ask(get("/api/v1/cities/oral/status", mine)).body ==
        world.ask(get("/api/v1/cities/nowhere/status", mine))
            .body.replace(0, 0, "")
            .replace(world.ask(get("/api/v1/cities/nowhere/status", mine)).body.find("nowhere"), 7,
                     "oral"));
  const std::string own = world.ask(get("/api/v1/status", mine)).body;
  CHECK(own.find("\"astana\"") != std::string::npos);
  CHECK(own.find("\"oral\"") == std::string::npos);
  // The whole page was not put in the place of the part, nor the other way round.
  CHECK(world.ask(get("/api/v1/status", as("auditor"))).body.find("\"oral\"") != std::string::npos);
  CHECK(world.ask(get("/api/v1/status", mine)).body == own);
  CHECK(world.ask(post("/api/v1/cities/oral/window", "{}", mine)).status == 404);
}

TEST_CASE("a command goes in the name of who asks", "[http][access]") {
  World world;
  const std::string body = R"({"closes_at":"2023-09-25T00:00","reason":"fire"})";
  CHECK(world.ask(post("/api/v1/cities/astana/window", body, as("coordinator"))).status == 200);
  REQUIRE(world.actors.size() == 1);
  CHECK(world.actors[0].name == "token coordinator");
  CHECK_FALSE(world.actors[0].everywhere);
  CHECK(world.actors[0].cities == std::vector<std::string>{"astana"});
  CHECK(world.ask_at_desk(post("/api/v1/cities/astana/window", body)).status == 200);
  CHECK(world.actors[1].name == "desk");
  CHECK(world.actors[1].everywhere);
}

TEST_CASE("what is no bearer token opens nothing", "[http][access]") {
  World world;
  for (const char* field :
       {"Authorization: Bearer\r\n", "Authorization: Bearer  \r\n",
        "Authorization: Basic auditor\r\n", "Authorization: Bearer Auditor\r\n",
        "Authorization: auditor\r\n", "Cookie: keste=auditor\r\n", "Cookie: keste\r\n"}) {
    INFO(field);
    const Answer answer = world.ask(get("/api/v1/status", field));
    CHECK(answer.status == 401);
    CHECK(answer.fields.at("www-authenticate") == "Bearer");
  }
  CHECK(world.ask(get("/api/v1/status", "Authorization: bearer auditor\r\n")).status == 200);
}

TEST_CASE("a cached page is not given to somebody without the right", "[http][access]") {
  World world;
  Client client = world.connect();
  CHECK(client.ask(get("/api/v1/status", as("monitor"))).status == 200);
  CHECK(client.ask(get("/api/v1/status", as("monitor"))).status == 200);
  CHECK(client.ask(get("/api/v1/status", as("issuer"))).status == 403);
  CHECK(client.ask(get("/api/v1/status", as("nobody"))).status == 401);
  CHECK(client.ask("GET /api/v1/status HTTP/1.1\r\nHost: k\r\n\r\n").status == 401);
}

}  // namespace keste::http
