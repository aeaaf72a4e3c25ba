// The three clocks: the only file that reads the system's time.
#include "base/clock.hpp"

#include <sys/timerfd.h>

#include <algorithm>
#include <atomic>
#include <ctime>

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
    constexpr std::chrono::nanoseconds far_away = std::chrono::hours(24 * 365 * 200);
    arm_at(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
           until ? std::chrono::nanoseconds(until->time_since_epoch()) : far_away);
  });
}

VirtualClock::VirtualClock(Instant start, double rate)
    : start_(start), rate_(rate), begun_(steady_now()) {
  CHECK(rate > 0);
}

Instant VirtualClock::now() const {
  const std::chrono::duration<double, std::micro> passed = steady_now() - begun_;
  return start_ + std::chrono::microseconds(static_cast<std::int64_t>(passed.count() * rate_));
}

std::unique_ptr<Alarm> VirtualClock::make_alarm() const {
  return std::make_unique<Alarm>(CLOCK_MONOTONIC, [this](int timer, std::optional<Instant> until) {
    if (!until) return arm_at(timer, 0, std::nullopt);
    const std::chrono::duration<double, std::micro> ahead = *until - start_;
    const std::chrono::duration<double, std::micro> steady(ahead.count() / rate_);
    // One microsecond more: rounding must never wake before the instant.
    const auto at = begun_.time_since_epoch() +
                    std::chrono::ceil<std::chrono::microseconds>(steady) +
                    std::chrono::microseconds(1);
    arm_at(timer, TFD_TIMER_ABSTIME, at);
  });
}

struct ManualClock::Shared {
  std::atomic<std::int64_t> now_micros{0};
};

ManualClock::ManualClock(Instant now) : shared_(std::make_shared<Shared>()) { set(now); }
ManualClock::~ManualClock() = default;

Instant ManualClock::now() const { return from_micros(shared_->now_micros.load()); }

std::unique_ptr<Alarm> ManualClock::make_alarm() const {
  // A manual clock's alarm looks again every millisecond: the test sets the time, not the alarm.
  return std::make_unique<Alarm>(CLOCK_MONOTONIC, [](int timer, std::optional<Instant>) {
    arm_at(timer, 0, std::chrono::milliseconds(1));
  });
}

void ManualClock::set(Instant now) { shared_->now_micros.store(to_micros(now)); }

}  // namespace keste
