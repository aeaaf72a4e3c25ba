// NameLookup: a host name to addresses, on a thread that nobody has to wait for.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace keste::dispatch {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// io thread only. Asio's own resolver joins its thread when the loop is destroyed, and
/// getaddrinfo(3) cannot be interrupted: a dead name server would hold up the way down.
class NameLookup {
 public:
  /// `error` is empty exactly when there are endpoints.
  using Done = std::function<void(Endpoints, std::string error)>;

  /// Calls `done` from the loop, unless this is destroyed before.
  NameLookup(boost::asio::io_context& io, const std::string& host, int port, Done done);
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

 private:
  struct Waiter;
  std::shared_ptr<Waiter> waiter_;
};

}  // namespace keste::dispatch
