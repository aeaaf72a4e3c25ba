// DeskScene: what the coordinators' pages show from, and words that several of them use.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign.hpp"
#include "engine/engine_thread.hpp"
#include "pages/city_trouble.hpp"
#include "pages/site.hpp"

namespace keste::pages {

/// Lives while a page is made.
struct DeskScene {
  const Site& site;
  Language language = Language::kk;
  Instant now;  ///< The server's clock.
  const engine::Snapshot& snapshot;
  const campaign::Campaign& campaign;
  const engine::Actor& actor;
  bool reads = false;  ///< May open lists of people.
  engine::Survey survey{};

  const std::string& say(std::string_view name) const { return site.say(language, name); }
  std::string say(std::string_view name, std::initializer_list<TextArgument> arguments) const {
    return site.say(language, name, arguments);
  }
  /// "desk.kind_" and "window_opens": what a word of the engine means; the word itself where the
  /// texts do not know it.
  std::string word(std::string_view prefix, std::string_view code) const;
  /// Null also for a city that the asker may not see.
  const engine::CitySnapshot* find_city(std::string_view code) const;
  /// The city's zone, else that of the campaign's first city.
  const calendar::Zone* zone_of(std::string_view city) const;
  std::string city_name(std::string_view code) const;
  /// "среда, 20 сентября, 10:00"; midnight at the end of a day is 24:00 of that day.
  std::string moment(Instant at, const calendar::Zone& zone) const;
  /// The same, in the city's zone; UTC where no city is known.
  std::string moment(Instant at, std::string_view city) const;
  /// "20.09, 10:00": where many stand below one another.
  std::string brief(Instant at, std::string_view city) const;
  /// Those that the asker may see, the worst first.
  std::vector<DeskCity> list_cities() const;
};

/// "12 345", with a comma in English.
std::string group_digits(std::int64_t number, Language language);
/// "20.09"
std::string short_day(Date day);

}  // namespace keste::pages
