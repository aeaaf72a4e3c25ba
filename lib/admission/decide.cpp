// Whether a request may have what it asks for: window, session, attempt.
#include <algorithm>

#include "admission/application.hpp"

namespace keste::admission {

/// Closed beats not open: a clock that was set back must not reopen a window.
std::optional<Refusal> decide_window(Instant received_at, const WindowFacts* window) {
  if (window == nullptr) return Refusal::city_unknown;
  if (window->closed_before_receipt || received_at >= window->closes_at) {
    return Refusal::window_closed;
  }
  if (received_at < window->opens_at) return Refusal::window_not_open;
  return std::nullopt;
}

std::optional<Refusal> decide_session(Instant received_at, std::string_view city,
                                      const SessionFacts* session) {
  if (session == nullptr) return Refusal::session_unknown;
  if (session->city != city) return Refusal::session_elsewhere;
  if (session->cancelled) return Refusal::session_cancelled;
  if (session->started || received_at >= session->starts_at) return Refusal::session_started;
  return std::nullopt;
}

bool has_open_seat(const SessionFacts& session) {
  return session.seats_taken < session.seats && !session.has_waiting;
}

std::optional<Refusal> decide_attempt(const campaign::AdmissionRules& rules,
                                      const AttemptFacts& facts) {
  const auto any = [&facts](auto holds) {
    return std::any_of(facts.past.begin(), facts.past.end(), holds);
  };
  if (any([](const PastAttempt& past) { return past.passed; })) return Refusal::already_passed;
  if (facts.has_code) {
    const bool used = any(
        [](const PastAttempt& past) { return past.free && (past.was_there || past.code_spent); });
    if (used || facts.other_free_attempt_live) return Refusal::free_attempt_used;
    return std::nullopt;
  }
  if (!rules.code_required) return std::nullopt;
  const bool retake = !facts.past.empty();
  if (facts.has_payment) {
    if (retake || rules.self_funded_first) return std::nullopt;
    return Refusal::promo_code_required;
  }
  return retake ? Refusal::payment_required : Refusal::promo_code_required;
}

}  // namespace keste::admission
