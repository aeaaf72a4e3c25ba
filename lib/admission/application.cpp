// The stable names of what is wrong with a form and of refusals.
#include "admission/application.hpp"

#include "base/check.hpp"

namespace keste::admission {

std::string_view to_text(Wrong wrong) {
  switch (wrong) {
    case Wrong::missing:
      return "missing";
    case Wrong::too_long:
      return "too_long";
    case Wrong::not_text:
      return "not_text";
    case Wrong::iin_length:
      return "iin_length";
    case Wrong::iin_control:
      return "iin_control";
    case Wrong::not_an_email:
      return "not_an_email";
    case Wrong::not_a_phone:
      return "not_a_phone";
    case Wrong::not_a_language:
      return "not_a_language";
    case Wrong::not_a_code:
      return "not_a_code";
    case Wrong::consent_missing:
      return "consent_missing";
    case Wrong::test_unknown:
      return "test_unknown";
    case Wrong::not_for_online:
      return "not_for_online";
    case Wrong::code_and_payment:
      return "code_and_payment";
  }
  CHECK(false);
  return {};
}

std::string_view to_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::city_unknown:
      return "city-unknown";
    case Refusal::window_not_open:
      return "window-not-open";
    case Refusal::window_closed:
      return "window-closed";
    case Refusal::session_unknown:
      return "session-unknown";
    case Refusal::session_elsewhere:
      return "session-elsewhere";
    case Refusal::session_started:
      return "session-started";
    case Refusal::session_cancelled:
      return "session-cancelled";
    case Refusal::session_full:
      return "session-full";
    case Refusal::already_applied:
      return "already-applied";
    case Refusal::already_passed:
      return "already-passed";
    case Refusal::free_attempt_used:
      return "free-attempt-used";
    case Refusal::promo_code_required:
      return "promo-code-required";
    case Refusal::payment_required:
      return "payment-required";
    case Refusal::promo_code_refused:
      return "promo-code-refused";
    case Refusal::promo_code_mistyped:
      return "promo-code-mistyped";
    case Refusal::promo_code_void:
      return "promo-code-void";
    case Refusal::promo_code_used:
      return "promo-code-used";
    case Refusal::promo_code_reserved:
      return "promo-code-reserved";
    case Refusal::promo_code_other_test:
      return "promo-code-other-test";
    case Refusal::application_ended:
      return "application-ended";
    case Refusal::cut_off_passed:
      return "cut-off-passed";
    case Refusal::session_cut_off:
      return "session-cut-off";
    case Refusal::already_seated:
      return "already-seated";
  }
  CHECK(false);
  return {};
}

std::optional<Refusal> parse_refusal(std::string_view word) {
  for (int i = 0; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (to_text(refusal) == word) return refusal;
  }
  return std::nullopt;
}

}  // namespace keste::admission
