// The opening of an SMTP connection as a state machine without I/O: greeting, EHLO, TLS, AUTH.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dispatch/smtp_reply.hpp"
#include "dispatch/smtp_settings.hpp"

namespace keste::dispatch {

/// What the server said in answer to EHLO.
struct ServerOffers {
  bool pipelining = false;
  bool starttls = false;
  bool smtputf8 = false;
  bool eight_bit_mime = false;
  bool size = false;
  std::uint64_t size_limit = 0;  ///< 0: none stated.
  bool auth_plain = false;
  bool auth_login = false;
};

ServerOffers read_offers(const Reply& ehlo);

/// What is known about a connection before the server speaks.
struct LinkFacts {
  std::string own_name;      ///< For EHLO.
  bool is_secure = false;    ///< TLS is up already.
  bool is_loopback = false;  ///< The peer is this machine: AUTH may go in the clear.
};

/// greeting → EHLO (else HELO) → STARTTLS → EHLO → AUTH PLAIN or LOGIN → ready
class Handshake {
 public:
  struct Move {
    enum class Kind { write, secure, ready, fail };
    Kind kind;
    std::string text;  ///< write: the command, with CRLF. fail: why.
  };

  Handshake(const SmtpSettings& settings, LinkFacts link);

  Move on_reply(const Reply& reply);
  /// TLS is up: what was said before it counts no more (RFC 3207, 4.2).
  Move on_secured();
  const ServerOffers& offers() const { return offers_; }
  /// What is being waited for, as a word for people: "greeting", "EHLO", …
  std::string_view step_name() const;
  bool is_greeting() const { return step_ == Step::greeting; }

 private:
  enum class Step {
    greeting,
    ehlo,
    helo,
    starttls,
    auth_plain,
    auth_user,
    auth_password,
    auth_end
  };

  Move on_ehlo(const Reply& reply);
  Move on_auth(const Reply& reply);
  Move say(Step step, std::string command);
  Move refuse(const Reply& reply) const;
  Move after_offers();
  Move authenticate();

  const SmtpSettings& settings_;
  LinkFacts link_;
  Step step_ = Step::greeting;
  ServerOffers offers_;
};

}  // namespace keste::dispatch
