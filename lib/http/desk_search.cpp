// /desk/applications: looking for people, and one application. What is looked for comes in a body,
// because an IIN or a name has no place in an address.
#include <algorithm>
#include <charconv>

#include "admission/person.hpp"
#include "base/text.hpp"
#include "http/desk_pages.hpp"
#include "http/html.hpp"
#include "pages/desk_lists.hpp"
#include "pages/desk_table.hpp"

namespace keste::http {
namespace {

/// What the form holds.
struct SearchForm {
  std::string words;
  std::string city;
  std::string session;
  std::string state;
  std::string after;
  std::string after_name;
};

std::variant<SearchForm, Problem> read_form(const Request& request) {
  std::vector<QueryItem> items;
  if (request.method == Method::post) {
    auto read = read_form_body(request);
    if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
    items = std::get<std::vector<QueryItem>>(std::move(read));
  } else if (auto query = parse_query(request.query)) {
    items = *std::move(query);
  }
  SearchForm form;
  const auto keep = [&](std::string_view name, std::string& in) {
    for (QueryItem& item : items) {
      if (item.name == name) in = std::string(trim(item.value));
    }
  };
  // A person is looked for in a body only.
  if (request.method == Method::post) keep("q", form.words);
  keep("city", form.city);
  keep("session", form.session);
  keep("state", form.state);
  keep("after", form.after);
  keep("after_name", form.after_name);
  return form;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && number > 0 ? number : 0;
}

engine::SearchWish wish_of(const SearchForm& form, const engine::Actor& actor) {
  constexpr std::size_t iin_size = 12;
  engine::SearchWish wish;
  const bool is_number =
      !form.words.empty() && std::all_of(form.words.begin(), form.words.end(),
                                         [](char c) { return c >= '0' && c <= '9'; });
  if (is_number && form.words.size() == iin_size) {
    wish.iin = form.words;
  } else if (is_number) {
    wish.number = number_of(form.words);
  } else {
    wish.surname = form.words;
  }
  wish.city = form.city;
  wish.session = form.session;
  wish.state = form.state;
  wish.after = number_of(form.after);
  wish.after_name = form.after_name;
  wish.actor = actor;
  return wish;
}

/// What the audit log keeps of a search: by what, not for whom.
engine::NoteLook note_of(const engine::SearchWish& wish) {
  engine::NoteLook note;
  note.action = "applications_listed";
  note.subject = !wish.session.empty() ? "session " + wish.session
                 : !wish.city.empty()  ? "city " + wish.city
                                       : "all";
  note.detail = wish.number > 0         ? "by number"
                : !wish.iin.empty()     ? "by IIN"
                : !wish.surname.empty() ? "by surname"
                                        : "";
  note.surnames = !wish.surname.empty();
  return note;
}

/// Asks until all is ready, in turns between those of others, and goes on.
void note_look(Service& service, const Request& request, const engine::NoteLook& note,
               const Reply& reply, const std::function<void()>& then) {
  service.backend.perform(
      note, request.asker.actor,
      [&service, request, note, reply, then](const engine::DeskOutcome& outcome) {
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        if (report == nullptr) return reply(answer_trouble(service, outcome, request));
        if (pages::fact_text(report->facts, "left") == "0") return then();
        note_look(service, request, note, reply, then);
      });
}

pages::DeskFilter make_filter(const pages::DeskScene& scene, const Request& request,
                              const SearchForm& form) {
  pages::DeskFilter filter("/desk/applications", true);
  pages::Choices states{{"", scene.say("desk.any_state")}};
  for (const std::string_view state :
       {"seated", "waitlisted", "accepted", "tested", "absent", "withdrawn", "unplaced"}) {
    states.emplace_back(std::string(state), scene.word("desk.state_", state));
  }
  filter.hidden("csrf", request.asker.csrf)
      .text("q", scene.say("desk.search_words"), form.words)
      .choice("city", scene.say("desk.city"), list_city_choices(scene), form.city)
      .text("session", scene.say("desk.session"), form.session)
      .choice("state", scene.say("desk.state"), states, form.state);
  return filter;
}

void set_more(pages::Value& page, const Request& request, const SearchForm& form,
              const engine::SearchPage& found) {
  pages::DeskFilter next("/desk/applications", true);
  next.hidden("csrf", request.asker.csrf)
      .hidden("q", form.words)
      .hidden("city", form.city)
      .hidden("session", form.session)
      .hidden("state", form.state)
      .hidden("after", std::to_string(found.next))
      .hidden("after_name", found.next_name);
  pages::Value more;
  next.set_into(more);
  page.set("has_more", found.more).set("more", std::move(more));
}

Response show_found(const Service& service, const Request& request, const SearchForm& form,
                    const engine::SearchPage& found) {
  const auto snapshot = service.backend.snapshot();
  const pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
  pages::Value page = pages::list_applications(scene, found.rows);
  pages::Value filter;
  make_filter(scene, request, form).set_into(filter);
  page.set("has_filter", true)
      .set("filter", std::move(filter))
      .set("has_note", found.more && found.rows.empty())
      .set("note", scene.say("desk.search_goes_on"));
  set_more(page, request, form, found);
  pages::Frame frame =
      make_desk_frame(service, request, scene.say("desk.applications"), "/desk/applications");
  page.set("heading", frame.title);
  return make_desk_response(service, request, frame, "desk_list", page);
}

bool is_known_place(const engine::Snapshot& snapshot, const engine::Actor& actor,
                    const SearchForm& form) {
  if (!form.city.empty() &&
      (!actor.may_see(form.city) || snapshot.find_city(form.city) == nullptr)) {
    return false;
  }
  if (form.session.empty()) return true;
  return std::any_of(snapshot.cities.begin(), snapshot.cities.end(), [&](const auto& city) {
    return actor.may_see(city->code) &&
           std::any_of(city->sessions.begin(), city->sessions.end(),
                       [&](const auto& session) { return session.id == form.session; });
  });
}

}  // namespace

void handle_desk_applications(Service& service, const Request& request, Reply reply) {
  const auto read = read_form(request);
  if (const auto* problem = std::get_if<Problem>(&read)) {
    return reply(answer_problem(service, *problem, request));
  }
  const auto& form = std::get<SearchForm>(read);
  if (!is_known_place(*service.backend.snapshot(), request.asker.actor, form)) {
    return reply(answer_problem(service, ProblemKind::not_found, request));
  }
  const engine::SearchWish wish = wish_of(form, request.asker.actor);
  note_look(service, request, note_of(wish), reply, [&service, request, form, wish, reply] {
    service.backend.search(wish, [&service, request, form, reply](engine::SearchPage found) {
      reply(show_found(service, request, form, found));
    });
  });
}

void handle_desk_application(Service& service, const Request& request, Reply reply) {
  const engine::ApplicationId id{number_of(request.parameters.at(0))};
  service.backend.perform(
      engine::ShowApplication{id}, request.asker.actor,
      [&service, request, reply](const engine::DeskOutcome& outcome) {
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        if (report == nullptr) return reply(answer_trouble(service, outcome, request));
        if (!report->refusal.empty()) {
          return reply(answer_problem(service, ProblemKind::not_found, request));
        }
        const auto snapshot = service.backend.snapshot();
        const pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
        pages::Value page = pages::make_application_page(scene, report->facts);
        const std::string title = scene.say(
            "desk.application_title", {{"number", pages::fact_text(report->facts, "application")}});
        page.set("heading", title);
        reply(make_desk_response(service, request, make_desk_frame(service, request, title, ""),
                                 "desk_facts", page));
      });
}

}  // namespace keste::http
