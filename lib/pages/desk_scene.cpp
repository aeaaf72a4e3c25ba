// Names, instants and cities as the coordinators' pages write them.
#include "pages/desk_scene.hpp"

namespace keste::pages {

std::string DeskScene::word(std::string_view prefix, std::string_view code) const {
  const std::string* known = site.texts().find(language, std::string(prefix).append(code));
  return known == nullptr ? std::string(code) : *known;
}

const engine::CitySnapshot* DeskScene::find_city(std::string_view code) const {
  return actor.may_see(code) ? snapshot.find_city(code) : nullptr;
}

const calendar::Zone* DeskScene::zone_of(std::string_view city) const {
  if (const auto* found = snapshot.find_city(city)) return &found->zone;
  return snapshot.cities.empty() ? nullptr : &snapshot.cities.front()->zone;
}

std::string DeskScene::city_name(std::string_view code) const {
  const engine::CitySnapshot* city = snapshot.find_city(code);
  return city == nullptr ? std::string(code) : city->name.in(language);
}

std::string DeskScene::moment(Instant at, const calendar::Zone& zone) const {
  const LocalTime local = zone.to_local(at);
  const bool is_midnight = local == std::chrono::floor<std::chrono::days>(local);
  if (!is_midnight) return site.day(language, at, zone) + ", " + site.time(language, at, zone);
  return site.day(language, at - std::chrono::seconds(1), zone) + ", 24:00";
}

std::string DeskScene::moment(Instant at, std::string_view city) const {
  const calendar::Zone* zone = zone_of(city);
  return zone == nullptr ? format_utc(at) : moment(at, *zone);
}

std::string DeskScene::brief(Instant at, std::string_view city) const {
  const calendar::Zone* zone = zone_of(city);
  if (zone == nullptr) return format_utc(at);
  const LocalTime local = zone->to_local(at);
  const bool is_midnight = local == std::chrono::floor<std::chrono::days>(local);
  if (is_midnight) return short_day(zone->date_at(at - std::chrono::seconds(1))) + ", 24:00";
  return short_day(zone->date_at(at)) + ", " + site.time(language, at, *zone);
}

std::vector<DeskCity> DeskScene::list_cities() const {
  std::vector<DeskCity> cities;
  for (const auto& city : snapshot.cities) {
    if (!actor.may_see(city->code)) continue;
    const auto calls = survey.calls.find(city->code);
    const std::int64_t waiting = calls == survey.calls.end() ? 0 : calls->second;
    cities.push_back({city, find_trouble(*city, now, waiting)});
  }
  sort_by_trouble(cities);
  return cities;
}

std::string group_digits(std::int64_t number, Language language) {
  constexpr std::size_t group = 3;
  std::string digits = std::to_string(number);
  const std::string_view mark = language == Language::en ? "," : "\u00a0";
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + group;) {
    at -= group;
    digits.insert(at, mark);
  }
  return digits;
}

std::string short_day(Date day) {
  const std::string iso = format_date(day);
  return iso.substr(8, 2) + "." + iso.substr(5, 2);
}

}  // namespace keste::pages
