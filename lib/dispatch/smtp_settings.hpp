// SmtpSettings: where the relay is, and how to talk to it.
#pragma once

#include <chrono>
#include <string>

namespace keste::dispatch {

enum class TlsMode {
  none,           ///< Never STARTTLS.
  opportunistic,  ///< STARTTLS when the server offers it; its certificate is not looked at.
  required,       ///< STARTTLS or nothing; the certificate must be the host's.
};

/// How long each step may take, on the steady clock.
struct SmtpTimeouts {
  std::chrono::milliseconds connect = std::chrono::seconds(30);  ///< The lookup; each endpoint.
  std::chrono::milliseconds greeting = std::chrono::seconds(60);
  std::chrono::milliseconds command = std::chrono::seconds(60);   ///< Also the TLS handshake.
  std::chrono::milliseconds data = std::chrono::seconds(120);     ///< From DATA to its 354.
  std::chrono::milliseconds content = std::chrono::seconds(600);  ///< Until the dot is answered.
  std::chrono::milliseconds quit = std::chrono::seconds(5);
  /// How often deadlines are looked at: a step may last this much longer.
  std::chrono::milliseconds check_every = std::chrono::seconds(1);
  std::chrono::milliseconds lookup_again = std::chrono::minutes(5);  ///< Age of a looked-up name.
};

struct SmtpSettings {
  std::string host;  ///< A name, or an address without brackets.
  int port = 25;
  bool implicit_tls = false;  ///< smtps: TLS first; the certificate must be the host's.
  TlsMode tls = TlsMode::opportunistic;
  std::string ca_file;  ///< Empty: the system's trust store.
  std::string user;     ///< Empty: no AUTH.
  std::string password;
  std::string helo;                 ///< Our name in EHLO; empty: our address, "[192.0.2.1]".
  int connections = 16;             ///< 1 to 256
  int messages_per_connection = 0;  ///< 0: as many as the server takes.
  SmtpTimeouts timeouts;
};

/// Throws Fault(usage) when the settings cannot work.
void validate(const SmtpSettings& settings);

}  // namespace keste::dispatch
