// Whom a plan touches: who is moved, who gets another seat, who waits, and what each would be told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "admission/waitlist.hpp"
#include "engine/plan_messages.hpp"
#include "engine/planned_session.hpp"

namespace keste::engine {

/// Everybody of a session that is moved, or whose due date is; `tells` is what the engine would
/// write, and is counted for those whom it would still tell something.
std::vector<TouchedPerson> list_moved(State& state, const EngineSettings& wanted,
                                      const SessionModel& session, const PlannedSession& plan,
                                      MessageCount& messages);

/// The seats of one city as a plan leaves them, given out in the order in which the engine will:
/// first to those who wait, then to those whose sessions are cancelled. Changes nothing.
class CitySeats {
 public:
  /// `sessions` are the city's as they will be, the cancelled ones not held.
  CitySeats(State& state, const EngineSettings& wanted, std::string city,
            std::vector<admission::SessionSeats> sessions);

  /// Who gets a seat from the waitlist.
  std::vector<TouchedPerson> seat_waiting(MessageCount& messages);
  /// What becomes of the people of one of the cancelled sessions.
  std::vector<TouchedPerson> cancel(const SessionModel& session, MessageCount& messages);

 private:
  struct Waiter {
    store::TouchedRow person;
    std::string wish;  ///< Empty for any.
  };
  using People = std::map<std::int64_t, const store::TouchedRow*>;

  std::vector<admission::SessionSeats> list_free() const;
  bool may_wait() const;
  void take(const std::string& session);
  TouchedPerson place(const admission::Reseating& one, const store::TouchedRow& person,
                      MessageCount& messages);
  void move_waiting(const std::string& session, std::vector<TouchedPerson>& touched,
                    MessageCount& messages);
  void tell(std::string_view kind, const std::string& session, const store::TouchedRow& person,
            MessageCount& messages) const;

  State& state_;
  const EngineSettings& wanted_;
  const std::string city_;
  std::vector<admission::SessionSeats> sessions_;
  std::vector<Waiter> line_;  ///< In order of receipt.
};

}  // namespace keste::engine
