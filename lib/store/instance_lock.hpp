// InstanceLock: one daemon to one database.
#pragma once

#include <string>

namespace keste::store {

/// Held while this object lives; the kernel frees it when the process dies, however it dies. The
/// file beside the database names the holder.
class InstanceLock {
 public:
  /// Throws Fault(busy) that says who holds it.
  explicit InstanceLock(const std::string& path);
  ~InstanceLock();
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace keste::store
