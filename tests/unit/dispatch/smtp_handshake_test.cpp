// The opening of a connection, decision by decision, without a connection.
#include "dispatch/smtp_handshake.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace keste::dispatch;
using Kind = Handshake::Move::Kind;

namespace {

LinkFacts link(bool is_secure = false, bool is_loopback = false) {
  LinkFacts facts;
  facts.own_name = "keste.example.kz";
  facts.is_secure = is_secure;
  facts.is_loopback = is_loopback;
  return facts;
}

SmtpSettings settings(TlsMode tls, const std::string& user = "") {
  SmtpSettings made;
  made.host = "mail.example.kz";
  made.tls = tls;
  made.user = user;
  made.password = "secret";
  return made;
}

/// Plays replies and writes down the moves: commands without CRLF, "TLS", "ready", "fail: …".
std::vector<std::string> play(const SmtpSettings& with, LinkFacts over,
                              const std::vector<Reply>& replies) {
  Handshake handshake(with, std::move(over));
  std::vector<std::string> moves;
  const auto note = [&](const Handshake::Move& move) {
    if (move.kind == Kind::ready) moves.push_back("ready");
    if (move.kind == Kind::fail) moves.push_back("fail: " + move.text);
    if (move.kind == Kind::write) moves.push_back(move.text.substr(0, move.text.size() - 2));
  };
  for (const Reply& reply : replies) {
    const Handshake::Move move = handshake.on_reply(reply);
    note(move);
    if (move.kind != Kind::secure) continue;
    moves.push_back("TLS");
    note(handshake.on_secured());
  }
  return moves;
}

using Moves = std::vector<std::string>;
const Reply greeting{220, "mail.example.kz ESMTP"};

}  // namespace

TEST_CASE("EHLO's offers are read without regard to case", "[dispatch][smtp_handshake]") {
  const ServerOffers offers = read_offers(Reply{
      250, "mx\npipelining\nSIZE 1000\n8BITMIME\nSmtpUtf8\nSTARTTLS\nAUTH CRAM-MD5 plain LOGIN"});
  CHECK(offers.pipelining);
  CHECK(offers.size);
  CHECK(offers.size_limit == 1000);
  CHECK(offers.eight_bit_mime);
  CHECK(offers.smtputf8);
  CHECK(offers.starttls);
  CHECK(offers.auth_plain);
  CHECK(offers.auth_login);
}

TEST_CASE("the server's name is no offer, nor is a longer word", "[dispatch][smtp_handshake]") {
  const ServerOffers offers =
      read_offers(Reply{250, "PIPELINING\nSTARTTLSX\nSIZE\nAUTH XPLAIN\n\nAUTH=LOGIN"});
  CHECK(!offers.pipelining);
  CHECK(!offers.starttls);
  CHECK(offers.size);
  CHECK(offers.size_limit == 0);
  CHECK(!offers.auth_plain);
  CHECK(offers.auth_login);
  CHECK(read_offers(Reply{250, "mx\nSIZE 99999999999999999999999"}).size_limit == 0);
}

TEST_CASE("EHLO opens, and HELO where EHLO is unknown", "[dispatch][smtp_handshake]") {
  const SmtpSettings plain = settings(TlsMode::none);
  CHECK(play(plain, link(), {greeting, {250, "mx"}}) == Moves{"EHLO keste.example.kz", "ready"});
  CHECK(play(plain, link(), {greeting, {502, "no"}, {250, "mx"}}) ==
        Moves{"EHLO keste.example.kz", "HELO keste.example.kz", "ready"});
  CHECK(play(plain, link(), {greeting, {502, "no"}, {550, "no"}}).back() == "fail: HELO: 550 no");
  CHECK(play(plain, link(), {greeting, {451, "busy"}}).back() == "fail: EHLO: 451 busy");
  CHECK(play(plain, link(), {{554, "go away"}}) == Moves{"fail: greeting: 554 go away"});
  CHECK(play(plain, link(), {{421, "full"}}) == Moves{"fail: greeting: 421 full"});
  CHECK(play(plain, link(), {{250, "odd"}}) == Moves{"fail: greeting: 250 odd"});
}

