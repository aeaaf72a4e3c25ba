// Who may have a seat and make an attempt, and the one reason why not.
#include <functional>
#include <string>

#include "admission/application.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

using namespace std::chrono_literals;

constexpr Instant opens_at = from_micros(1'693'504'800'000'000);
constexpr Instant closes_at = opens_at + 17 * 24h;
constexpr Instant noon = opens_at + 12h;

/// A request that is accepted as it stands; each test changes what matters to it.
struct Case {
  Instant received_at = noon;
  std::string city = "almaty";
  WindowFacts window{opens_at, closes_at, false};
  SessionFacts session{"almaty", closes_at + 10h, false, false, 2, 1};
  bool city_known = true;
  bool session_known = true;

  std::optional<Refusal> decide() const {
    if (const auto refusal = decide_window(received_at, city_known ? &window : nullptr)) {
      return refusal;
    }
    return decide_session(received_at, city, session_known ? &session : nullptr);
  }
};

TEST_CASE("a request in the window for a session with a seat is accepted", "[admission][decide]") {
  CHECK_FALSE(Case().decide().has_value());
}

struct Row {
  const char* situation;
  std::function<void(Case&)> change;
  std::optional<Refusal> expected;
};

TEST_CASE("each reason refuses by itself", "[admission][decide]") {
  const Row rows[] = {
      {"unknown city", [](Case& c) { c.city_known = false; }, Refusal::city_unknown},
      {"one microsecond before the opening", [](Case& c) { c.received_at = opens_at - 1us; },
       Refusal::window_not_open},
      {"at the opening", [](Case& c) { c.received_at = opens_at; }, std::nullopt},
      {"one microsecond before the closing", [](Case& c) { c.received_at = closes_at - 1us; },
       std::nullopt},
      {"at the closing itself", [](Case& c) { c.received_at = closes_at; }, Refusal::window_closed},
      {"closing recorded and the clock set back",
       [](Case& c) { c.window.closed_before_receipt = true; }, Refusal::window_closed},
      {"closing recorded and the clock set back before the opening",
       [](Case& c) {
         c.window.closed_before_receipt = true;
         c.received_at = opens_at - 1h;
       },
       Refusal::window_closed},
      {"unknown session", [](Case& c) { c.session_known = false; }, Refusal::session_unknown},
      {"session in another city", [](Case& c) { c.session.city = "oral"; },
       Refusal::session_elsewhere},
      {"session starts now", [](Case& c) { c.session.starts_at = noon; }, Refusal::session_started},
      {"session starts next", [](Case& c) { c.session.starts_at = noon + 1us; }, std::nullopt},
      {"session recorded as started", [](Case& c) { c.session.started = true; },
       Refusal::session_started},
      {"session cancelled", [](Case& c) { c.session.cancelled = true; },
       Refusal::session_cancelled},
      {"no seat left, which is another question", [](Case& c) { c.session.seats_taken = 2; },
       std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.situation);
    Case c;
    row.change(c);
    CHECK(c.decide() == row.expected);
  }
}

TEST_CASE("of several reasons the outer one is given", "[admission][decide]") {
  Case c;
  c.received_at = closes_at;
  c.session.city = "oral";
  c.session.cancelled = true;
  CHECK(c.decide() == Refusal::window_closed);
  c.received_at = noon;
  CHECK(c.decide() == Refusal::session_elsewhere);
  c.session.city = "almaty";
  CHECK(c.decide() == Refusal::session_cancelled);
}

TEST_CASE("a seat is open when it is free and nobody waits for it", "[admission][decide]") {
  SessionFacts session{"almaty", closes_at, false, false, 2, 1};
  CHECK(has_open_seat(session));
  session.has_waiting = true;
  CHECK_FALSE(has_open_seat(session));
  session.has_waiting = false;
  session.seats_taken = 2;
  CHECK_FALSE(has_open_seat(session));
  session.seats_taken = 5;  // Seats were lowered afterwards.
  CHECK_FALSE(has_open_seat(session));
}

struct AttemptRow {
  const char* situation;
  AttemptFacts facts;
  std::optional<Refusal> strict;   ///< Where a first attempt needs a code.
  std::optional<Refusal> lenient;  ///< Where nothing is asked for.
};

TEST_CASE("one attempt is free, a retake is paid for, and nobody sits again after passing",
          "[admission][decide]") {
  const PastAttempt failed_free{true, true, false, false};
  const PastAttempt failed_paid{false, true, false, false};
  const PastAttempt passed{true, true, false, true};
  const PastAttempt missed{true, false, false, false};
  const PastAttempt missed_spent{true, false, true, false};
  const auto none = std::nullopt;
  const AttemptRow rows[] = {
      {"a code, the first time", {true, false, false, {}}, none, none},
      {"nothing, the first time", {}, Refusal::promo_code_required, none},
      {"a payment, the first time", {false, true, false, {}}, Refusal::promo_code_required, none},
      {"a code while another test's is used",
       {true, false, true, {}},
       Refusal::free_attempt_used,
       Refusal::free_attempt_used},
      {"a code after a free attempt that failed",
       {true, false, false, {failed_free}},
       Refusal::free_attempt_used,
       Refusal::free_attempt_used},
      {"a code after a paid attempt that failed", {true, false, false, {failed_paid}}, none, none},
      {"a payment after an attempt that failed", {false, true, false, {failed_free}}, none, none},
      {"nothing after an attempt that failed",
       {false, false, false, {failed_free}},
       Refusal::payment_required,
       none},
      {"a code after an absence", {true, false, false, {missed}}, none, none},
      {"a code after an absence that spent it",
       {true, false, false, {missed_spent}},
       Refusal::free_attempt_used,
       Refusal::free_attempt_used},
      {"a payment after an absence", {false, true, false, {missed_spent}}, none, none},
      {"a payment after passing",
       {false, true, false, {failed_free, passed}},
       Refusal::already_passed,
       Refusal::already_passed},
      {"a code after passing",
       {true, false, false, {passed}},
       Refusal::already_passed,
       Refusal::already_passed},
  };
  campaign::AdmissionRules strict;
  strict.code_required = true;
  strict.self_funded_first = false;
  for (const AttemptRow& row : rows) {
    CAPTURE(row.situation);
    CHECK(decide_attempt(strict, row.facts) == row.strict);
    CHECK(decide_attempt(campaign::AdmissionRules(), row.facts) == row.lenient);
  }
  strict.self_funded_first = true;
  CHECK(decide_attempt(strict, {false, true, false, {}}) == none);
}

TEST_CASE("every refusal has its own name with dashes", "[admission][decide]") {
  CHECK(to_text(Refusal::window_closed) == "window-closed");
  CHECK(to_text(Refusal::session_full) == "session-full");
  CHECK(to_text(Refusal::already_applied) == "already-applied");
  CHECK(to_text(Refusal::window_not_open) == "window-not-open");
  CHECK(to_text(Refusal::session_elsewhere) == "session-elsewhere");
  for (int i = 0; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    CHECK(parse_refusal(to_text(refusal)) == refusal);
  }
  CHECK_FALSE(parse_refusal("no-such-refusal").has_value());
}

}  // namespace
}  // namespace keste::admission
