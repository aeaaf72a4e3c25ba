// The lanes, and one timer for the deadlines of all.
#include "dispatch/http_client.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <utility>

#include "base/check.hpp"
#include "base/clock.hpp"
#include "base/fault.hpp"
#include "dispatch/http_connection.hpp"

namespace keste::dispatch {

namespace asio = boost::asio;

namespace {

const HttpSettings& validated(const HttpSettings& settings) {
  const auto require = [](bool holds, const char* otherwise) {
    if (!holds) throw Fault(FaultKind::usage, "setting up an HTTP client", otherwise);
  };
  require(!settings.host.empty(), "a host must be named");
  require(settings.port >= 1 && settings.port <= 65535, "the port must be 1 to 65535");
  require(settings.connections >= 1 && settings.connections <= 256, "connections must be 1 to 256");
  require(settings.timeouts.check_every.count() > 0, "check_every must be above zero");
  return settings;
}

}  // namespace

struct HttpClient::Impl {
  Impl(asio::io_context& io, HttpSettings settings) : origin(io, validated(settings)), timer(io) {
    for (int lane = 0; lane < origin.settings().connections; ++lane) lanes.emplace_back(origin);
  }

  void watch(const std::shared_ptr<Impl>& self);
  void check();
  void on_left();

  HttpOrigin origin;
  std::deque<HttpConnection> lanes;
  asio::steady_timer timer;
  bool is_watching = false;
  bool is_closing = false;
  std::size_t open_lanes = 0;
  std::function<void()> on_closed;
};

/// Looks at the deadlines as long as there are any, so that an unused client never wakes.
void HttpClient::Impl::watch(const std::shared_ptr<Impl>& self) {
  if (is_watching) return;
  is_watching = true;
  timer.expires_after(origin.settings().timeouts.check_every);
  timer.async_wait([weak = std::weak_ptr<Impl>(self)](boost::system::error_code) {
    const std::shared_ptr<Impl> impl = weak.lock();
    if (impl == nullptr) return;
    impl->is_watching = false;
    impl->check();
    const bool goes_on = std::any_of(impl->lanes.begin(), impl->lanes.end(),
                                     [](const auto& lane) { return lane.has_deadline(); });
    if (goes_on) impl->watch(impl);
  });
}

void HttpClient::Impl::check() {
  const Steady now = steady_now();
  for (HttpConnection& lane : lanes) lane.check(now);
}

void HttpClient::Impl::on_left() {
  if (--open_lanes > 0) return;
  timer.cancel();
  // Posted, so that the client may be destroyed by it.
  asio::post(origin.io(), std::exchange(on_closed, nullptr));
}

HttpClient::HttpClient(asio::io_context& io, HttpSettings settings)
    : impl_(std::make_shared<Impl>(io, std::move(settings))) {}

HttpClient::~HttpClient() = default;

int HttpClient::width() const { return impl_->origin.settings().connections; }

void HttpClient::send(int lane, HttpRequest request, Done done) {
  CHECK(lane >= 0 && lane < width() && !impl_->is_closing);
  auto posted = [weak = std::weak_ptr<Impl>(impl_), lane, request = std::move(request),
                 done = std::move(done)]() mutable {
    const std::shared_ptr<Impl> impl = weak.lock();
    if (impl == nullptr) return;
    impl->lanes[static_cast<std::size_t>(lane)].send(std::move(request), std::move(done));
    impl->watch(impl);
  };
  asio::post(impl_->origin.io(), std::move(posted));
}

void HttpClient::close(std::function<void()> done) {
  CHECK(!impl_->is_closing);
  impl_->is_closing = true;
  impl_->on_closed = std::move(done);
  asio::post(impl_->origin.io(), [weak = std::weak_ptr<Impl>(impl_)] {
    const std::shared_ptr<Impl> impl = weak.lock();
    if (impl == nullptr) return;
    impl->open_lanes = impl->lanes.size();
    impl->watch(impl);
    for (HttpConnection& lane : impl->lanes) lane.close([self = impl.get()] { self->on_left(); });
  });
}

}  // namespace keste::dispatch
