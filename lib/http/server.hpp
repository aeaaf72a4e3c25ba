// Server: the HTTP interface of the daemon.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/backend.hpp"
#include "http/settings.hpp"

namespace boost::asio {
class io_context;
}

namespace keste {
class Clock;
class Log;
}  // namespace keste

namespace keste::http {

/// io thread only. Everything it is given must outlive it. After its destruction it uses nothing
/// of it any more; what is left in the io_context ends by itself.
class Server {
 public:
  Server(boost::asio::io_context& io, Backend backend, const Clock& clock, Log& log,
         ServerSettings settings);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Serves on an address of this machine, beyond the loopback only with TLS or when the settings
  /// allow it; port 0 chooses one. Returns the port. Throws Fault.
  std::uint16_t listen_tcp(const std::string& host, std::uint16_t port);
  /// Serves on a Unix socket, to root and to this process's own user. Throws Fault.
  void listen_unix(const std::string& path);
  /// Serves on a descriptor that already listens (systemd's socket activation). Throws Fault.
  void listen_inherited(int descriptor);

  /// Another certificate, for the connections to come. Only where TLS was spoken from the start.
  void use_tls(std::shared_ptr<const TlsContext> context);
  /// The campaign and its calendar, loaded anew.
  void use_campaign(std::shared_ptr<const campaign::Campaign> campaign,
                    std::shared_ptr<const calendar::WorkingCalendar> calendar);

  /// Stops accepting, ends idle connections, lets open requests be answered, and calls `done`
  /// when no connection is left; what is left after `within` is cut. Idempotent: called again, it
  /// only shortens the time.
  void stop(std::chrono::milliseconds within, std::function<void()> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::http
