// The facts of an application, one beside the other, and the doors that are open to it.
#include "pages/ticket_page.hpp"

#include <algorithm>
#include <array>

#include "engine/result_document.hpp"
#include "pages/due_explained.hpp"

namespace keste::pages {
namespace {

bool has_seat(const engine::ApplicationView& view) { return view.starts_at != Instant{}; }

bool is_live(const engine::ApplicationView& view) {
  return view.state == "seated" || view.state == "waitlisted" || view.state == "accepted";
}

/// Where its times are read: its city, or for an online test the campaign's first.
const engine::CitySnapshot* clock_of(const Scene& scene, const engine::ApplicationView& view) {
  const engine::CitySnapshot* city = scene.snapshot.find_city(view.city);
  return city == nullptr ? home_of(scene.snapshot) : city;
}

const engine::TestSnapshot* find_test(const Scene& scene, std::string_view id) {
  const auto& tests = scene.snapshot.tests;
  const auto found = std::find_if(tests.begin(), tests.end(),
                                  [id](const engine::TestSnapshot& each) { return each.id == id; });
  return found == tests.end() ? nullptr : &*found;
}

struct StateLook {
  std::string_view state;
  std::string_view look;  ///< Of the tag.
};
constexpr std::array<StateLook, 7> looks{{{"seated", "good"},
                                          {"accepted", "good"},
                                          {"tested", "good"},
                                          {"waitlisted", "note"},
                                          {"unplaced", "bad"},
                                          {"absent", "bad"},
                                          {"withdrawn", "plain"}}};

std::string_view look_of(std::string_view state) {
  for (const StateLook& each : looks) {
    if (each.state == state) return each.look;
  }
  return "plain";
}

void add_fact(Value::List& facts, std::string_view name, std::string value) {
  if (value.empty()) return;
  Value fact;
  fact.set("name", name).set("value", std::move(value));
  facts.push_back(std::move(fact));
}

void add_sitting(const Scene& scene, const engine::ApplicationView& view,
                 const engine::CitySnapshot& city, Value::List& facts) {
  add_fact(facts, scene.say("apply.field.city"), city.name.in(scene.language));
  if (!has_seat(view)) return;
  if (view.extra_minutes > 0) {
    add_fact(facts, scene.say("ticket.extra"),
             scene.say("ticket.minutes", {{"minutes", std::int64_t{view.extra_minutes}}}));
  }
  add_fact(facts, scene.say("ticket.session_code"), view.session);
}

Value::List list_facts(const Scene& scene, const engine::ApplicationView& view,
                       const engine::CitySnapshot& clock) {
  Value::List facts;
  add_fact(facts, scene.say("ticket.received"), moment_text(scene, view.received_at, clock.zone));
  add_fact(facts, scene.say("apply.field.test"), view.test);
  if (view.free_attempt) add_fact(facts, scene.say("apply.attempt"), scene.say("ticket.free"));
  if (!view.city.empty()) add_sitting(scene, view, clock, facts);
  if (view.state == "waitlisted") {
    add_fact(facts, scene.say("ticket.before"), std::to_string(view.before));
  }
  const bool changes = is_live(view) && view.change_until != Instant{};
  if (changes) {
    add_fact(facts, scene.say("ticket.change_until"),
             moment_text(scene, view.change_until, clock.zone));
  }
  return facts;
}

/// Day, hours and place of the sitting, extra minutes included.
void show_seat(const Scene& scene, const engine::ApplicationView& view,
               const engine::CitySnapshot& city, Value& content) {
  content.set("has_seat", has_seat(view));
  if (!has_seat(view)) return;
  const Instant ends_at = view.ends_at + std::chrono::minutes(view.extra_minutes);
  const VenueText venue = venue_of(scene, city, find_session(city, view.session));
  content
      .set("seat_when", sitting_text(scene, view.starts_at, ends_at, city.zone) + " (" +
                            Site::offset(view.starts_at, city.zone) + ")")
      .set("seat_where", venue.name)
      .set("has_address", !venue.address.empty())
      .set("seat_address", venue.address);
}

void show_online(const Scene& scene, const engine::ApplicationView& view,
                 const engine::CitySnapshot& clock, Value& content) {
  const campaign::Test* test = scene.campaign.find_test(view.test);
  const engine::TestSnapshot* window = find_test(scene, view.test);
  const bool shown = view.state == "accepted" && test != nullptr && window != nullptr;
  content.set("has_steps", shown);
  if (!shown) return;
  content.set("steps", test->steps.in(scene.language))
      .set("test_url", test->url)
      .set("test_until", closing_text(scene, window->closes_at, clock.zone));
}

void show_result(const Scene& scene, const engine::ApplicationView& view, Value& content) {
  const bool has_result = !view.result.status.empty();
  const campaign::Test* test = scene.campaign.find_test(view.test);
  content.set("has_result", has_result);
  content.set("has_results_url", test != nullptr && !test->results_url.empty())
      .set("results_url", test == nullptr ? "" : test->results_url);
  if (!has_result) return;
  const std::string document(engine::document_of(view.result, scene.campaign.pass_level));
  const std::string word = view.result.status != "final" ? view.result.status
                           : document.empty()            ? "final"
                                                         : document;
  Value::List facts;
  add_fact(facts, scene.say("ticket.level"), view.result.level);
  add_fact(facts, scene.say("ticket.document_number"), view.result.document_number);
  content.set("result", scene.say("ticket.result_" + word, {{"level", scene.campaign.pass_level}}))
      .set("result_facts", std::move(facts));
}

/// The due date matters from the seat to the result.
void show_due(const Scene& scene, const engine::ApplicationView& view,
              const engine::CitySnapshot& clock, Value& content) {
  const bool waits = view.state == "seated" || view.state == "tested";
  const bool shown = waits && has_seat(view) && view.result.status.empty();
  content.set("has_due", shown);
  if (!shown) return;
  content.set("due", moment_text(scene, view.due_at, clock.zone));
  explain_due_date(scene, view, clock, content);
}

void show_doors(const Scene& scene, const engine::ApplicationView& view, Value& content) {
  const bool open = may_withdraw(scene, view);
  const bool has_calendar = view.state == "seated" && has_seat(view);
  content.set("path", ticket_path(view.ticket))
      .set("may_withdraw", open)
      .set("may_change", open && !view.city.empty())
      .set("has_calendar", has_calendar)
      .set("has_doors", open || has_calendar)
      .set("may_end_consent", open || !is_live(view));
}

Frame private_frame(const Scene& scene, std::string title) {
  Frame frame = scene.frame(std::move(title));
  frame.scripts = {"draft.js"};
  return frame;
}

}  // namespace

std::string ticket_path(std::string_view ticket) { return "/a/" + std::string(ticket); }

bool may_withdraw(const Scene& scene, const engine::ApplicationView& view) {
  if (!is_live(view)) return false;
  if (view.state == "accepted") {
    const engine::TestSnapshot* test = find_test(scene, view.test);
    return test != nullptr && scene.now < test->closes_at;
  }
  return view.state == "waitlisted" || scene.now < view.change_until;
}

std::string render_ticket(const Scene& scene, const engine::ApplicationView& view,
                          const std::optional<RefusalNote>& refusal) {
  const engine::CitySnapshot& clock = *clock_of(scene, view);
  const std::string title = scene.say("ticket.title", {{"number", std::to_string(view.id.value)}});
  Value content;
  content.set("title", title)
      .set("state", scene.say("ticket.state." + view.state))
      .set("look", look_of(view.state))
      .set("sentence", scene.say("ticket.sentence." + view.state))
      .set("facts", list_facts(scene, view, clock))
      .set("has_refusal", refusal.has_value())
      .set("refusal_title", refusal ? refusal->title : "")
      .set("refusal_sentence", refusal ? refusal->sentence : "")
      .set("has_errors", false);
  show_seat(scene, view, clock, content);
  show_online(scene, view, clock, content);
  show_due(scene, view, clock, content);
  show_result(scene, view, content);
  show_doors(scene, view, content);
  return scene.site.render("ticket", private_frame(scene, title), content);
}

std::string render_session_choice(const Scene& scene, const engine::ApplicationView& view) {
  const engine::CitySnapshot& city = *clock_of(scene, view);
  const bool waits = view.state == "waitlisted";
  Value::List sessions;
  for (const engine::SessionSnapshot& session : city.sessions) {
    const bool own = session.id == view.session && !waits;
    const int left = seats_left(session);
    if (own || !is_ahead(session, scene.now)) continue;
    Value item;
    item.set("id", session.id)
        .set("when", sitting_text(scene, session.starts_at, session.ends_at, city.zone))
        .set("where", venue_of(scene, city, &session).name)
        .set("seats", seats_text(scene, left))
        .set("free", left > 0)
        .set("checked", session.id == view.session)
        .set("disabled", left == 0 && !waits);
    sessions.push_back(std::move(item));
  }
  const std::string title = scene.say("ticket.change");
  Value content;
  content.set("title", title)
      .set("path", ticket_path(view.ticket))
      .set("city", city.name.in(scene.language))
      .set("waits", waits)
      .set("any", view.session.empty())
      .set("has_sessions", waits || !sessions.empty())
      .set("sessions", std::move(sessions));
  return scene.site.render("session_choice", private_frame(scene, title), content);
}

std::string render_confirmation(const Scene& scene, const engine::ApplicationView& view,
                                Confirmation what) {
  const std::string name = what == Confirmation::withdrawal ? "withdraw" : "consent";
  const std::string title = scene.say("ticket." + name + ".title");
  const engine::CitySnapshot& clock = *clock_of(scene, view);
  Value content;
  content.set("title", title)
      .set("sentence", scene.say("ticket." + name + ".sentence"))
      .set("warning", scene.say("ticket." + name + ".warning"))
      .set("send", scene.say("ticket." + name + ".send"))
      .set("facts", list_facts(scene, view, clock))
      .set("path", ticket_path(view.ticket))
      .set("action", ticket_path(view.ticket) + "/" + name);
  show_seat(scene, view, clock, content);
  return scene.site.render("confirmation", private_frame(scene, title), content);
}

std::string render_erased(const Scene& scene) {
  const std::string title = scene.say("ticket.erased.title");
  Value content;
  content.set("title", title);
  return scene.site.render("erased", private_frame(scene, title), content);
}

}  // namespace keste::pages