TEST_CASE("STARTTLS is used as the settings say", "[dispatch][smtp_handshake]") {
  const Reply offered{250, "mx\nSTARTTLS"};
  const Reply bare{250, "mx"};
  const Reply go{220, "go"};
  const Moves secured{"EHLO keste.example.kz", "STARTTLS", "TLS", "EHLO keste.example.kz", "ready"};
  for (const TlsMode mode : {TlsMode::opportunistic, TlsMode::required}) {
    CHECK(play(settings(mode), link(), {greeting, offered, go, bare}) == secured);
    // A server that offers it again inside TLS is not believed.
    CHECK(play(settings(mode), link(), {greeting, offered, go, offered}) == secured);
  }
  CHECK(play(settings(TlsMode::none), link(), {greeting, offered}).back() == "ready");
  CHECK(play(settings(TlsMode::opportunistic), link(), {greeting, bare}).back() == "ready");
  CHECK(play(settings(TlsMode::opportunistic), link(), {greeting, offered, {454, "no"}}).back() ==
        "ready");
  CHECK(play(settings(TlsMode::required), link(), {greeting, bare}).back() ==
        "fail: TLS is required, but the server offers no STARTTLS");
  CHECK(play(settings(TlsMode::required), link(), {greeting, offered, {454, "no"}}).back() ==
        "fail: STARTTLS: 454 no");
  CHECK(play(settings(TlsMode::required), link(), {greeting, {500, "?"}, bare}).back() ==
        "fail: TLS is required, but the server offers no STARTTLS");
  CHECK(play(settings(TlsMode::required), link(true), {greeting, offered}).back() == "ready");
}

TEST_CASE("offers made before TLS are forgotten", "[dispatch][smtp_handshake]") {
  const SmtpSettings with = settings(TlsMode::required);
  Handshake handshake(with, link());
  handshake.on_reply(greeting);
  handshake.on_reply(Reply{250, "mx\nSTARTTLS\nPIPELINING\nAUTH PLAIN"});
  handshake.on_reply(Reply{220, "go"});
  handshake.on_secured();
  handshake.on_reply(Reply{250, "mx"});
  CHECK(!handshake.offers().pipelining);
  CHECK(!handshake.offers().auth_plain);
}

TEST_CASE("AUTH takes PLAIN before LOGIN and needs TLS or loopback", "[dispatch][smtp_handshake]") {
  const SmtpSettings with = settings(TlsMode::opportunistic, "keste");
  const Reply both{250, "mx\nAUTH LOGIN PLAIN"};
  const Reply login{250, "mx\nAUTH LOGIN"};
  const Reply done{235, "welcome"};
  CHECK(play(with, link(true), {greeting, both, done}) ==
        Moves{"EHLO keste.example.kz", "AUTH PLAIN AGtlc3RlAHNlY3JldA==", "ready"});
  CHECK(play(with, link(false, true), {greeting, login, {334, "VXNlcg"}, {334, "UGFzcw"}, done}) ==
        Moves{"EHLO keste.example.kz", "AUTH LOGIN", "a2VzdGU=", "c2VjcmV0", "ready"});
  CHECK(play(with, link(), {greeting, both}).back() ==
        "fail: AUTH: no password is sent to another host without TLS");
  CHECK(play(with, link(true), {greeting, {250, "mx\nAUTH GSSAPI"}}).back() ==
        "fail: AUTH: the server offers neither PLAIN nor LOGIN");
  CHECK(play(with, link(true), {greeting, both, {535, "5.7.8 wrong"}}).back() ==
        "fail: AUTH: 535 5.7.8 wrong");
  CHECK(play(with, link(true), {greeting, login, {235, "early"}}).back() ==
        "fail: AUTH: 235 early");
  CHECK(play(with, link(true), {greeting, login, {334, ""}, {535, "no"}}).back() ==
        "fail: AUTH: 535 no");
  CHECK(play(with, link(true), {greeting, both, {334, "?"}}).back() == "fail: AUTH: 334 ?");
}
