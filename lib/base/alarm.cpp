// The sleep itself: poll(2) over a timerfd and an eventfd.
#include "base/alarm.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "base/check.hpp"
#include "base/fault.hpp"

namespace keste {
namespace {

void drain(int descriptor) {
  std::uint64_t count = 0;
  // A timerfd answers ECANCELED when the clock was set; that too is a reason to wake.
  [[maybe_unused]] const auto got = ::read(descriptor, &count, sizeof count);
}

}  // namespace

Alarm::Alarm(int clock_id, Arm arm)
    : arm_(std::move(arm)),
      timer_(::timerfd_create(clock_id, TFD_NONBLOCK | TFD_CLOEXEC)),
      event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (timer_ < 0 || event_ < 0) throw errno_fault("making an alarm");
}

Alarm::~Alarm() {
  // First, so that no clock arms a descriptor that is closed, or is somebody else's by then.
  arm_ = nullptr;
  ::close(timer_);
  ::close(event_);
}

void Alarm::wait(std::optional<Instant> until, std::chrono::milliseconds at_most) {
  arm_(timer_, until);
  std::array<pollfd, 2> watched{pollfd{timer_, POLLIN, 0}, pollfd{event_, POLLIN, 0}};
  ::poll(watched.data(), watched.size(), static_cast<int>(at_most.count()));
  if (watched[0].revents != 0) drain(timer_);
  if (watched[1].revents != 0) drain(event_);
}

void Alarm::wake() {
  const std::uint64_t one = 1;
  // EAGAIN means that a wake is pending already.
  [[maybe_unused]] const auto wrote = ::write(event_, &one, sizeof one);
}

}  // namespace keste
