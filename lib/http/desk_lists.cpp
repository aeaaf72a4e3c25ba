// /desk/cities, /desk/sessions and the lists of messages, calls, agenda and audit log.
#include <algorithm>
#include <charconv>

#include "http/desk_pages.hpp"
#include "http/html.hpp"
#include "pages/desk_lists.hpp"
#include "pages/desk_table.hpp"

namespace keste::http {
namespace {

constexpr int rows_of_page = 100;

std::string item_of(const Request& request, std::string_view name) {
  const auto query = parse_query(request.query);
  if (!query) return {};
  for (const QueryItem& item : *query) {
    if (item.name == name) return item.value;
  }
  return {};
}

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && number > 0 ? number : 0;
}

void answer_unknown_city(const Service& service, const Request& request, const std::string& code,
                         const Reply& reply) {
  Problem problem(ProblemKind::city_not_found);
  problem.arguments.push_back(code);
  reply(answer_problem(service, problem, request));
}

/// One of the states of a list, as words of the texts.
pages::Choices list_states(const pages::DeskScene& scene, std::string_view prefix,
                           std::initializer_list<std::string_view> states) {
  pages::Choices choices;
  for (const std::string_view state : states) {
    choices.emplace_back(std::string(state), scene.word(prefix, state));
  }
  return choices;
}

struct NextPage {
  std::string action;
  std::string state;
  std::string after_at{};
  std::string after_id{};
};

void set_more(pages::Value& page, bool has_more, const NextPage& next) {
  pages::DeskFilter form(next.action, false);
  if (!next.state.empty()) form.hidden("state", next.state);
  if (!next.after_at.empty()) form.hidden("at", next.after_at);
  form.hidden("after", next.after_id);
  pages::Value more;
  form.set_into(more);
  page.set("has_more", has_more).set("more", std::move(more));
}

void set_filter(pages::Value& page, const pages::DeskFilter& filter) {
  pages::Value form;
  filter.set_into(form);
  page.set("has_filter", true).set("filter", std::move(form));
}

Response show_list(const Service& service, const Request& request, std::string_view title,
                   pages::Value page) {
  const std::string_view path = request.path;
  pages::Frame frame =
      make_desk_frame(service, request, service.site.say(request.language, title), path);
  page.set("heading", frame.title);
  return make_desk_response(service, request, frame, "desk_list", page);
}

/// A session that the asker may see, and its city.
struct FoundSession {
  const engine::CitySnapshot* city = nullptr;
  const engine::SessionSnapshot* session = nullptr;
};

FoundSession find_session(const engine::Snapshot& snapshot, const engine::Actor& actor,
                          std::string_view id) {
  for (const auto& city : snapshot.cities) {
    if (!actor.may_see(city->code)) continue;
    for (const auto& session : city->sessions) {
      if (session.id == id) return {city.get(), &session};
    }
  }
  return {};
}

using RosterShow =
    std::function<void(const pages::DeskScene&, const FoundSession&, const engine::DeskReport&)>;

/// Reads a page of the roster, which writes down who read it, and shows it.
void with_roster(Service& service, const Request& request, int limit, const Reply& reply,
                 const RosterShow& show) {
  const std::string id = request.parameters.at(0);
  if (!find_session(*service.backend.snapshot(), request.asker.actor, id).session) {
    return reply(answer_problem(service, ProblemKind::not_found, request));
  }
  const engine::ListRoster command{id, number_of(item_of(request, "after")), limit};
  service.backend.perform(
      command, request.asker.actor,
      [&service, request, reply, show, id](const engine::DeskOutcome& outcome) {
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        const auto snapshot = service.backend.snapshot();
        const FoundSession found = find_session(*snapshot, request.asker.actor, id);
        if (report == nullptr) return reply(answer_trouble(service, outcome, request));
        if (!report->refusal.empty() || found.session == nullptr) {
          return reply(answer_problem(service, ProblemKind::not_found, request));
        }
        show(make_desk_scene(service, request, *snapshot), found, *report);
      });
}

void set_next_roster(pages::Value& page, const engine::DeskReport& report, int limit,
                     const std::string& path) {
  const bool has_more = report.rows.size() == static_cast<std::size_t>(limit);
  const std::string last =
      has_more ? pages::fact_text(report.rows.back(), "application") : std::string();
  page.set("has_more", has_more).set("more_path", path + "?after=" + last);
}

}  // namespace

Response answer_trouble(const Service& service, const engine::DeskOutcome& outcome,
                        const Request& request) {
  const auto* trouble = std::get_if<engine::Trouble>(&outcome);
  return answer_problem(
      service, trouble == nullptr ? ProblemKind::internal_error : kind_of(*trouble), request);
}

void handle_desk_city(Service& service, const Request& request, Reply reply) {
  const std::string code = request.parameters.at(0);
  with_desk_scene(
      service, request, [&service, request, code, reply](const pages::DeskScene& scene) {
        for (const pages::DeskCity& each : scene.list_cities()) {
          if (each.city->code != code) continue;
          pages::Frame frame =
              make_desk_frame(service, request, each.city->name.in(request.language), "");
          frame.now = request.receipt.at;
          frame.scripts = {"htmx.js", "desk.js"};
          return reply(make_desk_response(service, request, frame, "desk_city",
                                          pages::make_city_page(scene, each)));
        }
        answer_unknown_city(service, request, code, reply);
      });
}

