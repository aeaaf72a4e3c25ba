// The lanes, and one timer for the deadlines of all.
#include "dispatch/smtp_channel.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <utility>

#include "base/check.hpp"
#include "base/clock.hpp"
#include "dispatch/smtp_connection.hpp"
#include "dispatch/smtp_relay.hpp"

namespace keste::dispatch {

namespace asio = boost::asio;

struct SmtpChannel::Impl {
  Impl(asio::io_context& io, SmtpSettings settings) : relay(io, std::move(settings)), timer(io) {
    for (int lane = 0; lane < relay.settings().connections; ++lane) lanes.emplace_back(relay);
  }

  void watch(const std::shared_ptr<Impl>& self);
  void check();
  void quit_all(const std::shared_ptr<Impl>& self);
  void on_quit();

  Relay relay;
  std::deque<SmtpConnection> lanes;
  asio::steady_timer timer;
  bool is_watching = false;
  bool is_closing = false;
  std::size_t open_lanes = 0;
  std::function<void()> on_closed;
};

/// Looks at the deadlines as long as there are any, so that an idle channel never wakes.
void SmtpChannel::Impl::watch(const std::shared_ptr<Impl>& self) {
  if (is_watching) return;
  is_watching = true;
  timer.expires_after(relay.settings().timeouts.check_every);
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

void SmtpChannel::Impl::check() {
  const Steady now = steady_now();
  for (SmtpConnection& lane : lanes) lane.check(now);
}

void SmtpChannel::Impl::quit_all(const std::shared_ptr<Impl>& self) {
  open_lanes = lanes.size();
  watch(self);
  for (SmtpConnection& lane : lanes) lane.quit([this] { on_quit(); });
}

void SmtpChannel::Impl::on_quit() {
  if (--open_lanes > 0) return;
  timer.cancel();
  // Posted, so that the channel may be destroyed by it.
  asio::post(relay.io(), std::exchange(on_closed, nullptr));
}

SmtpChannel::SmtpChannel(asio::io_context& io, SmtpSettings settings)
    : impl_(std::make_shared<Impl>(io, std::move(settings))) {}

SmtpChannel::~SmtpChannel() = default;

int SmtpChannel::width() const { return impl_->relay.settings().connections; }

void SmtpChannel::send(int lane, Mail mail, std::function<void(SendResult)> done) {
  CHECK(lane >= 0 && lane < width() && !impl_->is_closing);
  impl_->lanes[static_cast<std::size_t>(lane)].send(std::move(mail), std::move(done));
  impl_->watch(impl_);
}

void SmtpChannel::close(std::function<void()> done) {
  CHECK(!impl_->is_closing);
  impl_->is_closing = true;
  impl_->on_closed = std::move(done);
  // Posted, so that nothing is called back from within.
  asio::post(impl_->relay.io(), [weak = std::weak_ptr<Impl>(impl_)] {
    if (const std::shared_ptr<Impl> impl = weak.lock()) impl->quit_all(impl);
  });
}

}  // namespace keste::dispatch
