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
    case Wrong::test_elsewhere:
      return "test_elsewhere";
    case Wrong::test_unknown:
      return "test_unknown";
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
  }
  CHECK(false);
  return {};
}

}  // namespace keste::admission
