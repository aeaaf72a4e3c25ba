// The three clocks: the only file that reads the system's time.
#include "base/clock.hpp"

#include <sys/timerfd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <mutex>
#include <set>

#include "base/alarm.hpp"
#include "base/check.hpp"

namespace keste {
namespace {

timespec to_timespec(std::chrono::nanoseconds since_epoch) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  timespec out{};
  out.tv_sec = static_cast<time_t>(seconds.count());
  out.tv_nsec = static_cast<long>((since_epoch - seconds).count());
  return out;
}

/// The furthest that an alarm is set: a nanosecond count of it fits in 64 bits with room to spare,
/// and no alarm sleeps longer than a minute anyway.
constexpr std::chrono::microseconds far_away = std::chrono::hours(24 * 365 * 200);

/// An all-zero it_value would disarm the timer, so a moment long past becomes one nanosecond.
void arm_at(int timer, int flags, std::optional<std::chrono::nanoseconds> at) {
  itimerspec spec{};
  if (at) spec.it_value = to_timespec(std::max(*at, std::chrono::nanoseconds(1)));
  ::timerfd_settime(timer, flags, &spec, nullptr);
}

}  // namespace

Steady steady_now() { return std::chrono::steady_clock::now(); }

Instant RealClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::unique_ptr<Alarm> RealClock::make_alarm() const {
  return std::make_unique<Alarm>(CLOCK_REALTIME, [](int timer, std::optional<Instant> until) {
    // Without a deadline the timer is still armed, far away, so that a set clock is noticed.
    const auto wanted = until ? until->time_since_epoch() : far_away;
    const auto at = std::clamp(wanted, std::chrono::microseconds(0), far_away);
    arm_at(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, at);
  });
}

VirtualClock::VirtualClock(Instant start, double rate, std::optional<Instant> origin)
    : start_(start), rate_(rate), begun_(steady_now()) {
  CHECK(rate > 0);
  if (origin) begun_ -= RealClock().now() - *origin;
}

Instant VirtualClock::now() const {
  const std::chrono::duration<double, std::micro> passed = steady_now() - begun_;
  return start_ + std::chrono::microseconds(static_cast<std::int64_t>(passed.count() * rate_));
}

std::unique_ptr<Alarm> VirtualClock::make_alarm() const {
  return std::make_unique<Alarm>(CLOCK_MONOTONIC, [this](int timer, std::optional<Instant> until) {
    if (!until) return arm_at(timer, 0, std::nullopt);
    const std::chrono::duration<double, std::micro> ahead = *until - start_;
    // One microsecond more: rounding must never wake before the instant.
    const double micros = std::ceil(ahead.count() / rate_) + 1;
    const double longest = static_cast<double>(far_away.count());
    const auto steady = static_cast<std::int64_t>(std::clamp(micros, 0.0, longest));
    const auto at = begun_.time_since_epoch() + std::chrono::microseconds(steady);
    arm_at(timer, TFD_TIMER_ABSTIME, at);
  });
}

/// The time, and the timers of the alarms that follow it.
struct ManualClock::Shared {
  std::mutex mutex;
  Instant now;
  std::int64_t times_set = 0;
  std::set<int> timers;

  void set(Instant to) {
    const std::lock_guard lock(mutex);
    now = to;
    ++times_set;
    for (const int timer : timers) arm_at(timer, 0, std::chrono::nanoseconds(1));
  }
};

/// One alarm of a manual clock. It ends when the alarm drops its arm, which the alarm does before
/// it closes the timer.
struct ManualClock::Follower {
  explicit Follower(std::shared_ptr<Shared> clock)
      : shared(std::move(clock)), seen(shared->times_set) {}
  ~Follower() {
    const std::lock_guard lock(shared->mutex);
    shared->timers.erase(timer);
  }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Fires also when the clock was set since the last time, or a set that comes between reading
  /// the clock and waiting would be slept through.
  void arm(int armed, std::optional<Instant> until) {
    const std::lock_guard lock(shared->mutex);
    timer = armed;
    shared->timers.insert(timer);
    const bool is_due = (until && *until <= shared->now) || seen != shared->times_set;
    seen = shared->times_set;
    if (is_due) return arm_at(timer, 0, std::chrono::nanoseconds(1));
    arm_at(timer, 0, std::nullopt);
  }

  std::shared_ptr<Shared> shared;
  std::int64_t seen;
  int timer = -1;
};

ManualClock::ManualClock(Instant now) : shared_(std::make_shared<Shared>()) { set(now); }
ManualClock::~ManualClock() = default;

Instant ManualClock::now() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->now;
}

std::unique_ptr<Alarm> ManualClock::make_alarm() const {
  const auto follower = std::make_shared<Follower>(shared_);
  return std::make_unique<Alarm>(
      CLOCK_MONOTONIC,
      [follower](int timer, std::optional<Instant> until) { follower->arm(timer, until); });
}

void ManualClock::set(Instant now) { shared_->set(now); }

}  // namespace keste
