// The relay's TLS context, made once, and when its certificate counts.
#include "dispatch/smtp_relay.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <utility>

#include "base/check.hpp"
#include "dispatch/tls_context.hpp"

namespace keste::dispatch {

namespace asio = boost::asio;

Relay::Relay(asio::io_context& io, SmtpSettings settings)
    : io_(io),
      settings_(std::move(settings)),
      addresses_(io, settings_.host, settings_.port, settings_.timeouts.lookup_again) {
  validate(settings_);
  if (settings_.implicit_tls || settings_.tls != TlsMode::none) {
    tls_ = make_tls_context(settings_.ca_file);
  }
}

Relay::~Relay() = default;

asio::ssl::context& Relay::tls() {
  CHECK(tls_ != nullptr);
  return *tls_;
}

bool Relay::must_verify(bool is_loopback) const {
  if (settings_.implicit_tls || settings_.tls == TlsMode::required) return true;
  return !settings_.user.empty() && !is_loopback;
}

std::string Relay::address() const { return settings_.host + ":" + std::to_string(settings_.port); }

}  // namespace keste::dispatch
