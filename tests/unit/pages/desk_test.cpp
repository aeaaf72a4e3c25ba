// The dashboard: which city comes first, the marks of the curve, and pictures that escape names.
#include "pages/desk_board.hpp"
#include "pages/desk_pictures.hpp"
#include "pages/svg.hpp"
#include "pages/time_axis.hpp"

#include <catch2/catch.hpp>

namespace keste::pages {
namespace {

using engine::SessionState;
using engine::WindowState;

Instant at(std::string_view text) { return parse_instant(text).value(); }
const Instant now = at("2023-09-20T12:00:00+06:00");

calendar::Zone almaty() { return calendar::Zone::load("Asia/Almaty").value(); }

engine::SessionSnapshot make_session(const std::string& id, SessionState state) {
  engine::SessionSnapshot session;
  session.id = id;
  session.starts_at = at("2023-09-18T10:00:00+06:00");
  session.ends_at = at("2023-09-18T12:30:00+06:00");
  session.due_at = at("2023-09-20T10:00:00+06:00");
  session.state = state;
  session.seats = 10;
  session.seats_taken = 4;
  session.applications.seated = 4;
  return session;
}

engine::CitySnapshot make_city(const std::string& code) {
  engine::CitySnapshot city{.code = code,
                            .name = {code, code, code},
                            .zone = almaty(),
                            .window = WindowState::open,
                            .opens_at = at("2023-09-01T00:00:00+06:00"),
                            .closes_at = at("2023-09-23T00:00:00+06:00"),
                            .sessions = {},
                            .next = {},
                            .applications = {},
                            .notifications = {},
                            .version = 1};
  return city;
}

DeskCity with(const std::string& code, CityTrouble trouble) {
  return {std::make_shared<engine::CitySnapshot>(make_city(code)), trouble};
}

struct Stage {
  Site site;
  engine::Snapshot snapshot;
  campaign::Campaign campaign;
  engine::Actor actor;

