// flock(2) on a file that holds the process number of whoever has it.
#include "store/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>

#include "base/fault.hpp"
#include "base/text.hpp"

namespace keste::store {
namespace {

std::string read_holder(int descriptor) {
  std::array<char, 64> text{};
  const auto size = ::pread(descriptor, text.data(), text.size(), 0);
  const std::string_view read(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return read.empty() ? "another process" : "process " + std::string(trim(read));
}

}  // namespace

InstanceLock::InstanceLock(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw errno_fault("opening " + path);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = read_holder(descriptor_);
    ::close(descriptor_);
    throw Fault(
        FaultKind::busy, "locking " + path,
        holder + " holds this database; stop it first, or give this daemon another --state");
  }
  const std::string holder = std::to_string(::getpid()) + "\n";
  // The number is for people; the lock itself does not rest on it.
  [[maybe_unused]] const int cut = ::ftruncate(descriptor_, 0);
  [[maybe_unused]] const auto wrote = ::pwrite(descriptor_, holder.data(), holder.size(), 0);
}

InstanceLock::~InstanceLock() { ::close(descriptor_); }

}  // namespace keste::store
