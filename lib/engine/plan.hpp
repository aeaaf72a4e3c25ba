// Plans: what another campaign file would change, and the order to change it; plain values.
#pragma once

#include <string>
#include <vector>

#include "engine/desk.hpp"

namespace keste::engine {

/// Somebody whom a change touches.
struct TouchedPerson {
  ApplicationId application;
  /// "moved", "due_date_moved", "reseated", "waitlisted", "unplaced", "seated" (from the waitlist)
  std::string how;
  std::string session;  ///< The seat afterwards, where it is another one; else empty.
};

/// One change with those whom it touches, as things stand.
struct PlannedChange {
  /// "city_added", "city_removed", "city_renamed", "window_changed", "session_added",
  /// "session_moved", "session_seats", "session_cancelled", "session_forgotten",
  /// "due_date_moved", "seats_given", "test_window_changed", "setting_changed"
  std::string kind;
  std::string city;
  std::string session;
  Facts facts;  ///< What was and what will be.
  std::vector<TouchedPerson> people;
};

/// What a plan comes to, or why it was not applied. Each row of `warnings` and `problems` begins
/// with the fact "problem", a stable word. A plan with problems cannot be applied.
struct PlanReport {
  std::string refusal;  ///< "plan-stale", "plan-applied", "plan-impossible", "reason-missing"
  std::string hash;     ///< Of the new file and of all that the plan rests on.
  std::vector<PlannedChange> changes;
  std::vector<Facts> due_dates;  ///< Those that move.
  std::vector<Facts> messages;   ///< How many, by kind, channel, city and hour.
  std::vector<Facts> warnings;
  std::vector<Facts> problems;
  std::vector<std::string> ground;  ///< What the hash is of, in words, beside the file.
  std::vector<std::string> moved;   ///< Of a stale plan: what differs, where that is known.
};
using PlanOutcome = std::variant<PlanReport, Trouble>;

/// An order to apply a plan.
struct PlanOrder {
  std::string hash;
  std::string reason;
  std::string actor = "desk";  ///< Who gives it, for the audit log.
};

}  // namespace keste::engine
