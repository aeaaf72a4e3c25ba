// The relay's addresses, kept for some minutes, and its TLS context, made once.
#include "dispatch/smtp_relay.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <utility>

#include "base/check.hpp"
#include "base/clock.hpp"
#include "base/fault.hpp"

namespace keste::dispatch {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::unique_ptr<asio::ssl::context> make_tls(const SmtpSettings& settings) {
  if (!settings.implicit_tls && settings.tls == TlsMode::none) return nullptr;
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  error_code error;
  if (settings.ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(settings.ca_file, error);
  }
  if (error) {
    throw Fault(FaultKind::usage, "reading the certificates in " + settings.ca_file,
                error.message());
  }
  return context;
}

}  // namespace

Relay::Relay(asio::io_context& io, SmtpSettings settings)
    : io_(io), settings_(std::move(settings)) {
  validate(settings_);
  tls_ = make_tls(settings_);
  error_code not_an_address;
  const auto address = asio::ip::make_address(settings_.host, not_an_address);
  if (not_an_address) return;
  is_fixed_ = true;
  endpoints_ = std::make_shared<const Endpoints>(
      1, asio::ip::tcp::endpoint(address, static_cast<unsigned short>(settings_.port)));
}

Relay::~Relay() = default;

void Relay::find_endpoints(Found found) {
  const bool is_fresh = steady_now() - looked_up_ < settings_.timeouts.lookup_again;
  if (endpoints_ != nullptr && (is_fixed_ || is_fresh)) return found(endpoints_, {});
  waiting_.push_back(std::move(found));
  if (lookup_ != nullptr) return;
  lookup_ = std::make_unique<NameLookup>(io_, settings_.host, settings_.port,
                                         [this](Endpoints endpoints, const std::string& error) {
                                           on_looked_up(std::move(endpoints), error);
                                         });
}

void Relay::on_looked_up(Endpoints endpoints, const std::string& error) {
  lookup_.reset();
  looked_up_ = steady_now();
  // Old addresses are better than none while the name server is down.
  if (!endpoints.empty()) endpoints_ = std::make_shared<const Endpoints>(std::move(endpoints));
  const auto waiting = std::exchange(waiting_, {});
  const auto answer = endpoints_;
  for (const Found& found : waiting) found(answer, error);
}

void Relay::forget_endpoints() {
  if (!is_fixed_) endpoints_ = nullptr;
}

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
