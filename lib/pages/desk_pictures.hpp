// DeskPictures: the campaign's timeline, the map and the curve of applications, as SVG.
#pragma once

#include <string>
#include <vector>

#include "pages/desk_scene.hpp"

namespace keste::pages {

/// A row for each city: its window, its sittings and due dates, and today across all.
std::string draw_timeline(const DeskScene& scene, const std::vector<DeskCity>& cities);
/// The country with the state of each city that has a place on it; empty when none has.
std::string draw_map(const DeskScene& scene, const std::vector<DeskCity>& cities);
/// All applications against time, with each closing; empty without a count.
std::string draw_curve(const DeskScene& scene);
/// At which instants the curve is counted: from the first opening to the last closing, none later
/// than now; at most 200.
std::vector<Instant> list_curve_marks(const engine::Snapshot& snapshot, Instant now);

}  // namespace keste::pages
