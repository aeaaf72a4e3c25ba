// Relay: what the connections to one mail server share: its settings, addresses and TLS.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "dispatch/name_lookup.hpp"
#include "dispatch/smtp_settings.hpp"

namespace boost::asio::ssl {
class context;
}

namespace keste::dispatch {

/// io thread only; outlives the connections that use it.
class Relay {
 public:
  /// Null and a reason when the name could not be looked up.
  using Found = std::function<void(std::shared_ptr<const Endpoints>, const std::string& error)>;

  /// Throws Fault(usage) when the settings cannot work.
  Relay(boost::asio::io_context& io, SmtpSettings settings);
  ~Relay();

  /// At once when the addresses are known, else when the lookup ends. An address as a host is
  /// never looked up.
  void find_endpoints(Found found);
  /// None of the addresses would do: look the name up again next time.
  void forget_endpoints();

  boost::asio::io_context& io() { return io_; }
  const SmtpSettings& settings() const { return settings_; }
  /// CHECKs that TLS is among the settings.
  boost::asio::ssl::context& tls();
  /// Whether the server must prove that it is the host. A password is only shown to one that has.
  bool must_verify(bool is_loopback) const;
  /// "mail.example.kz:25", for reasons.
  std::string address() const;

 private:
  void on_looked_up(Endpoints endpoints, const std::string& error);

  boost::asio::io_context& io_;
  const SmtpSettings settings_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
  std::shared_ptr<const Endpoints> endpoints_;
  bool is_fixed_ = false;
  Steady looked_up_{};
  std::vector<Found> waiting_;
  std::unique_ptr<NameLookup> lookup_;
};

}  // namespace keste::dispatch
