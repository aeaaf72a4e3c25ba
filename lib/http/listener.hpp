// Listener: a listening socket, and the loop that accepts from it for as long as it is open.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "http/hub.hpp"

namespace keste::http {

/// A listening descriptor and what belongs to it. Closed by whoever owns it.
struct ListeningSocket {
  int descriptor = -1;
  int family = 0;
  std::uint16_t port = 0;  ///< Of TCP.
  std::string path;        ///< Of a Unix socket that must be removed at the end.
};

/// From where a socket may be reached.
enum class Reach { this_machine, anywhere };

/// `host` is an address or "localhost". An IPv6 address takes no IPv4. Throws Fault.
ListeningSocket listen_tcp(const std::string& host, std::uint16_t port, Reach reach);
/// Mode 0600. A socket that nobody listens on is replaced; a live one is a Fault (busy).
ListeningSocket listen_unix(const std::string& path);
/// A descriptor that already listens, from the service manager. Throws Fault when it does not.
ListeningSocket adopt_listening(int descriptor, Reach reach);

/// io thread only; kept alive by its pending operation.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(std::shared_ptr<Hub> hub, ListeningSocket socket);
  ~Listener();

  void start();
  /// Stops accepting and removes the Unix socket's file. Idempotent.
  void close();

 private:
  void wait();
  void accept_some();
  void pause(int error);
  bool may_enter(int descriptor) const;

  std::shared_ptr<Hub> hub_;
  ListeningSocket socket_;
  boost::asio::posix::stream_descriptor readiness_;
  boost::asio::steady_timer pause_timer_;
  bool closed_ = false;
};

}  // namespace keste::http
