// Whether a request may have the seat it asks for.
#include "admission/application.hpp"

namespace keste::admission {
namespace {

/// Closed beats not open: a clock that was set back must not reopen a window.
std::optional<Refusal> judge_window(Instant received_at, const WindowFacts* window) {
  if (window == nullptr) return Refusal::city_unknown;
  if (window->closed_before_receipt || received_at >= window->closes_at) {
    return Refusal::window_closed;
  }
  if (received_at < window->opens_at) return Refusal::window_not_open;
  return std::nullopt;
}

std::optional<Refusal> judge_session(Instant received_at, std::string_view city,
                                     const SessionFacts* session) {
  if (session == nullptr) return Refusal::session_unknown;
  if (session->city != city) return Refusal::session_elsewhere;
  if (session->cancelled) return Refusal::session_cancelled;
  if (session->started || received_at >= session->starts_at) return Refusal::session_started;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> decide(Instant received_at, std::string_view city, const WindowFacts* window,
                              const SessionFacts* session, bool has_live_application) {
  if (const auto refusal = judge_window(received_at, window)) return refusal;
  if (const auto refusal = judge_session(received_at, city, session)) return refusal;
  // Before "full": who already has a seat there should hear that, not that there is none.
  if (has_live_application) return Refusal::already_applied;
  if (session->seats_taken >= session->seats) return Refusal::session_full;
  return std::nullopt;
}

}  // namespace keste::admission
