// Fault: its text, and its kind from errno.
#include "base/fault.hpp"

#include <cerrno>
#include <cstring>

namespace keste {

Fault::Fault(FaultKind kind, const std::string& while_doing, const std::string& what)
    : std::runtime_error(while_doing + ": " + what), kind_(kind) {}

Fault errno_fault(const std::string& while_doing) {
  const int code = errno;
  const FaultKind kind = code == ENOSPC || code == EDQUOT ? FaultKind::storage_full : FaultKind::io;
  return Fault(kind, while_doing, std::strerror(code));
}

}  // namespace keste
