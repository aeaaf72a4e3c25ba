// Fault: its text, and its kind from errno.
#include "base/fault.hpp"

#include <cerrno>
#include <cstring>

namespace keste {
namespace {

FaultKind kind_of(int code) {
  if (code == ENOSPC || code == EDQUOT) return FaultKind::storage_full;
  return code == EADDRINUSE ? FaultKind::busy : FaultKind::io;
}

}  // namespace

Fault::Fault(FaultKind kind, const std::string& while_doing, const std::string& what)
    : std::runtime_error(while_doing + ": " + what), kind_(kind) {}

Fault errno_fault(const std::string& while_doing) {
  const int code = errno;
  return Fault(kind_of(code), while_doing, std::strerror(code));
}

}  // namespace keste
