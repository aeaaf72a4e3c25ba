// The rule by which the dashboard sorts.
#include "pages/city_trouble.hpp"

#include <algorithm>
#include <tuple>

namespace keste::pages {

bool is_overdue(const engine::SessionSnapshot& session, Instant now) {
  if (session.state == engine::SessionState::cancelled || now < session.due_at) return false;
  const auto& counts = session.applications;
  return counts.resulted + counts.absent < counts.seated;
}

CityTrouble find_trouble(const engine::CitySnapshot& city, Instant now, std::int64_t calls) {
  constexpr std::chrono::hours soon{24};
  CityTrouble trouble;
  const bool is_open = city.window == engine::WindowState::open && now < city.closes_at;
  trouble.failed = city.notifications.failed;
  trouble.calls = calls;
  trouble.closes_soon = is_open && city.closes_at - now <= soon;
  for (const engine::SessionSnapshot& session : city.sessions) {
    if (is_overdue(session, now)) ++trouble.overdue;
    const bool is_to_come = session.state == engine::SessionState::planned;
    if (is_open && is_to_come && session.seats_taken >= session.seats) ++trouble.full;
  }
  return trouble;
}

bool is_worse(const CityTrouble& left, const CityTrouble& right) {
  const auto weight = [](const CityTrouble& of) {
    return std::tuple(of.overdue, of.failed + of.calls, of.closes_soon, of.full);
  };
  return weight(left) > weight(right);
}

void sort_by_trouble(std::vector<DeskCity>& cities) {
  std::stable_sort(cities.begin(), cities.end(), [](const DeskCity& left, const DeskCity& right) {
    return is_worse(left.trouble, right.trouble);
  });
}

}  // namespace keste::pages
