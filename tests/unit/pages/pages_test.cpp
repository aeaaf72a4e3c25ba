// The applicant's pages: what each shows, in each language.
#include "pages/apply_page.hpp"
#include "pages/form_page.hpp"
#include "pages/ticket_page.hpp"
#include "support/campaigns.hpp"

#include <catch2/catch.hpp>

namespace keste::pages {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

bool holds(const std::string& html, std::string_view part) {
  return html.find(part) != std::string::npos;
}

engine::CitySnapshot make_city() {
  engine::CitySnapshot city{.code = "almaty",
                            .name = {"Алматы", "Алматы", "Almaty"},
                            .zone = test::zone("Asia/Almaty"),
                            .window = engine::WindowState::open,
                            .opens_at = at("2023-09-01T00:00:00+06:00"),
                            .closes_at = at("2023-09-18T00:00:00+06:00"),
                            .sessions = {},
                            .next = {},
                            .applications = {},
                            .notifications = {},
                            .version = 1};
  engine::SessionSnapshot session;
  session.id = "almaty-0915";
  session.starts_at = at("2023-09-15T10:00:00+06:00");
  session.ends_at = at("2023-09-15T12:30:00+06:00");
  session.seats = 60;
  session.seats_taken = 59;
  session.venue = "<Зал>";
  session.address = "Абай 1";
  city.sessions = {session};
  return city;
}

engine::ApplicationView make_view(const std::string& state) {
  engine::ApplicationView view;
  view.id = {42};
  view.ticket = "1a-0123456789abcdef";
  view.state = state;
  view.received_at = at("2023-09-10T10:00:00+06:00");
  view.test = "QAZTEST";
  view.city = "almaty";
  view.session = "almaty-0915";
  view.starts_at = at("2023-09-15T10:00:00+06:00");
  view.ends_at = at("2023-09-15T12:30:00+06:00");
  view.due_at = at("2023-09-26T18:00:00+06:00");
  view.change_until = at("2023-09-14T10:00:00+06:00");
  return view;
}

/// A scene and all that it refers to.
struct Stage {
  Site site;
  engine::Snapshot snapshot;
  campaign::Campaign campaign = test::pkr_2023();
  calendar::WorkingCalendar calendar{test::kz_plan()};

  Stage() {
    snapshot.version = 1;
    snapshot.cities = {std::make_shared<const engine::CitySnapshot>(make_city())};
  }
  Scene scene(Language language, std::string_view now = "2023-09-10T10:00:00+06:00") const {
    return {site, snapshot, campaign, &calendar, language, at(now)};
  }
};

TEST_CASE("each page is whole in each language and state", "[pages]") {
  const Stage stage;
  for (const Language language : languages) {
    for (const char* now :
         {"2023-08-31T10:00:00+06:00", "2023-09-10T10:00:00+06:00", "2023-09-20T10:00:00+06:00"}) {
      const Scene scene = stage.scene(language, now);
      CHECK(holds(render_apply(scene), "/apply/almaty"));
      CHECK(holds(render_city_form(scene, *stage.snapshot.cities[0], {}), "<h1>"));
      CHECK(holds(render_erased(scene), "<h1>"));
      for (const char* state :
           {"seated", "waitlisted", "tested", "absent", "unplaced", "withdrawn"}) {
        const engine::ApplicationView view = make_view(state);
        CHECK(holds(render_ticket(scene, view), "<h1>"));
        CHECK(holds(render_session_choice(scene, view), "<h1>"));
        CHECK(holds(render_confirmation(scene, view, Confirmation::consent), "<form"));
        CHECK(holds(render_confirmation(scene, view, Confirmation::withdrawal), "<form"));
      }
    }
  }
}

TEST_CASE("every status of a result has its sentence", "[pages]") {
  const Stage stage;
  for (const Language language : languages) {
    for (const char* status : {"final", "on_hold", "annulled"}) {
      for (const char* level : {"A2", "B1", ""}) {
        engine::ApplicationView view = make_view("tested");
        view.result = {level, "", "KZ-1", status};
        CHECK(holds(render_ticket(stage.scene(language), view), "KZ-1"));
      }
    }
  }
  engine::ApplicationView view = make_view("tested");
  view.result = {"A2", "", "", "final"};
  CHECK(holds(render_ticket(stage.scene(Language::ru), view), "справка готова"));
  view.result.level = "B2";
  CHECK(holds(render_ticket(stage.scene(Language::ru), view), "сертификат готов"));
}

TEST_CASE("a due date is counted in words, and only when the count leads there", "[pages]") {
  const Stage stage;
  engine::ApplicationView view = make_view("seated");
  const std::string html = render_ticket(stage.scene(Language::en), view);
  CHECK(holds(html, "Tuesday, September 26, 2023, 18:00 (UTC+6)"));
  CHECK(holds(html, "Results are due within 7 working days"));
  CHECK(holds(html, "<li class=\"skipped\"><span>Saturday, September 16</span><span>Weekend"));
  CHECK(holds(html, "<span>Tuesday, September 26</span><span>Working day 7"));
  view.due_at += std::chrono::hours(24);
  CHECK_FALSE(holds(render_ticket(stage.scene(Language::en), view), "Working day 7"));
}

TEST_CASE("texts of the desk and of people are escaped", "[pages]") {
  const Stage stage;
  const std::string html = render_ticket(stage.scene(Language::kk), make_view("seated"));
  CHECK(holds(html, "&lt;Зал&gt;"));
  CHECK(holds(html, "Абай 1"));
  FormState state;
  state.typed.surname = "\"><script>";
  state.errors = {{"surname", "a<b"}, {"<x>", "c"}};
  state.refusal = RefusalNote{"<t>", "<s>"};
  const std::string form = render_city_form(stage.scene(Language::kk), make_city(), state);
  CHECK(holds(form, "value=\"&quot;&gt;&lt;script&gt;\""));
  CHECK_FALSE(holds(form, "<script>"));
  CHECK_FALSE(holds(form, "<t>"));
  CHECK_FALSE(holds(form, "<x>"));
}

TEST_CASE("a full session may be waited for where the campaign has a waitlist", "[pages]") {
  Stage stage;
  engine::CitySnapshot city = make_city();
  city.sessions[0].seats_taken = 60;
  CHECK_FALSE(holds(render_city_form(stage.scene(Language::ru), city, {}), " disabled"));
  stage.campaign.admission.waitlist = false;
  const std::string html = render_city_form(stage.scene(Language::ru), city, {});
  CHECK(holds(html, "value=\"almaty-0915\" disabled"));
  CHECK_FALSE(holds(html, "name=\"waitlist\""));
}

TEST_CASE("a session that has begun is not offered", "[pages]") {
  const Stage stage;
  const Scene late = stage.scene(Language::en, "2023-09-15T10:00:00+06:00");
  CHECK_FALSE(holds(render_city_form(late, make_city(), {}), "almaty-0915"));
  CHECK(holds(render_city_form(late, make_city(), {}), "no sessions ahead"));
}

TEST_CASE("the doors close with the time for changes", "[pages]") {
  const Stage stage;
  const engine::ApplicationView view = make_view("seated");
  CHECK(holds(render_ticket(stage.scene(Language::en), view), "/withdraw\""));
  const Scene late = stage.scene(Language::en, "2023-09-14T10:00:00+06:00");
  CHECK_FALSE(may_withdraw(late, view));
  CHECK_FALSE(holds(render_ticket(late, view), "/withdraw\""));
  CHECK(holds(render_ticket(late, view), "/calendar.ics"));
}

}  // namespace
}  // namespace keste::pages
