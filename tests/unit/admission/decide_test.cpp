// Who may have a seat, and the one reason why not.
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
  bool has_live_application = false;

  std::optional<Refusal> decide() const {
    return admission::decide(received_at, city, city_known ? &window : nullptr,
                             session_known ? &session : nullptr, has_live_application);
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
      {"no seat left", [](Case& c) { c.session.seats_taken = 2; }, Refusal::session_full},
      {"more taken than there are", [](Case& c) { c.session.seats_taken = 3; },
       Refusal::session_full},
      {"has another application", [](Case& c) { c.has_live_application = true; },
       Refusal::already_applied},
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
  c.session.seats_taken = 2;
  c.has_live_application = true;
  CHECK(c.decide() == Refusal::window_closed);
  c.received_at = noon;
  CHECK(c.decide() == Refusal::session_elsewhere);
  c.session.city = "almaty";
  CHECK(c.decide() == Refusal::already_applied);
}

TEST_CASE("every refusal has its own name with dashes", "[admission][decide]") {
  CHECK(to_text(Refusal::window_closed) == "window-closed");
  CHECK(to_text(Refusal::session_full) == "session-full");
  CHECK(to_text(Refusal::already_applied) == "already-applied");
  CHECK(to_text(Refusal::window_not_open) == "window-not-open");
  CHECK(to_text(Refusal::session_elsewhere) == "session-elsewhere");
}

}  // namespace
}  // namespace keste::admission
