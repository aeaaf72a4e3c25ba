// Deadlines, cut-offs, and what may still be changed.
#include "admission/deadline.hpp"

#include <algorithm>

namespace keste::admission {
namespace {

/// A session that was moved at short notice leaves time to answer, but not beyond its start.
bool may_leave(const PlaceFacts& place, Instant now) {
  if (place.session->started || now >= place.session->starts_at) return false;
  return now < std::max(place.cut_off_at, place.keep_by.value_or(place.cut_off_at));
}

std::optional<ChangeRefusal> judge_wish(const PlaceFacts& place, const WishFacts& wish,
                                        Instant now) {
  const SessionFacts* const session = wish.session;
  if (session == nullptr) return ChangeRefusal::session_unknown;
  if (session->city != place.city) return ChangeRefusal::session_elsewhere;
  if (session->cancelled) return ChangeRefusal::session_cancelled;
  if (session->started || now >= session->starts_at) return ChangeRefusal::session_started;
  if (now >= wish.cut_off_at) return ChangeRefusal::session_cut_off;
  const bool is_full = session->seats_taken >= session->seats;
  if (is_full && place.session != nullptr) return ChangeRefusal::session_full;
  return std::nullopt;
}

}  // namespace

Instant deadline_of(Instant closes_at, std::optional<Instant> extension) {
  return std::max(closes_at, extension.value_or(closes_at));
}

WindowFacts window_for(WindowFacts window, std::optional<Instant> extension) {
  const Instant deadline = deadline_of(window.closes_at, extension);
  window.closed_before_receipt = window.closed_before_receipt && deadline == window.closes_at;
  window.closes_at = deadline;
  return window;
}

Instant cut_off_of(Instant starts_at, std::chrono::minutes change_until_before) {
  return starts_at - std::max(change_until_before, std::chrono::minutes::zero());
}

std::string_view to_text(ChangeRefusal refusal) {
  switch (refusal) {
    case ChangeRefusal::application_ended:
      return "application-ended";
    case ChangeRefusal::cut_off_passed:
      return "cut-off-passed";
    case ChangeRefusal::already_seated:
      return "already-seated";
    case ChangeRefusal::session_unknown:
      return "session-unknown";
    case ChangeRefusal::session_elsewhere:
      return "session-elsewhere";
    case ChangeRefusal::session_cancelled:
      return "session-cancelled";
    case ChangeRefusal::session_started:
      return "session-started";
    case ChangeRefusal::session_cut_off:
      return "session-cut-off";
    case ChangeRefusal::session_full:
      return "session-full";
  }
  return "unknown";
}

std::optional<ChangeRefusal> decide_withdrawal(const PlaceFacts& place, Instant now) {
  if (!place.is_live) return ChangeRefusal::application_ended;
  if (place.session != nullptr && !may_leave(place, now)) return ChangeRefusal::cut_off_passed;
  return std::nullopt;
}

std::optional<ChangeRefusal> decide_change(const PlaceFacts& place, const WishFacts& wish,
                                           Instant now) {
  if (const auto refusal = decide_withdrawal(place, now)) return refusal;
  if (!wish.is_any) return judge_wish(place, wish, now);
  if (place.session != nullptr) return ChangeRefusal::already_seated;
  return std::nullopt;
}

}  // namespace keste::admission
