// Changes: what moves in a city's schedule, numbered for everybody to read.
#pragma once

#include <string_view>

#include "engine/state.hpp"
#include "store/window_versions.hpp"

namespace keste::engine {

/// Each of these writes a row for every field that is another than before, within the turn that
/// changes it. `reason` is public; empty where the campaign's file or the calendar changed.
void note_window_change(State& state, const std::string& city, const store::Span& was,
                        const store::Span& is, std::string_view reason);
void note_session_change(State& state, const store::SessionRow& was, const store::SessionRow& is,
                         std::string_view reason);
/// A session that comes to a city which has been published before: what the first file says of a
/// city is no change.
void note_session_added(State& state, const store::SessionRow& session);
void note_session_cancelled(State& state, const store::SessionRow& session,
                            std::string_view reason);
/// It takes place after all.
void note_session_reinstated(State& state, const store::SessionRow& session,
                             std::string_view reason);

}  // namespace keste::engine
