// Seats go in order of receipt, and never after the cut-off.
#include "admission/waitlist.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

using namespace std::chrono_literals;
using Seatings = std::vector<Seating>;
using Reseatings = std::vector<Reseating>;

constexpr Instant now = from_micros(1'694'000'000'000'000);

/// Starts `days` from now, with a cut-off 24 hours before.
SessionSeats session_in(int days, const char* name, int free) {
  return {name, now + days * 24h, now + (days - 1) * 24h, free, true};
}

TEST_CASE("a freed seat goes to the first in the line whose wish it meets",
          "[admission][waitlist]") {
  const std::vector<SessionSeats> sessions{session_in(5, "s5", 1), session_in(3, "s3", 0)};
  CHECK(plan_seating(sessions, {}, now).empty());
  const std::vector<Waiting> line{{11, "s3"}, {12, "s5"}, {13, ""}};
  CHECK(plan_seating(sessions, line, now) == Seatings{{12, "s5"}});
}

TEST_CASE("any in the city is the one that starts first", "[admission][waitlist]") {
  const std::vector<SessionSeats> sessions{session_in(5, "a5", 2), session_in(3, "s3b", 1),
                                           session_in(3, "s3a", 1), session_in(2, "s2", 0)};
  const std::vector<Waiting> line{{1, ""}, {2, ""}, {3, ""}, {4, "s3a"}, {5, ""}, {6, ""}};
  CHECK(plan_seating(sessions, line, now) ==
        Seatings{{1, "s3a"}, {2, "s3b"}, {3, "a5"}, {5, "a5"}});
}

TEST_CASE("the cut-off is the first instant that is too late", "[admission][waitlist]") {
  const std::vector<SessionSeats> sessions{session_in(3, "s3", 1), session_in(5, "s5", 1)};
  const std::vector<Waiting> wish{{1, "s3"}};
  const std::vector<Waiting> any{{1, ""}};
  const Instant cut_off_at = sessions[0].cut_off_at;
  CHECK(plan_seating(sessions, wish, cut_off_at - 1us) == Seatings{{1, "s3"}});
  CHECK(plan_seating(sessions, wish, cut_off_at).empty());
  CHECK(plan_seating(sessions, any, cut_off_at - 1us) == Seatings{{1, "s3"}});
  CHECK(plan_seating(sessions, any, cut_off_at) == Seatings{{1, "s5"}});
}

TEST_CASE("a session that is over, cancelled or unknown seats nobody", "[admission][waitlist]") {
  std::vector<SessionSeats> sessions{session_in(3, "over", -3), session_in(4, "cancelled", 9)};
  sessions[1].is_held = false;
  const std::vector<Waiting> line{{1, "over"}, {2, "cancelled"}, {3, "elsewhere"}, {4, ""}};
  CHECK(plan_seating(sessions, line, now).empty());
  CHECK(plan_seating({}, line, now).empty());
}

TEST_CASE("the people of a cancelled session go to the next one with a seat",
          "[admission][reseating]") {
  std::vector<SessionSeats> sessions{session_in(2, "s2", 1), session_in(4, "s4", 1),
                                     session_in(6, "s6", 9), session_in(9, "s9", 1),
                                     session_in(7, "s7", 1)};
  sessions[2].is_held = false;
  const std::vector<Waiting> people{{1, "s6"}, {2, "s6"}, {3, "s6"}, {4, "s6"}, {5, "s6"}};
  CHECK(plan_reseating(sessions, people, sessions[2].starts_at, now) ==
        Reseatings{{1, Reseat::seated, "s7"},
                   {2, Reseat::seated, "s9"},
                   {3, Reseat::seated, "s4"},
                   {4, Reseat::seated, "s2"},
                   {5, Reseat::waitlisted, ""}});
}

TEST_CASE("who cannot be reseated waits while any session may be entered",
          "[admission][reseating]") {
  const std::vector<SessionSeats> full{session_in(3, "s3", 0), session_in(4, "s4", -2)};
  const std::vector<Waiting> people{{1, ""}};
  const Instant last = full[1].cut_off_at;
  CHECK(plan_reseating(full, people, now, last - 1us) == Reseatings{{1, Reseat::waitlisted, ""}});
  CHECK(plan_reseating(full, people, now, last) == Reseatings{{1, Reseat::nothing_fits, ""}});
  CHECK(plan_reseating({}, people, now, now) == Reseatings{{1, Reseat::nothing_fits, ""}});
  CHECK(plan_reseating(full, {}, now, now).empty());
}

}  // namespace
}  // namespace keste::admission
