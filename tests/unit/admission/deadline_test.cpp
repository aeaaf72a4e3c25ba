// The last instant for each thing, and the first that is too late.
#include "admission/deadline.hpp"

#include <functional>

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

using namespace std::chrono_literals;

constexpr Instant closes_at = from_micros(1'694'973'600'000'000);
constexpr Instant starts_at = closes_at + 72h;
constexpr Instant cut_off_at = starts_at - 24h;
constexpr Instant noon = closes_at - 12h;

TEST_CASE("an extension lengthens and never shortens", "[admission][deadline]") {
  CHECK(deadline_of(closes_at, std::nullopt) == closes_at);
  CHECK(deadline_of(closes_at, closes_at + 1us) == closes_at + 1us);
  CHECK(deadline_of(closes_at, closes_at) == closes_at);
  CHECK(deadline_of(closes_at, closes_at - 1h) == closes_at);
}

TEST_CASE("the gate opens again for whom it was extended, until their own deadline",
          "[admission][deadline]") {
  const Instant extension = closes_at + 24h;
  struct Row {
    const char* situation;
    Instant at;
    bool closed;
    std::optional<Instant> extension;
    std::optional<Refusal> expected;
  };
  const Row rows[] = {
      {"extended, closing recorded", closes_at + 1h, true, extension, std::nullopt},
      {"extended, last instant", extension - 1us, true, extension, std::nullopt},
      {"extended, too late", extension, true, extension, Refusal::window_closed},
      {"not extended", closes_at, true, std::nullopt, Refusal::window_closed},
      {"not extended, clock set back", noon, true, std::nullopt, Refusal::window_closed},
      {"extended to before the end, clock set back", noon, true, noon + 1h, Refusal::window_closed},
      {"extended to before the end, open", noon + 2h, false, noon + 1h, std::nullopt},
      {"before the opening", closes_at - 401h, false, extension, Refusal::window_not_open},
  };
  for (const Row& row : rows) {
    CAPTURE(row.situation);
    const WindowFacts window = window_for({closes_at - 400h, closes_at, row.closed}, row.extension);
    CHECK(decide_window(row.at, &window) == row.expected);
    CHECK(window.opens_at == closes_at - 400h);
  }
}

TEST_CASE("the cut-off lies before the start", "[admission][deadline]") {
  CHECK(cut_off_of(starts_at, 24h) == cut_off_at);
  CHECK(cut_off_of(starts_at, 0min) == starts_at);
  CHECK(cut_off_of(starts_at, -5min) == starts_at);
}

/// Seated in Oral, with a seat free in another session there; each test changes what matters.
struct Case {
  Instant now = noon;
  SessionFacts own{"oral", starts_at, false, false, 9, 9};
  SessionFacts other{"oral", starts_at + 24h, false, false, 2, 1};
  PlaceFacts place{true, "oral", nullptr, cut_off_at, std::nullopt};
  WishFacts wish{false, nullptr, cut_off_at + 24h};
  bool waits = false;
  bool other_known = true;

  std::optional<ChangeRefusal> change() const {
    WishFacts wished = wish;
    wished.session = other_known ? &other : nullptr;
    return decide_change(placed(), wished, now);
  }
  std::optional<ChangeRefusal> withdraw() const { return decide_withdrawal(placed(), now); }
  PlaceFacts placed() const {
    PlaceFacts out = place;
    out.session = waits ? nullptr : &own;
    return out;
  }
};

struct Row {
  const char* situation;
  std::function<void(Case&)> change;
  std::optional<ChangeRefusal> to_change;
  std::optional<ChangeRefusal> to_withdraw;
};

void check(const Row& row) {
  CAPTURE(row.situation);
  Case c;
  row.change(c);
  CHECK(c.change() == row.to_change);
  CHECK(c.withdraw() == row.to_withdraw);
}

constexpr std::nullopt_t fine = std::nullopt;
using enum ChangeRefusal;

TEST_CASE("a seat may be changed or given up until its cut-off", "[admission][deadline]") {
  const Row rows[] = {
      {"in time", [](Case&) {}, fine, fine},
      {"last instant", [](Case& c) { c.now = cut_off_at - 1us; }, fine, fine},
      {"at the cut-off", [](Case& c) { c.now = cut_off_at; }, cut_off_passed, cut_off_passed},
      {"recorded as started", [](Case& c) { c.own.started = true; }, cut_off_passed,
       cut_off_passed},
      {"withdrawn before", [](Case& c) { c.place.is_live = false; }, application_ended,
       application_ended},
      {"moved, within the time to answer",
       [](Case& c) {
         c.place.keep_by = cut_off_at + 2h;
         c.now = cut_off_at + 2h - 1us;
       },
       fine, fine},
      {"moved, time to answer over", [](Case& c) { c.now = *(c.place.keep_by = cut_off_at + 2h); },
       cut_off_passed, cut_off_passed},
      {"moved, time to answer before the cut-off",
       [](Case& c) {
         c.place.keep_by = cut_off_at - 2h;
         c.now = cut_off_at - 1h;
       },
       fine, fine},
      {"moved, but it has begun",
       [](Case& c) {
         c.place.keep_by = starts_at + 1h;
         c.now = starts_at;
       },
       cut_off_passed, cut_off_passed},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("the session wished for must be one that may still be entered", "[admission][deadline]") {
  const Row rows[] = {
      {"unknown", [](Case& c) { c.other_known = false; }, session_unknown, fine},
      {"elsewhere", [](Case& c) { c.other.city = "astana"; }, session_elsewhere, fine},
      {"cancelled", [](Case& c) { c.other.cancelled = true; }, session_cancelled, fine},
      {"recorded as started", [](Case& c) { c.other.started = true; }, session_started, fine},
      {"starts now", [](Case& c) { c.other.starts_at = c.now; }, session_started, fine},
      {"before its cut-off", [](Case& c) { c.wish.cut_off_at = c.now + 1us; }, fine, fine},
      {"at its cut-off", [](Case& c) { c.wish.cut_off_at = c.now; }, session_cut_off, fine},
      {"full", [](Case& c) { c.other.seats_taken = 2; }, session_full, fine},
      {"over", [](Case& c) { c.other.seats_taken = 5; }, session_full, fine},
      {"any", [](Case& c) { c.wish.is_any = true; }, already_seated, fine},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("who waits may wish for another session, and withdraw at any time",
          "[admission][deadline]") {
  const Row rows[] = {
      {"a seat is free", [](Case&) {}, fine, fine},
      {"full: waits on", [](Case& c) { c.other.seats_taken = 2; }, fine, fine},
      {"any", [](Case& c) { c.wish.is_any = true; }, fine, fine},
      {"any, whatever else is known",
       [](Case& c) {
         c.wish.is_any = true;
         c.other_known = false;
       },
       fine, fine},
      {"at its cut-off", [](Case& c) { c.wish.cut_off_at = c.now; }, session_cut_off, fine},
      {"long after", [](Case& c) { c.now = starts_at + 999h; }, session_started, fine},
      {"withdrawn before", [](Case& c) { c.place.is_live = false; }, application_ended,
       application_ended},
  };
  for (Row row : rows) {
    const auto change = row.change;
    row.change = [change](Case& c) {
      c.waits = true;
      change(c);
    };
    check(row);
  }
}

TEST_CASE("a refused change has its name", "[admission][deadline]") {
  CHECK(to_text(cut_off_passed) == "cut-off-passed");
  CHECK(to_text(session_cut_off) == "session-cut-off");
  CHECK(to_text(session_full) == to_text(Refusal::session_full));
  CHECK(to_text(session_elsewhere) == to_text(Refusal::session_elsewhere));
}

}  // namespace
}  // namespace keste::admission