  DeskScene scene(Language language = Language::en) const {
    return {.site = site,
            .language = language,
            .now = now,
            .snapshot = snapshot,
            .campaign = campaign,
            .actor = actor,
            .reads = true};
  }
  void add(engine::CitySnapshot city) {
    snapshot.cities.push_back(std::make_shared<const engine::CitySnapshot>(std::move(city)));
  }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("results are overdue from their due instant on, until all are in", "[pages][desk]") {
  engine::SessionSnapshot session = make_session("one", SessionState::due);
  CHECK(is_overdue(session, session.due_at));
  CHECK_FALSE(is_overdue(session, session.due_at - std::chrono::microseconds(1)));
  session.applications.resulted = 3;
  CHECK(is_overdue(session, now));
  session.applications.absent = 1;
  CHECK_FALSE(is_overdue(session, now));
  session = make_session("gone", SessionState::cancelled);
  CHECK_FALSE(is_overdue(session, now));
}

TEST_CASE("troubles of a city are counted", "[pages][desk]") {
  engine::CitySnapshot city = make_city("almaty");
  CHECK_FALSE(find_trouble(city, now, 0).any());
  city.sessions = {make_session("late", SessionState::due)};
  auto full = make_session("full", SessionState::planned);
  full.due_at = at("2023-09-29T18:00:00+06:00");
  full.seats = 4;
  city.sessions.push_back(full);
  city.notifications.failed = 2;
  city.closes_at = now + std::chrono::hours(24);
  const CityTrouble trouble = find_trouble(city, now, 3);
  CHECK(trouble.overdue == 1);
  CHECK(trouble.full == 1);
  CHECK(trouble.failed == 2);
  CHECK(trouble.calls == 3);
  CHECK(trouble.closes_soon);
  city.closes_at += std::chrono::microseconds(1);
  CHECK_FALSE(find_trouble(city, now, 3).closes_soon);
  city.window = WindowState::closed;
  CHECK(find_trouble(city, now, 3).full == 0);
}

TEST_CASE("the city with the worst trouble comes first", "[pages][desk]") {
  std::vector<DeskCity> cities{
      with("calm-1", {}),
      with("full", {.full = 3}),
      with("closing", {.closes_soon = true}),
      with("failed", {.failed = 1}),
      with("calm-2", {}),
      with("calls", {.calls = 2}),
      with("overdue", {.overdue = 1}),
      with("worst", {.overdue = 1, .failed = 1}),
  };
  sort_by_trouble(cities);
  std::vector<std::string> order;
  for (const DeskCity& each : cities) order.push_back(each.city->code);
  CHECK(order == std::vector<std::string>{"worst", "overdue", "calls", "failed", "closing", "full",
                                          "calm-1", "calm-2"});
}

TEST_CASE("the curve is counted up to now, at no more than 200 instants", "[pages][desk]") {
  Stage stage;
  CHECK(list_curve_marks(stage.snapshot, now).empty());
  stage.add(make_city("almaty"));
  auto marks = list_curve_marks(stage.snapshot, now);
  REQUIRE(marks.size() > 100);
  CHECK(marks.front() == at("2023-09-01T00:00:00+06:00"));
  CHECK(marks.back() == now);
  CHECK(std::is_sorted(marks.begin(), marks.end()));
  marks = list_curve_marks(stage.snapshot, at("2024-01-01T00:00:00Z"));
  CHECK(marks.size() <= 200);
  CHECK(marks.back() == at("2023-09-23T00:00:00+06:00"));
  CHECK(list_curve_marks(stage.snapshot, at("2023-08-01T00:00:00Z")).empty());
}

TEST_CASE("the curve is for those who see every city", "[pages][desk]") {
  Stage stage;
  stage.add(make_city("almaty"));
  DeskScene scene = stage.scene();
  CHECK(draw_curve(scene).empty());
  scene.survey.curve = {{at("2023-09-01T00:00:00+06:00"), 0}, {now, 12'345}};
  CHECK(has(draw_curve(scene), "12,345 so far"));
  stage.actor.everywhere = false;
  CHECK(draw_curve(scene).empty());
}

TEST_CASE("days stand where they belong on an axis", "[pages][desk]") {
  const TimeAxis axis(at("2023-09-01T00:00:00Z"), at("2023-09-11T00:00:00Z"), 100, 200);
  CHECK(axis.x(at("2023-09-01T00:00:00Z")) == 100);
  CHECK(axis.x(at("2023-09-06T00:00:00Z")) == 150);
  CHECK(axis.x(at("2024-01-01T00:00:00Z")) == 200);
  CHECK(axis.x(at("2022-01-01T00:00:00Z")) == 100);
  CHECK_FALSE(axis.holds(at("2024-01-01T00:00:00Z")));
}

TEST_CASE("names are escaped in pictures and pages", "[pages][desk]") {
  Stage stage;
  engine::CitySnapshot city = make_city("almaty");
  city.name = {"<b>\"'&", "<b>\"'&", "<b>\"'&"};
  city.sessions = {make_session("<i>", SessionState::due)};
  city.next = {{now, "window_closes", "almaty", "<i>"}};
  stage.add(std::move(city));
  campaign::City place{"almaty", {}, almaty(), "rule", {}};
  place.at = campaign::MapPoint{43.2, 76.9};
  stage.campaign.cities = {place};
  for (const Language language : languages) {
    const DeskScene scene = stage.scene(language);
    const auto cities = scene.list_cities();
    const std::string html = draw_timeline(scene, cities) + draw_map(scene, cities) +
                             stage.site.render_part("desk_board", make_board(scene), language);
    CHECK_FALSE(has(html, "<b>"));
    CHECK_FALSE(has(html, "<i>"));
    CHECK(has(html, "&lt;b&gt;"));
    CHECK_FALSE(has(html, "style="));
  }
}

TEST_CASE("a coordinator's board shows their own cities", "[pages][desk]") {
  Stage stage;
  stage.add(make_city("almaty"));
  stage.add(make_city("oral"));
  stage.actor = {"user aigul", false, {"oral"}};
  const DeskScene scene = stage.scene();
  const std::string html = stage.site.render_part("desk_board", make_board(scene), Language::en);
  CHECK(has(html, "city-oral"));
  CHECK_FALSE(has(html, "almaty"));
}

TEST_CASE("a city that is not on the map is left out there", "[pages][desk]") {
  Stage stage;
  stage.add(make_city("almaty"));
  stage.campaign.cities = {{"almaty", {}, almaty(), "rule", {}}};
  CHECK(draw_map(stage.scene(), stage.scene().list_cities()).empty());
}

TEST_CASE("a window that ends at midnight ends at 24:00 of its last day", "[pages][desk]") {
  const Stage stage;
  CHECK(has(stage.scene().moment(at("2023-09-18T00:00:00+06:00"), almaty()), "17"));
  CHECK(has(stage.scene().moment(at("2023-09-18T00:00:00+06:00"), almaty()), "24:00"));
  CHECK(has(stage.scene().moment(at("2023-09-17T18:00:00+06:00"), almaty()), "18:00"));
}

TEST_CASE("long numbers are grouped as people write them", "[pages][desk]") {
  CHECK(group_digits(7, Language::en) == "7");
  CHECK(group_digits(999, Language::en) == "999");
  CHECK(group_digits(1'234'567, Language::en) == "1,234,567");
  CHECK(group_digits(-1'000, Language::en) == "-1,000");
  CHECK(group_digits(12'345, Language::ru) == "12\u00a0345");
}

TEST_CASE("an SVG is whole and small", "[pages][svg]") {
  Svg svg({10, 20}, "a \"b\"");
  svg.line("grid", {0, 0.25}, {-0.5, 2}).text("x", {1, 1}, "<&>").dot("y", {1, 2}, 3, "<t>");
  CHECK(svg.finish() ==
        "<svg viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"a &quot;b&quot;\">"
        "<line class=\"grid\" x1=\"0\" y1=\"0.3\" x2=\"-0.5\" y2=\"2\"/>"
        "<text class=\"x\" x=\"1\" y=\"1\">&lt;&amp;&gt;</text>"
        "<circle class=\"y\" cx=\"1\" cy=\"2\" r=\"3\"><title>&lt;t&gt;</title></circle></svg>");
}

}  // namespace
}  // namespace keste::pages
