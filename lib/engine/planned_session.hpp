// PlannedSession: a session as it stands and as a plan would have it.
#pragma once

#include <optional>

#include "campaign/difference.hpp"
#include "engine/state.hpp"
#include "store/campaign_versions.hpp"

namespace keste::engine {

/// The same computation for whoever plans a change and for whoever carries it out.
struct PlannedSession {
  store::SessionRow is;
  bool has_moved = false;  ///< To another time or place.
  bool has_moved_house = false;
  bool due_moves = false;
  bool calendar_ends = false;   ///< There is no due date.
  store::PlaceWords place_was;  ///< Both for a session that has moved house.
  store::PlaceWords place_is;
};

struct FilePair {
  const EngineSettings& before;
  const EngineSettings& wanted;
};
/// `change` is null when the file says the same of the session as before. Its city must be in both.
PlannedSession plan_session(const FilePair& files, const store::SessionRow& was,
                            const campaign::SessionChange* change);

/// A window as a plan would have it: what has happened stays. One that should have opened already
/// opens at once; one that should have closed closes at once, and who was taken till then was in
/// time.
store::WindowRow plan_window(store::WindowRow row, const campaign::CityWindow& wanted, Instant now);

/// The campaign in force with the windows and sessions that the file last gave: what was changed at
/// the desk stands until the file itself changes it.
campaign::Version find_standing(State& state, const std::vector<store::WindowRow>& windows);

/// What a message in Kazakh says of where a session is; the city at least.
store::PlaceWords words_of_place(const campaign::Campaign& campaign, std::string_view session);

}  // namespace keste::engine
