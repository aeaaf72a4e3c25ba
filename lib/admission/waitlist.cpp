// Seats handed out in order of receipt.
#include "admission/waitlist.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace keste::admission {
namespace {

/// The seats that may still be given, taken one by one. Lives as long as the sessions it is made
/// from.
class FreeSeats {
 public:
  FreeSeats(std::span<const SessionSeats> sessions, Instant now) {
    for (const SessionSeats& one : sessions) {
      if (one.is_held && now < one.cut_off_at) open_.push_back({&one, one.free});
    }
  }

  bool is_any_open() const { return !open_.empty(); }

  /// For a person to whom any will do: earlier in this order first.
  template <class Rank>
  void prefer(Rank rank) {
    std::sort(open_.begin(), open_.end(), [&rank](const Left& one, const Left& other) {
      return rank(*one.session) < rank(*other.session);
    });
    for (std::size_t i = 0; i < open_.size(); ++i) places_[open_[i].session->session] = i;
  }

  /// Null when there is none. Seats only dwindle, so the first with one never moves back.
  const SessionSeats* take_any() {
    while (first_ < open_.size() && open_[first_].free <= 0) ++first_;
    return first_ < open_.size() ? take(first_) : nullptr;
  }
  const SessionSeats* take_in(std::string_view session) {
    const auto found = places_.find(session);
    if (found == places_.end() || open_[found->second].free <= 0) return nullptr;
    return take(found->second);
  }

 private:
  struct Left {
    const SessionSeats* session;
    int free;
  };

  const SessionSeats* take(std::size_t place) {
    --open_[place].free;
    return open_[place].session;
  }

  std::vector<Left> open_;
  std::unordered_map<std::string_view, std::size_t> places_;
  std::size_t first_ = 0;
};

}  // namespace

std::vector<Seating> plan_seating(std::span<const SessionSeats> sessions,
                                  std::span<const Waiting> line, Instant now) {
  FreeSeats seats(sessions, now);
  seats.prefer([](const SessionSeats& one) {
    return std::tuple(one.starts_at, std::string_view(one.session));
  });
  std::vector<Seating> plan;
  for (const Waiting& next : line) {
    const SessionSeats* const given =
        next.session.empty() ? seats.take_any() : seats.take_in(next.session);
    if (given != nullptr) plan.push_back({next.application, given->session});
  }
  return plan;
}

std::vector<Reseating> plan_reseating(std::span<const SessionSeats> sessions,
                                      std::span<const Waiting> line, Instant cancelled_starts_at,
                                      Instant now) {
  FreeSeats seats(sessions, now);
  seats.prefer([cancelled_starts_at](const SessionSeats& one) {
    const bool is_before = one.starts_at < cancelled_starts_at;
    const auto apart =
        is_before ? cancelled_starts_at - one.starts_at : one.starts_at - cancelled_starts_at;
    return std::tuple(is_before, apart, std::string_view(one.session));
  });
  const Reseat otherwise = seats.is_any_open() ? Reseat::waitlisted : Reseat::nothing_fits;
  std::vector<Reseating> plan;
  for (const Waiting& next : line) {
    const SessionSeats* const given = seats.take_any();
    plan.push_back({next.application, given == nullptr ? otherwise : Reseat::seated,
                    given == nullptr ? std::string() : given->session});
  }
  return plan;
}

}  // namespace keste::admission
