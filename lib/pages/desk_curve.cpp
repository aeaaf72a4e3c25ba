// The curve of applications against the deadline.
#include <algorithm>
#include <set>

#include "pages/desk_pictures.hpp"
#include "pages/svg.hpp"
#include "pages/time_axis.hpp"

namespace keste::pages {
namespace {

constexpr double width = 580;
constexpr double height = 300;
constexpr double left = 58;
constexpr double top = 28;

struct Span {
  Instant from;
  Instant to;
};

Span span_of(const engine::Snapshot& snapshot) {
  Span span{snapshot.cities.front()->opens_at, snapshot.cities.front()->closes_at};
  for (const auto& city : snapshot.cities) {
    span.from = std::min(span.from, city->opens_at);
    span.to = std::max(span.to, city->closes_at);
  }
  return span;
}

/// 1, 2 or 5 with noughts: a step of some four to a scale.
std::int64_t round_step(std::int64_t most) {
  constexpr std::int64_t ten = 10;
  std::int64_t step = 1;
  const std::int64_t wanted = most / 4;
  while (step * ten <= wanted) step *= ten;
  if (step * 5 <= wanted) return step * 5;
  return step * 2 <= wanted ? step * 2 : step;
}

double y_of(std::int64_t count, std::int64_t most) {
  return height - (height - top) * static_cast<double>(count) / static_cast<double>(most);
}

void draw_scale(Svg& svg, std::int64_t most, Language language) {
  const std::int64_t step = round_step(most);
  for (std::int64_t count = 0; count <= most; count += step) {
    const double y = y_of(count, most);
    svg.line("grid", {left, y}, {width, y});
    if (count > 0) svg.text("axis end", {left - 6, y + 4}, group_digits(count, language));
  }
}

void draw_closings(Svg& svg, const DeskScene& scene, const TimeAxis& axis) {
  std::set<Instant> closings;
  for (const auto& city : scene.snapshot.cities) closings.insert(city->closes_at);
  for (const Instant at : closings) {
    svg.line("closing", {axis.x(at), top}, {axis.x(at), height});
  }
}

}  // namespace

std::vector<Instant> list_curve_marks(const engine::Snapshot& snapshot, Instant now) {
  constexpr int most = 200;
  std::vector<Instant> marks;
  if (snapshot.cities.empty()) return marks;
  const Span span = span_of(snapshot);
  const Instant end = std::min(span.to, now);
  const auto step = (span.to - span.from) / most;
  if (end <= span.from || step.count() <= 0) return marks;
  for (Instant at = span.from; at < end; at += step) marks.push_back(at);
  if (marks.size() >= most) marks.pop_back();
  marks.push_back(end);
  return marks;
}

std::string draw_curve(const DeskScene& scene) {
  const auto& curve = scene.survey.curve;
  if (curve.empty() || !scene.actor.everywhere) return {};
  const Span span = span_of(scene.snapshot);
  const std::int64_t most = std::max<std::int64_t>(curve.back().applications, 4);
  const TimeAxis axis(span.from, span.to, left, width - 4);
  Svg svg({width, height + 8},
          scene.say("desk.curve_label",
                    {{"count", group_digits(curve.back().applications, scene.language)}}));
  axis.draw_days(svg, scene.snapshot.cities.front()->zone, top - 8, height);
  draw_scale(svg, most, scene.language);
  std::vector<Svg::Point> points;
  for (const engine::CurvePoint& each : curve) {
    points.push_back({axis.x(each.at), y_of(each.applications, most)});
  }
  std::vector<Svg::Point> ground = points;
  ground.push_back({points.back().x, height});
  ground.push_back({points.front().x, height});
  svg.polygon("under", ground);
  draw_closings(svg, scene, axis);
  svg.polyline("curve", points);
  svg.dot("curve-end", points.back(), 4);
  return svg.finish();
}

}  // namespace keste::pages
