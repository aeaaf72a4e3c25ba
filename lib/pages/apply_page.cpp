// Places in three groups: open, not open yet, closed.
#include "pages/apply_page.hpp"

#include <algorithm>
#include <array>

namespace keste::pages {
namespace {

struct Place {
  std::string path;
  std::string name;
  engine::WindowState window;
  Instant opens_at;
  Instant closes_at;
  const calendar::Zone* zone;
  std::string more;  ///< Seats, or what kind of a test it is.
};

std::string describe_sessions(const Scene& scene, const engine::CitySnapshot& city) {
  std::int64_t sessions = 0;
  int seats = 0;
  for (const engine::SessionSnapshot& each : city.sessions) {
    if (!is_ahead(each, scene.now)) continue;
    ++sessions;
    seats += seats_left(each);
  }
  if (sessions == 0) return scene.say("apply.no_sessions");
  return scene.say("apply.sessions", {{"sessions", sessions}}) + ", " + seats_text(scene, seats);
}

std::vector<Place> list_places(const Scene& scene) {
  std::vector<Place> places;
  for (const auto& city : scene.snapshot.cities) {
    places.push_back({city_path(city->code), city->name.in(scene.language),
                      window_at(scene.now, city->opens_at, city->closes_at), city->opens_at,
                      city->closes_at, &city->zone, describe_sessions(scene, *city)});
  }
  const engine::CitySnapshot* home = home_of(scene.snapshot);
  for (const engine::TestSnapshot& test : scene.snapshot.tests) {
    if (home == nullptr) continue;
    places.push_back({online_path(test.id), test.id,
                      window_at(scene.now, test.opens_at, test.closes_at), test.opens_at,
                      test.closes_at, &home->zone, scene.say("apply.online")});
  }
  return places;
}

Value show(const Scene& scene, const Place& place) {
  const bool is_open = place.window == engine::WindowState::open;
  const bool is_ahead = place.window == engine::WindowState::not_open;
  const std::string at = closing_text(scene, place.closes_at, *place.zone);
  Value item;
  item.set("path", place.path)
      .set("name", place.name)
      .set("open", is_open)
      .set("ahead", is_ahead)
      .set("closed", !is_open && !is_ahead)
      .set("more", place.more)
      .set("counts", is_open || is_ahead);
  if (is_ahead) {
    item.set("window",
             scene.say("apply.opens", {{"at", moment_text(scene, place.opens_at, *place.zone)}}));
    item.set("countdown", countdown(scene, place.opens_at, "apply.until_opening", "apply.opened"));
  } else {
    item.set("window", scene.say(is_open ? "apply.closes" : "apply.closed", {{"at", at}}));
    item.set("countdown", countdown(scene, place.closes_at, "apply.left", "apply.over"));
  }
  return item;
}

}  // namespace

std::string city_path(std::string_view code) { return "/apply/" + std::string(code); }

std::string online_path(std::string_view test) { return "/apply/online/" + std::string(test); }

std::string render_apply(const Scene& scene) {
  struct Group {
    engine::WindowState window;
    std::string_view id;
    std::string_view heading;
  };
  static constexpr std::array<Group, 3> groups{
      {{engine::WindowState::open, "open", "apply.group_open"},
       {engine::WindowState::not_open, "ahead", "apply.group_ahead"},
       {engine::WindowState::closed, "closed", "apply.group_closed"}}};
  const std::vector<Place> places = list_places(scene);
  Value::List shown;
  for (const Group& group : groups) {
    Value::List members;
    for (const Place& place : places) {
      if (place.window == group.window) members.push_back(show(scene, place));
    }
    if (members.empty()) continue;
    Value item;
    item.set("id", group.id).set("heading", scene.say(group.heading)).set("places", members);
    shown.push_back(std::move(item));
  }
  Value content;
  content.set("groups", std::move(shown));
  Frame frame = scene.frame(scene.say("apply.title"));
  frame.scripts = {"countdown.js", "draft.js"};
  return scene.site.render("apply", frame, content);
}

}  // namespace keste::pages
