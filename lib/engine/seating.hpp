// Seating: who gets a seat, who waits, and what a change of place does to codes and counts.
#pragma once

#include "engine/state.hpp"
#include "store/applications.hpp"

namespace keste::engine {

/// Until when the seats of a session are given out and given back.
Instant cut_off_of(const State& state, const SessionModel& session);
/// What the rules need to know of a session for a request that came then.
admission::SessionFacts facts_of(State& state, const SessionModel& session, Receipt receipt);

/// The session of a city whose seat somebody gets who does not mind which: the first that starts.
SessionModel* find_open_session(State& state, CityModel& city, Receipt receipt);
/// Whether anybody may still wait in the city, for one session or (null) for any.
bool may_wait(State& state, const CityModel& city, const SessionModel* session);

/// Gives the free seats of a city to those who wait, in order of receipt, and tells them. After
/// every change that may have freed one, in the same transaction.
void seat_waiting(State& state, CityModel& city);

/// From wherever the application is into a session's seat, with its calendar entry rising.
void take_seat(State& state, const store::ApplicationRow& row, SessionModel& to);
/// From a seat, or from waiting for something else, to the waitlist of a session or, for null, of
/// any in the city. The place in the line is that of the receipt.
void wait_for(State& state, const store::ApplicationRow& row, const SessionModel* session);
/// The application is over without a sitting: "withdrawn" or "unplaced". Its seat and code are free
/// again; the seat is not given on here.
void end_application(State& state, const store::ApplicationRow& row, std::string_view as);

}  // namespace keste::engine
