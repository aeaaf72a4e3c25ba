// EndpointCache: a server's addresses, looked up when needed and kept for some minutes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "dispatch/name_lookup.hpp"

namespace keste::dispatch {

/// io thread only; outlives those who wait for it.
class EndpointCache {
 public:
  /// Null and a reason when the name could not be looked up.
  using Found = std::function<void(std::shared_ptr<const Endpoints>, const std::string& error)>;

  /// `host` is a name, or an address without brackets, which is never looked up.
  EndpointCache(boost::asio::io_context& io, std::string host, int port,
                std::chrono::milliseconds lookup_again);
  ~EndpointCache();

  /// At once when the addresses are known, else when the lookup ends.
  void find(Found found);
  /// None of the addresses would do: look the name up again next time.
  void forget();

 private:
  void on_looked_up(Endpoints endpoints, const std::string& error);

  boost::asio::io_context& io_;
  const std::string host_;
  const int port_;
  const std::chrono::milliseconds lookup_again_;
  std::shared_ptr<const Endpoints> endpoints_;
  bool is_fixed_ = false;
  Steady looked_up_{};
  std::vector<Found> waiting_;
  std::unique_ptr<NameLookup> lookup_;
};

}  // namespace keste::dispatch
