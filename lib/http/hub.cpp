// The list of connections, their time-outs, and the end of a server.
#include "http/hub.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "http/connection.hpp"

namespace keste::http {
namespace {

/// So many clients above the limit are told so; the rest is closed at once.
constexpr std::size_t told_at_once = 64;

}  // namespace

Hub::Hub(boost::asio::io_context& io, std::unique_ptr<Service> service, const Clock& clock,
         Log& log)
    : io_(io),
      service_(std::move(service)),
      clock_(clock),
      log_(log),
      trusted_limits_(make_trusted(service_->settings.limits)),
      router_(*service_),
      events_(io, service_->backend.snapshot, service_->settings.limits, service_->run),
      coarse_now_(steady_now()),
      sweep_timer_(io),
      drain_timer_(io) {
  service_->events = &events_;
}

Hub::~Hub() = default;

void Hub::adopt(int descriptor, int family, const std::optional<IpAddress>& peer) {
  HttpFigures& figures = service_->figures;
  const std::size_t open = connections_.size();
  if (open >= limits().connections + told_at_once) {
    ++figures.connections_refused;
    ::close(descriptor);
    return;
  }
  boost::system::error_code error;
  Connection::Socket socket(io_.get_executor());
  socket.assign(boost::asio::generic::stream_protocol(family, 0), descriptor, error);
  if (!error) socket.non_blocking(true, error);
  if (error) {
    report_fault("assign");
    if (!socket.is_open()) ::close(descriptor);
    return;
  }
  // Whoever gets in by the Unix socket has been looked at by the listener.
  const bool trusted = family == AF_UNIX;
  const auto tls = trusted ? nullptr : service_->settings.tls;
  const Origin origin{trusted, peer, tls != nullptr, &service_->settings.trusted_proxies};
  arm_sweep();
  connections_.push_back(
      std::make_shared<Connection>(shared_from_this(), std::move(socket), origin, tls.get()));
  const auto place = std::prev(connections_.end());
  figures.connections_open = connections_.size();
  const std::shared_ptr<Connection> connection = *place;
  if (open >= limits().connections) {
    ++figures.connections_refused;
    return connection->turn_away(place);
  }
  ++figures.connections_accepted;
  connection->start(place);
}

void Hub::forget(Connection& connection) {
  connections_.erase(connection.place());
  service_->figures.connections_open = connections_.size();
  if (connections_.empty()) finish_drain();
}

void Hub::arm_sweep() {
  if (sweeping_) return;
  sweeping_ = true;
  coarse_now_ = steady_now();
  sweep_timer_.expires_after(limits().sweep_every);
  sweep_timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
    self->sweeping_ = false;
    self->sweep();
  });
}

void Hub::sweep() {
  coarse_now_ = steady_now();
  // A connection may take itself off the list, but no other.
  for (auto it = connections_.begin(); it != connections_.end();) {
    const std::shared_ptr<Connection> connection = *it++;
    connection->check_deadline(coarse_now_);
  }
  if (!connections_.empty()) arm_sweep();
}

void Hub::drain(std::chrono::milliseconds within, std::function<void()> done) {
  service_->stopping = true;
  if (done) drained_.push_back(std::move(done));
  for (auto it = connections_.begin(); it != connections_.end();) {
    const std::shared_ptr<Connection> connection = *it++;
    connection->end_soon();
  }
  if (connections_.empty()) return finish_drain();
  if (within <= std::chrono::milliseconds::zero()) return cut();
  const Steady until = steady_now() + within;
  if (drain_until_ && *drain_until_ <= until) return;
  drain_until_ = until;
  drain_timer_.expires_at(until);
  drain_timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->cut();
  });
}

void Hub::cut() {
  while (!connections_.empty()) {
    const std::shared_ptr<Connection> connection = connections_.front();
    connection->cut();
  }
  sweep_timer_.cancel();
}

void Hub::finish_drain() {
  if (!service_->stopping) return;
  drain_timer_.cancel();
  sweep_timer_.cancel();
  for (std::function<void()>& done : std::exchange(drained_, {})) {
    boost::asio::post(io_, std::move(done));
  }
}

void Hub::report_fault(const char* what) {
  ++service_->figures.faults;
  log_.error("http_connection_fault", "A connection ended because of an internal fault.",
             {Field("what", what)});
}

}  // namespace keste::http