void handle_desk_session(Service& service, const Request& request, Reply reply) {
  with_roster(service, request, rows_of_page, reply,
              [&service, request, reply](const pages::DeskScene& scene, const FoundSession& found,
                                         const engine::DeskReport& roster) {
                pages::Value page =
                    pages::make_session_page(scene, *found.city, *found.session, roster);
                set_next_roster(page, roster, rows_of_page, "/desk/sessions/" + found.session->id);
                reply(make_desk_response(service, request,
                                         make_desk_frame(service, request, found.session->id, ""),
                                         "desk_session", page));
              });
}

void handle_desk_roster(Service& service, const Request& request, Reply reply) {
  constexpr int rows_of_sheet = 1'000;
  with_roster(service, request, rows_of_sheet, reply,
              [&service, request, reply](const pages::DeskScene& scene, const FoundSession& found,
                                         const engine::DeskReport& roster) {
                pages::Value page =
                    pages::make_roster_sheet(scene, *found.city, *found.session, roster);
                set_next_roster(page, roster, rows_of_sheet,
                                "/desk/sessions/" + found.session->id + "/roster.html");
                reply(make_desk_response(service, request,
                                         make_desk_frame(service, request, found.session->id, ""),
                                         "desk_roster", page));
              });
}

void handle_desk_notifications(Service& service, const Request& request, Reply reply) {
  const std::string asked = item_of(request, "state");
  const std::string state = asked.empty() ? "failed" : asked;
  const auto answer = [&service, request, reply, state](std::vector<engine::OutboxRow> rows) {
    const auto snapshot = service.backend.snapshot();
    const pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
    pages::Value page = pages::list_messages(scene, rows);
    pages::DeskFilter filter(request.path, false);
    filter.choice(
        "state", scene.say("desk.state"),
        list_states(scene, "desk.outbox_", {"failed", "pending", "claimed", "sent", "dropped"}),
        state);
    set_filter(page, filter);
    const bool has_more = rows.size() == rows_of_page;
    set_more(page, has_more,
             {request.path, state, {}, has_more ? std::to_string(rows.back().id.value) : ""});
    page.set("has_note", false);
    reply(show_list(service, request, "desk.messages", std::move(page)));
  };
  service.backend.list_outbox(
      {state, {}, number_of(item_of(request, "after")), rows_of_page, request.asker.actor}, answer);
}

void handle_desk_agenda(Service& service, const Request& request, Reply reply) {
  const std::string asked = item_of(request, "state");
  const std::string state = asked.empty() ? "pending" : asked;
  const auto answer = [&service, request, reply, state](std::vector<engine::AgendaRow> rows) {
    const auto snapshot = service.backend.snapshot();
    const pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
    pages::Value page = pages::list_agenda(scene, rows);
    pages::DeskFilter filter(request.path, false);
    filter.choice("state", scene.say("desk.state"),
                  list_states(scene, "desk.agenda_", {"pending", "firing", "done", "void"}), state);
    set_filter(page, filter);
    const bool has_more = rows.size() == rows_of_page;
    NextPage next{request.path, state};
    if (has_more) {
      next.after_at = std::to_string(to_micros(rows.back().at));
      next.after_id = std::to_string(rows.back().id);
    }
    set_more(page, has_more, next);
    page.set("has_note", false);
    reply(show_list(service, request, "desk.agenda", std::move(page)));
  };
  service.backend.list_agenda(
      {state, from_micros(number_of(item_of(request, "at"))), number_of(item_of(request, "after")),
       rows_of_page, request.asker.actor},
      answer);
}

void handle_desk_audit(Service& service, const Request& request, Reply reply) {
  const auto answer = [&service, request, reply](std::vector<engine::AuditRow> rows) {
    const auto snapshot = service.backend.snapshot();
    pages::Value page = pages::list_audit(make_desk_scene(service, request, *snapshot), rows);
    const bool has_more = rows.size() == rows_of_page;
    set_more(page, has_more,
             {request.path, {}, {}, has_more ? std::to_string(rows.back().id) : ""});
    page.set("has_note", false).set("has_filter", false);
    reply(show_list(service, request, "desk.audit", std::move(page)));
  };
  service.backend.list_audit(
      {{}, {}, number_of(item_of(request, "after")), rows_of_page, request.asker.actor}, answer);
}

void handle_desk_calls(Service& service, const Request& request, Reply reply) {
  engine::ListCalls command;
  command.city = item_of(request, "city");
  command.with_called = item_of(request, "with_called") == "true";
  service.backend.perform(
      command, request.asker.actor,
      [&service, request, reply, command](const engine::DeskOutcome& outcome) {
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        if (report == nullptr) return reply(answer_trouble(service, outcome, request));
        if (!report->refusal.empty()) {
          return answer_unknown_city(service, request, command.city, reply);
        }
        const auto snapshot = service.backend.snapshot();
        const pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
        pages::Value page = pages::list_calls(scene, *report);
        pages::DeskFilter filter(request.path, false);
        filter.choice("city", scene.say("desk.city"), list_city_choices(scene), command.city)
            .choice("with_called", scene.say("desk.called"),
                    {{"", scene.say("desk.not_called")}, {"true", scene.say("desk.all_calls")}},
                    command.with_called ? "true" : "");
        set_filter(page, filter);
        page.set("has_note", false).set("has_more", false);
        reply(show_list(service, request, "desk.call_list", std::move(page)));
      });
}

pages::Choices list_city_choices(const pages::DeskScene& scene) {
  pages::Choices choices{{"", scene.say("desk.all")}};
  for (const auto& city : scene.snapshot.cities) {
    if (!scene.actor.may_see(city->code)) continue;
    choices.emplace_back(city->code, city->name.in(scene.language));
  }
  return choices;
}

}  // namespace keste::http
