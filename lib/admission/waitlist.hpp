// The waitlist: who gets a seat next, and where the people of a cancelled session go.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace keste::admission {

/// A session of the city in question, as a seat is given.
struct SessionSeats {
  std::string session;
  Instant starts_at;
  Instant cut_off_at;
  int free = 0;         ///< Seats less those taken; below zero when the session is over.
  bool is_held = true;  ///< False once it is cancelled, started or later.
};

/// An application that waits for a seat in the city, or lost the one it had.
struct Waiting {
  std::int64_t application = 0;
  std::string session;  ///< The one wished for; empty for any in the city.
};

struct Seating {
  std::int64_t application = 0;
  std::string session;
  friend bool operator==(const Seating&, const Seating&) = default;
};

/// Who of `line` is seated now, in the line's order, which is that of receipt. Each is offered what
/// those before left: the session wished for, or for "any" the one that starts first (of equal
/// starts, the one whose name sorts first). So nobody is passed over whose wish can be met. No seat
/// is given at a session's cut-off or after it. One pass; the sessions' order does not matter.
/// Pure.
std::vector<Seating> plan_seating(std::span<const SessionSeats> sessions,
                                  std::span<const Waiting> line, Instant now);

enum class Reseat {
  seated,
  waitlisted,    ///< For any session of the city.
  nothing_fits,  ///< No session of the city may be entered any more: the code is free again.
};

struct Reseating {
  std::int64_t application = 0;
  Reseat outcome = Reseat::nothing_fits;
  std::string session;  ///< Empty unless seated.
  friend bool operator==(const Reseating&, const Reseating&) = default;
};

/// Where the people of a cancelled session go, in order of receipt (`line`; wishes do not count):
/// the city's next session that has a seat, counted from the cancelled one's start; where none
/// follows, the nearest before it. `sessions` may hold the cancelled one, not held. Pure.
std::vector<Reseating> plan_reseating(std::span<const SessionSeats> sessions,
                                      std::span<const Waiting> line, Instant cancelled_starts_at,
                                      Instant now);

}  // namespace keste::admission
