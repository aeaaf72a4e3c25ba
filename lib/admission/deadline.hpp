// Until when a person may apply, change and withdraw.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "admission/application.hpp"
#include "base/instant.hpp"

namespace keste::admission {

/// *The* deadline of a person: the gate, the reminders and the pages all ask here. `closes_at` is
/// the window's end (their city's, or the campaign's for a test without a city), `extension` their
/// own, which only ever lengthens. Pure.
Instant deadline_of(Instant closes_at, std::optional<Instant> extension);

/// The window as it stands for a person, for `decide`. That its closing was recorded does not bind
/// one whose extension goes beyond it. Pure.
WindowFacts window_for(WindowFacts window, std::optional<Instant> extension);

/// The first instant at which it is too late to change, to withdraw and to be seated from the
/// waitlist. `change_until_before` is real time, not civil: 24 hours are 24 hours when clocks
/// change. A negative one counts as none. Pure.
Instant cut_off_of(Instant starts_at, std::chrono::minutes change_until_before);

/// An application as it stands when its ticket asks for something.
struct PlaceFacts {
  bool is_live = true;  ///< Seated or waitlisted; false once withdrawn, tested or lapsed.
  std::string city;
  const SessionFacts* session = nullptr;  ///< The seat; null while on the waitlist.
  Instant cut_off_at{};                   ///< Of that session.
  /// Until when one whose session was moved may answer; it may lie beyond the cut-off.
  std::optional<Instant> keep_by;
};

/// What is wished for instead.
struct WishFacts {
  bool is_any = false;                    ///< Any session in the city; the rest does not count.
  const SessionFacts* session = nullptr;  ///< Null when no such session is known.
  Instant cut_off_at{};
};

enum class ChangeRefusal {
  application_ended,
  cut_off_passed,  ///< Of the seat that would be given up.
  already_seated,  ///< Has a seat and wishes for any.
  session_unknown,
  session_elsewhere,
  session_cancelled,
  session_started,
  session_cut_off,  ///< Of the session wished for.
  session_full,
};
std::string_view to_text(ChangeRefusal refusal);  ///< "cut-off-passed": the problem's type.

/// Whether the seat, or the place on the waitlist, may be given up. A change after the cut-off
/// would be a withdrawal with an application, so both ask this. Who waits may always withdraw.
/// Pure.
std::optional<ChangeRefusal> decide_withdrawal(const PlaceFacts& place, Instant now);

/// Whether the wish may take the place's place; the window does not matter, for nobody applies
/// anew. Who has a seat needs a free one in the session wished for, and keeps theirs otherwise. Who
/// waits may wish for a full session too: they go on waiting, in their place in the line. Whether
/// the wish is the session they are seated in is for the caller to see first: then nothing changes.
/// Pure.
std::optional<ChangeRefusal> decide_change(const PlaceFacts& place, const WishFacts& wish,
                                           Instant now);

}  // namespace keste::admission
