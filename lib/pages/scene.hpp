// Scene: what the pages of one moment are made from, and the phrases that several of them need.
#pragma once

#include <string>
#include <string_view>

#include "calendar/working_calendar.hpp"
#include "campaign/campaign.hpp"
#include "engine/snapshot.hpp"
#include "pages/site.hpp"

namespace keste::pages {

/// Values and references of one rendering; what is referred to outlives it.
struct Scene {
  const Site& site;
  const engine::Snapshot& snapshot;
  const campaign::Campaign& campaign;
  const calendar::WorkingCalendar* calendar;  ///< Null: no due date is explained.
  Language language;
  Instant now;

  const std::string& say(std::string_view name) const { return site.say(language, name); }
  std::string say(std::string_view name, std::initializer_list<TextArgument> arguments) const {
    return site.say(language, name, arguments);
  }
  /// The frame of a page with this title.
  Frame frame(std::string title) const;
};

/// "среда, 20 сентября, 24:00 (UTC+6)": a closing at midnight belongs to the day that it ends.
std::string closing_text(const Scene& scene, Instant closes_at, const calendar::Zone& zone);
/// "среда, 20 сентября 2023 г., 18:00 (UTC+6)"
std::string moment_text(const Scene& scene, Instant at, const calendar::Zone& zone);
/// "среда, 20 сентября, 10:00–12:30"
std::string sitting_text(const Scene& scene, Instant starts_at, Instant ends_at,
                         const calendar::Zone& zone);
/// "12 свободных мест"
std::string seats_text(const Scene& scene, int seats);

/// By the clock: what the engine has recorded may be a moment behind it.
engine::WindowState window_at(Instant now, Instant opens_at, Instant closes_at);

/// A span of time that scripts count down; without scripts it stays hidden. `pattern` and `over`
/// name texts.
Value countdown(const Scene& scene, Instant at, std::string_view pattern, std::string_view over);

struct VenueText {
  std::string name;
  std::string address;  ///< May be empty.
};
/// What was set at the desk, else the session's venue in the file, else the city's branch; empty
/// when none is known. `session` may be null.
VenueText venue_of(const Scene& scene, const engine::CitySnapshot& city,
                   const engine::SessionSnapshot* session);

/// One that may still be chosen: planned, and not begun.
bool is_ahead(const engine::SessionSnapshot& session, Instant now);

}  // namespace keste::pages
