// Truth: whether a notification still says what is so when it is about to leave.
#pragma once

#include <optional>
#include <string_view>

#include "engine/state.hpp"
#include "store/results.hpp"

namespace keste::engine {

/// The person that a notification is for, as things stand.
struct Recipient {
  store::RecipientRow row;
  const SessionModel* session = nullptr;   ///< Of the seat; null without one.
  std::optional<store::SittingRow> told;   ///< What they were last told, where the kind tells that.
  std::optional<store::ResultRow> result;  ///< What stands, where the kind tells that.
};

/// The reason of a change that could not be told in time: those must be called.
inline constexpr std::string_view too_late_for_change = "the session had started";

/// Of a message about a session whose cancellation is yet to be told.
inline constexpr std::string_view session_was_cancelled = "the session was cancelled";

/// Why the message is no longer true; empty when it is.
std::string_view find_untruth(const State& state, const store::ClaimedRow& row,
                              const Recipient& to);
std::string_view find_branch_untruth(State& state, const store::ClaimedRow& row,
                                     const Notification& made);

/// Whether a message of the kind says what was before.
bool tells_before(std::string_view kind);
/// Whether a message of the kind tells of a result.
bool tells_result(std::string_view kind);
/// "reseated", "waitlisted" or "unplaced": what became of somebody whose session was cancelled.
std::string_view outcome_of(std::string_view application_state);
/// "certificate", "reference", or empty.
std::string_view document_of(const State& state, const store::ResultRow& result);

}  // namespace keste::engine
