// The map: a rough outline of Kazakhstan, and a mark for each city whose shape tells its state.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "pages/desk_pictures.hpp"
#include "pages/svg.hpp"

namespace keste::pages {
namespace {

constexpr double scale = 20;     ///< Units for a degree of latitude.
constexpr double narrow = 0.67;  ///< Of a degree of longitude at 48° north.
constexpr campaign::MapPoint corner{56.2, 45.6};
constexpr Svg::Point size{580, 335};

/// Drawn by hand for this map, to about half a degree: for finding one's city, not for measuring.
constexpr std::array<campaign::MapPoint, 62> outline{{
    {48.4, 46.5}, {50.0, 47.2}, {50.3, 48.7}, {51.5, 50.5}, {51.7, 52.4}, {51.0, 54.5},
    {50.6, 55.7}, {51.1, 57.5}, {50.7, 59.5}, {50.9, 61.5}, {52.0, 60.1}, {53.0, 61.2},
    {53.9, 61.2}, {54.0, 64.9}, {54.6, 67.5}, {55.3, 69.0}, {55.3, 70.8}, {54.2, 71.2},
    {54.1, 72.9}, {53.6, 73.5}, {53.8, 76.5}, {54.3, 76.9}, {53.3, 77.9}, {52.0, 78.9},
    {50.8, 80.1}, {51.2, 81.2}, {50.8, 83.4}, {50.0, 84.9}, {49.4, 86.7}, {48.9, 87.3},
    {48.2, 85.7}, {47.1, 85.5}, {47.0, 83.2}, {45.5, 82.4}, {45.2, 82.5}, {44.9, 79.9},
    {43.2, 80.6}, {42.2, 80.2}, {42.8, 79.1}, {42.9, 75.7}, {43.2, 74.3}, {42.5, 73.5},
    {42.8, 71.8}, {42.2, 70.9}, {41.3, 69.1}, {40.7, 68.1}, {41.1, 66.7}, {42.0, 66.0},
    {43.0, 66.1}, {43.7, 64.6}, {43.5, 62.0}, {44.8, 60.0}, {45.6, 58.5}, {45.0, 56.0},
    {41.3, 55.9}, {42.3, 53.9}, {41.8, 52.5}, {43.2, 51.3}, {44.4, 50.4}, {45.3, 52.9},
    {46.8, 53.0}, {46.4, 49.0},
}};

Svg::Point place(campaign::MapPoint at) {
  return {(at.lon - corner.lon) * scale * narrow, (corner.lat - at.lat) * scale};
}

std::string describe(const DeskScene& scene, const DeskCity& each) {
  std::string text = each.city->name.in(scene.language) + ": ";
  text += scene.say("desk.window_" + std::string(to_text(each.city->window)));
  if (each.trouble.is_grave()) text += ", " + scene.say("desk.needs_somebody");
  return text;
}

void draw_mark(Svg& svg, const DeskCity& each, Svg::Point at, const std::string& title) {
  constexpr double half = 6;
  if (each.trouble.is_grave()) {
    svg.polygon(
        "mark trouble",
        {{at.x, at.y - half - 1}, {at.x + half + 1, at.y + half}, {at.x - half - 1, at.y + half}},
        title);
  } else if (each.city->window == engine::WindowState::open) {
    svg.dot("mark open", at, half, title);
  } else if (each.city->window == engine::WindowState::closed) {
    svg.bar("mark closed", {at.x - half + 1, at.y - half + 1}, {2 * half - 2, 2 * half - 2}, title);
  } else {
    svg.dot("mark waiting", at, half - 1, title);
  }
}

struct Box {
  double left;
  double top;
  double right;
  double bottom;
};

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/// Where a name stands beside its mark.
struct Label {
  std::string_view look;
  Svg::Point at;
  Box box;
};

std::array<Label, 4> list_labels(Svg::Point at, std::string_view name) {
  constexpr double letter = 6.7;
  constexpr double high = 12;
  constexpr double beside = 10;
  const double wide = letter * static_cast<double>(code_point_count(name));
  const double base = at.y + 4;
  const auto box = [&](double left, double bottom) {
    return Box{left, bottom - high, left + wide, bottom + 2};
  };
  const double below = at.y + 19;
  const double above = at.y - 10;
  return {{{"city-name", {at.x + beside, base}, box(at.x + beside, base)},
           {"city-name end", {at.x - beside, base}, box(at.x - beside - wide, base)},
           {"city-name middle", {at.x, below}, box(at.x - wide / 2, below)},
           {"city-name middle", {at.x, above}, box(at.x - wide / 2, above)}}};
}

/// The first place of a name that is free; the first of all where none is.
Label place_label(Svg::Point at, std::string_view name, const std::vector<Box>& taken) {
  const auto labels = list_labels(at, name);
  for (const Label& label : labels) {
    const bool inside = label.box.left >= 0 && label.box.right <= size.x;
    const bool is_free = std::none_of(taken.begin(), taken.end(), [&label](const Box& other) {
      return overlap(label.box, other);
    });
    if (inside && is_free) return label;
  }
  return labels.front();
}

}  // namespace

std::string draw_map(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  std::vector<Svg::Point> places;
  std::vector<const DeskCity*> placed;
  for (const DeskCity& each : cities) {
    const campaign::City* city = scene.campaign.find_city(each.city->code);
    if (city == nullptr || !city->at) continue;
    places.push_back(place(*city->at));
    placed.push_back(&each);
  }
  if (placed.empty()) return {};
  Svg svg(size, scene.say("desk.map_label"));
  std::vector<Svg::Point> border;
  for (const campaign::MapPoint point : outline) border.push_back(place(point));
  svg.polygon("land", border);
  constexpr double half = 7;
  std::vector<Box> taken;
  for (const Svg::Point at : places) {
    taken.push_back({at.x - half, at.y - half, at.x + half, at.y + half});
  }
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const Svg::Point at = places[i];
    draw_mark(svg, *placed[i], at, describe(scene, *placed[i]));
    const std::string& name = placed[i]->city->name.in(scene.language);
    const Label label = place_label(at, name, taken);
    svg.text(label.look, label.at, name);
    taken.push_back(label.box);
  }
  return svg.finish();
}

}  // namespace keste::pages
