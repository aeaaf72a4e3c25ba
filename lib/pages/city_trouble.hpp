// CityTrouble: what is wrong in a city, and which city needs somebody first.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/snapshot.hpp"

namespace keste::pages {

struct CityTrouble {
  int overdue = 0;           ///< Sessions whose results were due and are not all in.
  std::int64_t failed = 0;   ///< Messages that nobody got.
  std::int64_t calls = 0;    ///< People who must be called.
  bool closes_soon = false;  ///< The window closes within a day.
  int full = 0;              ///< Sessions to come without a seat, while applications are taken.

  /// Something was promised and not kept.
  bool is_grave() const { return overdue > 0 || failed > 0 || calls > 0; }
  bool any() const { return is_grave() || closes_soon || full > 0; }
};

/// Whether a session's results were due and some are missing.
bool is_overdue(const engine::SessionSnapshot& session, Instant now);
CityTrouble find_trouble(const engine::CitySnapshot& city, Instant now, std::int64_t calls);
/// By overdue sessions, then people whom no message reached, then a window that closes soon, then
/// full sessions: what was promised comes before what may still be helped.
bool is_worse(const CityTrouble& left, const CityTrouble& right);

/// A city of the dashboard.
struct DeskCity {
  std::shared_ptr<const engine::CitySnapshot> city;
  CityTrouble trouble;
};
/// The worst first; cities that are alike keep their order.
void sort_by_trouble(std::vector<DeskCity>& cities);

}  // namespace keste::pages
