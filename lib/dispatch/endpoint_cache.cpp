// One lookup at a time; everybody who asks meanwhile waits for it.
#include "dispatch/endpoint_cache.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "base/clock.hpp"

namespace keste::dispatch {

EndpointCache::EndpointCache(boost::asio::io_context& io, std::string host, int port,
                             std::chrono::milliseconds lookup_again)
    : io_(io), host_(std::move(host)), port_(port), lookup_again_(lookup_again) {
  boost::system::error_code not_an_address;
  const auto address = boost::asio::ip::make_address(host_, not_an_address);
  if (not_an_address) return;
  is_fixed_ = true;
  endpoints_ = std::make_shared<const Endpoints>(
      1, boost::asio::ip::tcp::endpoint(address, static_cast<unsigned short>(port_)));
}

EndpointCache::~EndpointCache() = default;

void EndpointCache::find(Found found) {
  const bool is_fresh = steady_now() - looked_up_ < lookup_again_;
  if (endpoints_ != nullptr && (is_fixed_ || is_fresh)) return found(endpoints_, {});
  waiting_.push_back(std::move(found));
  if (lookup_ != nullptr) return;
  lookup_ = std::make_unique<NameLookup>(io_, host_, port_,
                                         [this](Endpoints endpoints, const std::string& error) {
                                           on_looked_up(std::move(endpoints), error);
                                         });
}

void EndpointCache::on_looked_up(Endpoints endpoints, const std::string& error) {
  lookup_.reset();
  looked_up_ = steady_now();
  // Old addresses are better than none while the name server is down.
  if (!endpoints.empty()) endpoints_ = std::make_shared<const Endpoints>(std::move(endpoints));
  const auto waiting = std::exchange(waiting_, {});
  const auto answer = endpoints_;
  for (const Found& found : waiting) found(answer, error);
}

void EndpointCache::forget() {
  if (!is_fixed_) endpoints_ = nullptr;
}

}  // namespace keste::dispatch
