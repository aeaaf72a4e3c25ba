// Clock: the only source of "now", and of alarms that wait for an instant.
#pragma once

#include <memory>
#include <optional>

#include "base/instant.hpp"

namespace keste {

class Alarm;

/// Wall-clock time as Keste sees it. Thread-safe. Network time-outs do not use it: they stay on
/// the steady clock.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The present instant. It may go backwards when somebody sets the machine's clock.
  virtual Instant now() const = 0;
  /// An alarm that follows this clock; the clock must outlive it.
  virtual std::unique_ptr<Alarm> make_alarm() const = 0;
};

/// The machine's clock. Its alarms wake at once when the clock is set (TFD_TIMER_CANCEL_ON_SET,
/// timerfd_create(2)).
class RealClock final : public Clock {
 public:
  Instant now() const override;
  std::unique_ptr<Alarm> make_alarm() const override;
};

/// Starts at a given instant when it is made, or stood there at an `origin` of the machine's clock,
/// so that several daemons agree; runs `rate` times as fast as the steady clock.
class VirtualClock final : public Clock {
 public:
  /// `rate` is above 0; 1 runs at the usual pace.
  VirtualClock(Instant start, double rate, std::optional<Instant> origin = std::nullopt);
  Instant now() const override;
  std::unique_ptr<Alarm> make_alarm() const override;

 private:
  Instant start_;
  double rate_;
  Steady begun_;
};

/// Stands still until told: for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now);
  ~ManualClock() override;
  Instant now() const override;
  std::unique_ptr<Alarm> make_alarm() const override;
  /// Sets the time, forwards or backwards, and wakes the alarms.
  void set(Instant now);

 private:
  struct Shared;
  struct Follower;
  std::shared_ptr<Shared> shared_;
};

/// The steady clock, for budgets and time-outs: the one place that reads it.
Steady steady_now();

}  // namespace keste
