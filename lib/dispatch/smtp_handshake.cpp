// Decisions of the opening: what to say next, and when to give the connection up.
#include "dispatch/smtp_handshake.hpp"

#include <openssl/evp.h>

#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

using Kind = Handshake::Move::Kind;

std::string encode_base64(const std::string& text) {
  std::string out((text.size() + 2) / 3 * 4 + 1, '\0');
  const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::string_view take_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return text = {};
  text.remove_prefix(begin);
  const std::size_t end = text.find_first_of(" \t=");
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
}

void read_auth(std::string_view mechanisms, ServerOffers& offers) {
  while (true) {
    const std::string_view word = take_word(mechanisms);
    if (word.empty()) return;
    const std::string name = to_lower_ascii(word);
    if (name == "plain") offers.auth_plain = true;
    if (name == "login") offers.auth_login = true;
  }
}

void read_offer(std::string_view line, ServerOffers& offers) {
  const std::string keyword = to_lower_ascii(take_word(line));
  if (keyword == "pipelining") offers.pipelining = true;
  if (keyword == "starttls") offers.starttls = true;
  if (keyword == "smtputf8") offers.smtputf8 = true;
  if (keyword == "8bitmime") offers.eight_bit_mime = true;
  if (keyword == "auth") read_auth(line, offers);
  if (keyword == "size") {
    offers.size = true;
    const std::string_view limit = take_word(line);
    std::from_chars(limit.data(), limit.data() + limit.size(), offers.size_limit);
  }
}

}  // namespace

ServerOffers read_offers(const Reply& ehlo) {
  ServerOffers offers;
  std::string_view text = ehlo.text;
  // The first line is the server's name, which may be any word.
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    text.remove_prefix(end + 1);
    read_offer(text.substr(0, text.find('\n')), offers);
  }
  return offers;
}

Handshake::Handshake(const SmtpSettings& settings, LinkFacts link)
    : settings_(settings), link_(std::move(link)) {}

std::string_view Handshake::step_name() const {
  switch (step_) {
    case Step::greeting:
      return "greeting";
    case Step::ehlo:
      return "EHLO";
    case Step::helo:
      return "HELO";
    case Step::starttls:
      return "STARTTLS";
    default:
      return "AUTH";
  }
}

Handshake::Move Handshake::say(Step step, std::string command) {
  step_ = step;
  command.append("\r\n");
  return Move{Kind::write, std::move(command)};
}

Handshake::Move Handshake::refuse(const Reply& reply) const {
  return Move{Kind::fail, printable(std::string(step_name()) + ": " + describe(reply))};
}

Handshake::Move Handshake::on_reply(const Reply& reply) {
  if (reply.is_closing()) return refuse(reply);
  switch (step_) {
    case Step::greeting:
      return reply.code == 220 ? say(Step::ehlo, "EHLO " + link_.own_name) : refuse(reply);
    case Step::ehlo:
      return on_ehlo(reply);
    case Step::helo:
      return reply.is_positive() ? after_offers() : refuse(reply);
    case Step::starttls:
      if (reply.code == 220) return Move{Kind::secure, {}};
      return settings_.tls == TlsMode::required ? refuse(reply) : authenticate();
    default:
      return on_auth(reply);
  }
}

Handshake::Move Handshake::on_secured() {
  link_.is_secure = true;
  offers_ = ServerOffers();
  return say(Step::ehlo, "EHLO " + link_.own_name);
}

Handshake::Move Handshake::on_ehlo(const Reply& reply) {
  if (reply.is_permanent()) return say(Step::helo, "HELO " + link_.own_name);
  if (!reply.is_positive()) return refuse(reply);
  offers_ = read_offers(reply);
  return after_offers();
}

Handshake::Move Handshake::after_offers() {
  if (link_.is_secure || settings_.tls == TlsMode::none) return authenticate();
  if (offers_.starttls) return say(Step::starttls, "STARTTLS");
  if (settings_.tls == TlsMode::required) {
    return Move{Kind::fail, "TLS is required, but the server offers no STARTTLS"};
  }
  return authenticate();
}

Handshake::Move Handshake::authenticate() {
  if (settings_.user.empty()) return Move{Kind::ready, {}};
  if (!link_.is_secure && !link_.is_loopback) {
    return Move{Kind::fail, "AUTH: no password is sent to another host without TLS"};
  }
  if (offers_.auth_plain) {
    std::string response;
    response.append(1, '\0').append(settings_.user).append(1, '\0').append(settings_.password);
    return say(Step::auth_plain, "AUTH PLAIN " + encode_base64(response));
  }
  if (offers_.auth_login) return say(Step::auth_user, "AUTH LOGIN");
  return Move{Kind::fail, "AUTH: the server offers neither PLAIN nor LOGIN"};
}

Handshake::Move Handshake::on_auth(const Reply& reply) {
  if (step_ == Step::auth_user && reply.code == 334) {
    return say(Step::auth_password, encode_base64(settings_.user));
  }
  if (step_ == Step::auth_password && reply.code == 334) {
    return say(Step::auth_end, encode_base64(settings_.password));
  }
  const bool is_end = step_ == Step::auth_plain || step_ == Step::auth_end;
  if (is_end && reply.is_positive()) return Move{Kind::ready, {}};
  return refuse(reply);
}

}  // namespace keste::dispatch
