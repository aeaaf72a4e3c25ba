// Preview: whom a command would tell what, before anything is changed.
#pragma once

#include "engine/desk.hpp"
#include "engine/state.hpp"

namespace keste::engine {

/// Within a rehearsal, after its command: goes on to the instant at which its messages would leave,
/// and adds to the report how many they are, the first twenty people, and one message of each kind.
void show_effects(State& state, DeskReport& report);

}  // namespace keste::engine
