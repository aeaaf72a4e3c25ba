// OpenSSL's context with our floor of versions and our trust.
#include "dispatch/tls_context.hpp"

#include <boost/asio/ssl/context.hpp>

#include "base/fault.hpp"

namespace keste::dispatch {

namespace ssl = boost::asio::ssl;

std::unique_ptr<ssl::context> make_tls_context(const std::string& ca_file) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(ca_file, error);
  }
  if (error) {
    throw Fault(FaultKind::usage, "reading the certificates in " + ca_file, error.message());
  }
  return context;
}

}  // namespace keste::dispatch
