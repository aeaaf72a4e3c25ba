// Intake: taking applications inside the turn's transaction.
#pragma once

#include <vector>

#include "engine/state.hpp"

namespace keste::engine {

ApplyOutcome apply(State& state, const ApplyCommand& command);
/// Asks a server at once what the commands will ask it one by one; they, or others that change no
/// application, come next.
void look_ahead(State& state, const std::vector<const ApplyCommand*>& commands);
/// An answer to a questionnaire: its own instant decides whether the window was open, and nothing
/// else; it gets what seats there are now.
ApplyOutcome apply_answer(State& state, const ApplyCommand& command);
/// Deletes kept answers that nobody may ask for again, a few at a time.
void forget_old_answers(State& state);

}  // namespace keste::engine
