// Fault: the environment failed us (disk, network, file), and while doing what.
#pragma once

#include <stdexcept>
#include <string>

namespace keste {

/// What kind of trouble, as far as the one who handles it must know.
enum class FaultKind {
  io,               ///< A file or socket failed.
  storage_full,     ///< No space left: writes must wait, reads go on.
  busy,             ///< Held by somebody else; the text says by whom.
  unreachable,      ///< A server does not answer, or takes no writes: it may come back.
  outcome_unknown,  ///< It went silent while it committed: done or not, nobody knows.
  overtaken,        ///< A write found something else than what had been read before it.
  corrupt,          ///< What was read back is not what was written.
  usage,            ///< The caller's settings cannot work.
};

/// Thrown upward to the boundary that can tell a person. `what()` is for the log, not for clients.
class Fault : public std::runtime_error {
 public:
  Fault(FaultKind kind, const std::string& while_doing, const std::string& what);
  FaultKind kind() const { return kind_; }

 private:
  FaultKind kind_;
};

/// A Fault for the current errno.
Fault errno_fault(const std::string& while_doing);

}  // namespace keste
