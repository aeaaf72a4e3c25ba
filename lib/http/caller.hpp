// Caller: who asks, and whether anybody on the way could read along; through proxies, if they are
// trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.hpp"

namespace keste::http {

/// Where a connection comes from. `proxies` must outlive it.
struct Origin {
  bool trusted = false;           ///< The Unix socket, whose peer was checked.
  std::optional<IpAddress> peer;  ///< Of TCP.
  bool tls = false;
  const std::vector<IpNetwork>* proxies = nullptr;  ///< Whose word is taken; null: nobody's.
};

struct Caller {
  std::string client;   ///< The address of the one who asks; empty on the Unix socket.
  bool secure = false;  ///< By TLS here, or at the trusted proxy.
};

/// The header fields as received, several of a name joined by commas. They count only when a
/// trusted proxy sent them: its X-Forwarded-For names the client in the first entry from the right
/// that is no trusted proxy, its X-Forwarded-Proto says how the client came. What cannot be read is
/// as if it were not there.
Caller find_caller(const Origin& origin, std::string_view forwarded_for,
                   std::string_view forwarded_proto);

}  // namespace keste::http
