// Intake: seating applicants and letting them withdraw, inside the turn's transaction.
#pragma once

#include "engine/engine_thread.hpp"
#include "engine/state.hpp"

namespace keste::engine {

ApplyOutcome apply(State& state, const ApplyCommand& command);
ApplicationOutcome withdraw(State& state, const std::string& ticket, Receipt receipt);
/// Reads only; any connection.
ApplicationOutcome find_application(store::Database& database, const std::string& ticket);
/// Deletes kept answers that nobody may ask for again, a few at a time.
void forget_old_answers(State& state);

}  // namespace keste::engine
