// Making snapshots from the read model.
#pragma once

#include <memory>

#include "engine/state.hpp"

namespace keste::engine {

/// A new snapshot; cities that did not change are shared with the one before (may be null).
std::shared_ptr<const Snapshot> make_snapshot(State& state, const Snapshot* before);

}  // namespace keste::engine
