// An applicant's own application, found by its ticket: looking at it, changing and withdrawing it.
#pragma once

#include "engine/state.hpp"
#include "store/applications.hpp"

namespace keste::engine {

/// Until the cut-off; from a waitlist until the seats are given out no more.
ApplicationOutcome withdraw(State& state, const std::string& ticket, Receipt receipt);
/// The application is withdrawn, where it is live, and what is kept of the person is erased: the
/// ticket opens nothing afterwards. While a seat can no longer be given back, the data are needed
/// to hold the session, and this is refused like a withdrawal.
ApplicationOutcome withdraw_consent(State& state, const std::string& ticket, Receipt receipt);
/// To a session of the same city that has an open seat, until the cut-offs of both.
ApplicationOutcome change_session(State& state, const std::string& ticket,
                                  const std::string& session, Receipt receipt);

/// For looking at an application without the engine's own picture of it.
struct Looker {
  store::Database& database;
  std::chrono::minutes change_until_before;
};
/// Empty for a wrong ticket. Reads only; any connection.
std::optional<store::ApplicationRow> find_row(store::Database& database, const std::string& ticket);
/// Reads only; any connection.
ApplicationOutcome find_application(const Looker& look, const std::string& ticket);
std::optional<ApplicationView> view_application(State& state, store::ApplicationId id);

}  // namespace keste::engine
