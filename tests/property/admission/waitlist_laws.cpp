// Laws of the waitlist: no seat twice, nobody passed over, the same answer each time.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "admission/waitlist.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

constexpr Instant now = from_micros(10);

/// At RapidCheck's full size from the first case on: small lines tell little.
int draw(int from, int below) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, below));
}

std::vector<SessionSeats> draw_sessions() {
  std::vector<SessionSeats> out;
  const int count = draw(0, 6);
  for (int i = 0; i < count; ++i) {
    SessionSeats one;
    one.session = "s" + std::to_string(i);
    one.starts_at = from_micros(draw(9, 22));
    one.cut_off_at = one.starts_at - std::chrono::microseconds(draw(0, 4));
    one.free = draw(-2, 4);
    one.is_held = draw(0, 5) > 0;
    out.push_back(one);
  }
  return out;
}

std::vector<Waiting> draw_line() {
  std::vector<Waiting> out;
  const int count = draw(0, 20);
  for (int i = 0; i < count; ++i) {
    const int wish = draw(-4, 7);
    out.push_back({100 + i, wish < 0 ? "" : "s" + std::to_string(wish)});
  }
  return out;
}

/// The law told once more, slowly: seats that may be given now.
std::map<std::string, int> open_seats(const std::vector<SessionSeats>& sessions) {
  std::map<std::string, int> out;
  for (const SessionSeats& one : sessions) {
    if (one.is_held && now < one.cut_off_at && one.free > 0) out[one.session] = one.free;
  }
  return out;
}

/// Whose start no other session with a seat comes before.
std::string find_earliest(const std::vector<SessionSeats>& sessions,
                          const std::map<std::string, int>& left) {
  const SessionSeats* first = nullptr;
  for (const SessionSeats& one : sessions) {
    const auto found = left.find(one.session);
    if (found == left.end() || found->second == 0) continue;
    const bool earlier = first == nullptr || one.starts_at < first->starts_at ||
                         (one.starts_at == first->starts_at && one.session < first->session);
    if (earlier) first = &one;
  }
  return first == nullptr ? "" : first->session;
}

TEST_CASE("each in the line gets their wish exactly when those before left it",
          "[admission][waitlist]") {
  rc::prop("no oversold seat, nobody passed over", [] {
    const auto sessions = draw_sessions();
    const auto line = draw_line();
    const auto plan = plan_seating(sessions, line, now);
    auto left = open_seats(sessions);
    auto next = plan.begin();
    for (const Waiting& one : line) {
      const std::string wish = one.session.empty() ? find_earliest(sessions, left) : one.session;
      if (left[wish] == 0) continue;
      RC_ASSERT((next != plan.end()));
      RC_ASSERT((*next == Seating{one.application, wish}));
      --left[wish];
      ++next;
    }
    RC_ASSERT((next == plan.end()));
    RC_CLASSIFY(!plan.empty());
  });
}

TEST_CASE("who comes later changes nothing for those before", "[admission][waitlist]") {
  rc::prop("a prefix of the line has a prefix of the plan", [] {
    const auto sessions = draw_sessions();
    const auto line = draw_line();
    const auto whole = plan_seating(sessions, line, now);
    const auto size = *rc::gen::inRange<std::size_t>(0, line.size() + 1);
    const auto part = plan_seating(sessions, std::span(line).first(size), now);
    RC_ASSERT(part.size() <= whole.size());
    RC_ASSERT(std::equal(part.begin(), part.end(), whole.begin()));
  });
}

TEST_CASE("the order of the sessions does not matter", "[admission][waitlist]") {
  rc::prop("the same plans", [] {
    auto sessions = draw_sessions();
    const auto line = draw_line();
    const auto plan = plan_seating(sessions, line, now);
    const auto moved = plan_reseating(sessions, line, from_micros(14), now);
    std::reverse(sessions.begin(), sessions.end());
    RC_ASSERT(plan_seating(sessions, line, now) == plan);
    RC_ASSERT(plan_reseating(sessions, line, from_micros(14), now) == moved);
  });
}

TEST_CASE("every person of a cancelled session has one outcome", "[admission][reseating]") {
  rc::prop("all seats are used before anyone waits, and no more", [] {
    const auto sessions = draw_sessions();
    const auto line = draw_line();
    const auto plan = plan_reseating(sessions, line, from_micros(14), now);
    RC_ASSERT(plan.size() == line.size());
    auto left = open_seats(sessions);
    std::size_t seats = 0;
    for (const auto& entry : left) seats += static_cast<std::size_t>(entry.second);
    const bool may_wait = std::any_of(sessions.begin(), sessions.end(), [](const auto& one) {
      return one.is_held && now < one.cut_off_at;
    });
    for (std::size_t i = 0; i < plan.size(); ++i) {
      RC_ASSERT(plan[i].application == line[i].application);
      RC_ASSERT((plan[i].outcome == Reseat::seated) == (i < seats));
      if (i < seats) RC_ASSERT(left[plan[i].session]-- > 0);
      if (i >= seats) {
        RC_ASSERT(plan[i].session.empty());
        RC_ASSERT((plan[i].outcome == Reseat::waitlisted) == may_wait);
      }
    }
  });
}

}  // namespace
}  // namespace keste::admission
