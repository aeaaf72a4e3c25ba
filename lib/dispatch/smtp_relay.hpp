// Relay: what the connections to one mail server share: its settings, addresses and TLS.
#pragma once

#include <memory>
#include <string>

#include "dispatch/endpoint_cache.hpp"
#include "dispatch/smtp_settings.hpp"

namespace boost::asio::ssl {
class context;
}

namespace keste::dispatch {

/// io thread only; outlives the connections that use it.
class Relay {
 public:
  /// Throws Fault(usage) when the settings cannot work.
  Relay(boost::asio::io_context& io, SmtpSettings settings);
  ~Relay();

  boost::asio::io_context& io() { return io_; }
  EndpointCache& addresses() { return addresses_; }
  const SmtpSettings& settings() const { return settings_; }
  /// CHECKs that TLS is among the settings.
  boost::asio::ssl::context& tls();
  /// Whether the server must prove that it is the host. A password is only shown to one that has.
  bool must_verify(bool is_loopback) const;
  /// "mail.example.kz:25", for reasons.
  std::string address() const;

 private:
  boost::asio::io_context& io_;
  const SmtpSettings settings_;
  EndpointCache addresses_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
};

}  // namespace keste::dispatch
