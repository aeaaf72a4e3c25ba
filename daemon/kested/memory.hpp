// The heap, where the daemon gives back what it needed for a moment only.
#pragma once

namespace keste::kested {

/// Returns the free pages of the calling thread's heap to the system: reading configuration leaves
/// tens of megabytes. Any thread.
void give_memory_back();

}  // namespace keste::kested
