// The loop of one Asio executor with one steady timer.
#include "dispatch/io_loop.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"

namespace keste::dispatch {

/// Cancelling a timer does not recall a completion that is already queued, so each wish has a
/// number and an old one finds that it is no longer meant.
struct AsioLoop::State {
  explicit State(boost::asio::any_io_executor executor) : timer(std::move(executor)) {}
  boost::asio::steady_timer timer;
  std::uint64_t wish = 0;
  bool alive = true;
};

AsioLoop::AsioLoop(boost::asio::any_io_executor executor)
    : state_(std::make_shared<State>(std::move(executor))) {}

AsioLoop::~AsioLoop() {
  state_->alive = false;
  state_->timer.cancel();
}

Steady AsioLoop::now() const { return steady_now(); }

void AsioLoop::post(std::function<void()> work) {
  boost::asio::post(state_->timer.get_executor(), [state = state_, work = std::move(work)] {
    if (state->alive) work();
  });
}

void AsioLoop::wake_at(Steady at, std::function<void()> work) {
  const std::uint64_t wish = ++state_->wish;
  state_->timer.expires_at(at);
  state_->timer.async_wait([state = state_, wish, work = std::move(work)](auto) {
    if (state->alive && state->wish == wish) work();
  });
}

void AsioLoop::cancel() {
  ++state_->wish;
  state_->timer.cancel();
}

}  // namespace keste::dispatch
