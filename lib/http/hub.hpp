// Hub: what the listeners and connections of one server share.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/event_feed.hpp"
#include "http/resources.hpp"
#include "http/router.hpp"

namespace keste::http {

class Connection;

/// io thread only. Owns the open connections; lives until the last handler that knows it is gone.
/// After `cut` it touches none of the references it was given.
class Hub : public std::enable_shared_from_this<Hub> {
 public:
  Hub(boost::asio::io_context& io, std::unique_ptr<Service> service, const Clock& clock, Log& log);
  ~Hub();

  /// Takes an accepted socket (a non-blocking descriptor of `family`) and serves it. `peer` is
  /// empty for a Unix socket.
  void adopt(int descriptor, int family, const std::optional<IpAddress>& peer);
  void forget(Connection& connection);

  /// Idle connections end now, the others after their answer. `done` runs when none is left; at
  /// the latest after `within`, when the rest is cut. May be called again, with a shorter time.
  void drain(std::chrono::milliseconds within, std::function<void()> done);
  /// Ends every connection now.
  void cut();

  Service& service() { return *service_; }
  Router& router() { return router_; }
  EventFeed& events() { return events_; }
  Log& log() { return log_; }
  const ServerLimits& limits(bool trusted = false) const {
    return trusted ? trusted_limits_ : service_->settings.limits;
  }
  boost::asio::io_context& io() { return io_; }
  /// Receipt of what has just been read: both clocks at once.
  engine::Receipt receipt() const { return engine::Receipt{clock_.now(), steady_now()}; }
  std::string_view date() { return date_line_.at(clock_.now()); }
  /// The steady time of the last sweep: exact enough for time-outs, and free.
  Steady coarse_now() const { return coarse_now_; }
  bool stopping() const { return service_->stopping; }
  /// Reports what went wrong inside a connection, which then ends.
  void report_fault(const char* what);

 private:
  void arm_sweep();
  void sweep();
  void finish_drain();

  boost::asio::io_context& io_;
  std::unique_ptr<Service> service_;
  const Clock& clock_;
  Log& log_;
  const ServerLimits trusted_limits_;
  Router router_;
  EventFeed events_;
  DateLine date_line_;
  std::list<std::shared_ptr<Connection>> connections_;
  Steady coarse_now_;
  boost::asio::steady_timer sweep_timer_;
  bool sweeping_ = false;
  boost::asio::steady_timer drain_timer_;
  std::optional<Steady> drain_until_;
  std::vector<std::function<void()>> drained_;
};

}  // namespace keste::http
