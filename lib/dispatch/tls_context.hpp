// TLS context: what all our TLS clients agree on.
#pragma once

#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace keste::dispatch {

/// For a client: TLS 1.2 or newer, trusting the certificates in `ca_file`, or the system's when it
/// is empty. Whether the server must prove itself is each connection's to say. Throws Fault(usage)
/// when the file cannot be read.
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& ca_file);

}  // namespace keste::dispatch
