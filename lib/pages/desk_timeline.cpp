// The timeline: windows as bars, sittings as ticks, due dates as diamonds.
#include <algorithm>

#include "pages/desk_pictures.hpp"
#include "pages/svg.hpp"
#include "pages/time_axis.hpp"

namespace keste::pages {
namespace {

constexpr double width = 1200;
constexpr double names_width = 150;
constexpr double row_height = 24;
constexpr double head = 26;

/// A city's row of the picture.
struct Row {
  const DeskScene& scene;
  const engine::CitySnapshot& city;
  const TimeAxis& axis;
  double top;
};

struct Range {
  Instant from;
  Instant to;
};

Range range_of(const std::vector<DeskCity>& cities) {
  Range range{cities.front().city->opens_at, cities.front().city->closes_at};
  for (const DeskCity& each : cities) {
    range.from = std::min(range.from, each.city->opens_at);
    range.to = std::max(range.to, each.city->closes_at);
    for (const auto& session : each.city->sessions) {
      range.from = std::min(range.from, session.starts_at);
      range.to = std::max(range.to, session.due_at);
    }
  }
  range.to += std::chrono::hours(12);
  return range;
}

void draw_window(Svg& svg, const Row& row) {
  constexpr double inset = 4;
  const auto& [scene, city, axis, top] = row;
  const double from = axis.x(city.opens_at);
  svg.bar(city.window == engine::WindowState::open ? "window open" : "window", {from, top + inset},
          {axis.x(city.closes_at) - from, row_height - 2 * inset},
          scene.say("desk.timeline_window", {{"city", city.name.in(scene.language)},
                                             {"from", scene.moment(city.opens_at, city.zone)},
                                             {"to", scene.moment(city.closes_at, city.zone)}}));
}

void draw_session(Svg& svg, const Row& row, const engine::SessionSnapshot& session) {
  if (session.state == engine::SessionState::cancelled) return;
  const auto& [scene, city, axis, top] = row;
  const double middle = top + row_height / 2;
  svg.bar("sitting", {axis.x(session.starts_at) - 2, top + 2}, {4, row_height - 4},
          session.id + " · " + scene.moment(session.starts_at, city.zone));
  const double due = axis.x(session.due_at);
  constexpr double size = 5;
  svg.polygon(
      is_overdue(session, scene.now) ? "due late" : "due",
      {{due, middle - size}, {due + size, middle}, {due, middle + size}, {due - size, middle}},
      scene.say("desk.timeline_due",
                {{"session", session.id}, {"at", scene.moment(session.due_at, city.zone)}}));
}

}  // namespace

std::string draw_timeline(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  if (cities.empty()) return {};
  const Range range = range_of(cities);
  const TimeAxis axis(range.from, range.to, names_width, width - 6);
  const double bottom = head + row_height * static_cast<double>(cities.size());
  Svg svg({width, bottom + 4}, scene.say("desk.timeline_label"));
  axis.draw_days(svg, cities.front().city->zone, head, bottom);
  double top = head;
  for (const DeskCity& each : cities) {
    const engine::CitySnapshot& city = *each.city;
    svg.text("place", {0, top + row_height - 7}, city.name.in(scene.language));
    const Row row{scene, city, axis, top};
    draw_window(svg, row);
    for (const auto& session : city.sessions) draw_session(svg, row, session);
    top += row_height;
  }
  if (axis.holds(scene.now)) {
    const double now = axis.x(scene.now);
    svg.line("today", {now, head - 4}, {now, bottom});
    svg.text("today-name", {now, 8}, scene.say("desk.now"));
  }
  return svg.finish();
}

}  // namespace keste::pages
