// DeskBoard: the dashboard's overview, and the card of one city.
#pragma once

#include "pages/desk_scene.hpp"

namespace keste::pages {

/// For the template desk_board.
Value make_board(const DeskScene& scene);
/// For the template desk_card.
Value make_card(const DeskScene& scene, const DeskCity& city);
/// A moment of the agenda: what, where, when, and its address.
Value make_moment(const DeskScene& scene, const engine::UpcomingMoment& moment);

}  // namespace keste::pages
