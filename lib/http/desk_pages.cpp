// /desk: the overview, its board and the cards of cities.
#include "http/desk_pages.hpp"

#include "http/html.hpp"
#include "pages/desk_board.hpp"
#include "pages/desk_pictures.hpp"

namespace keste::http {
namespace {

/// What a part of a page shows: who may see what, in which language, as of when.
std::string part_etag(const Request& request, std::uint64_t version) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(request.receipt.at);
  return "W/\"" + std::to_string(version) + "-" + std::to_string(request.asker.id) + "-" +
         std::string(to_text(request.language)) + "-" +
         std::to_string(minute.time_since_epoch().count()) + "\"";
}

/// A part that a page asks for again and again: not sent twice.
Response make_part_response(const Request& request, const std::string& etag, std::string html) {
  Response response = make_html_response(200, std::move(html), request);
  for (Header& header : response.headers) {
    if (header.name == "Cache-Control") header.value = "private, no-cache";
  }
  response.headers.push_back(Header{"ETag", etag});
  return response;
}

Response make_unchanged_response(const std::string& etag) {
  Response response;
  response.status = 304;
  response.headers = {Header{"ETag", etag}, Header{"Cache-Control", "private, no-cache"}};
  return response;
}

bool is_wall(const Request& request) {
  const auto query = parse_query(request.query);
  if (!query) return false;
  for (const QueryItem& item : *query) {
    if (item.name == "wall") return item.value == "1";
  }
  return false;
}

Response show_overview(const Service& service, const Request& request,
                       const pages::DeskScene& scene) {
  const bool wall = is_wall(request);
  pages::Frame frame = make_desk_frame(service, request, scene.say("desk.overview"), "/desk");
  frame.now = request.receipt.at;
  frame.scripts = {"htmx.js", "desk.js"};
  frame.wall = wall;
  pages::Value page = pages::make_board(scene);
  page.set("heading", frame.title)
      .set("self", wall ? "/desk?wall=1" : "/desk")
      .set("other_size", wall ? "/desk" : "/desk?wall=1")
      .set("other_size_name", scene.say(wall ? "desk.smaller" : "desk.larger"));
  return make_desk_response(service, request, frame, "desk", page);
}

}  // namespace

void with_desk_scene(Service& service, const Request& request,
                     const std::function<void(const pages::DeskScene&)>& show) {
  const auto marks = [&service, now = request.receipt.at] {
    return pages::list_curve_marks(*service.backend.snapshot(), now);
  };
  service.desk.find(service.backend, marks,
                    [&service, request, show](const engine::Survey& survey) {
                      const auto snapshot = service.backend.snapshot();
                      pages::DeskScene scene = make_desk_scene(service, request, *snapshot);
                      scene.survey = survey;
                      show(scene);
                    });
}

pages::DeskScene make_desk_scene(const Service& service, const Request& request,
                                 const engine::Snapshot& snapshot) {
  return {.site = service.site,
          .language = request.language,
          .now = request.receipt.at,
          .snapshot = snapshot,
          .campaign = *service.settings.campaign,
          .actor = request.asker.actor,
          .reads = may(request.asker, Right::read)};
}

pages::Frame make_desk_frame(const Service& service, const Request& request, std::string title,
                             std::string_view current) {
  pages::Frame frame;
  frame.language = request.language;
  frame.title = std::move(title);
  frame.brand = service.settings.campaign->title.in(request.language);
  frame.home = "/desk";
  frame.styles = {"desk.css"};
  frame.wide = true;
  const auto link = [&](const char* path, std::string_view name, Right right) {
    if (!may(request.asker, right)) return;
    frame.links.push_back({path, service.site.say(request.language, name), path == current});
  };
  link("/desk", "desk.overview", Right::watch);
  link("/desk/applications", "desk.applications", Right::read);
  link("/desk/notifications", "desk.messages", Right::read);
  link("/desk/calls", "desk.call_list", Right::read);
  link("/desk/agenda", "desk.agenda", Right::read);
  link("/desk/audit", "desk.audit", Right::oversee);
  if (request.asker.kind == Asker::Kind::user) {
    frame.account = pages::Account{request.asker.name, request.asker.csrf};
  }
  return frame;
}

Response make_desk_response(const Service& service, const Request& request,
                            const pages::Frame& frame, std::string_view page,
                            const pages::Value& content) {
  return make_html_response(200, service.site.render(page, frame, content), request);
}

void handle_desk(Service& service, const Request& request, Reply reply) {
  with_desk_scene(service, request,
                  [&service, request, reply = std::move(reply)](const pages::DeskScene& scene) {
                    reply(show_overview(service, request, scene));
                  });
}

void handle_desk_board(Service& service, const Request& request, Reply reply) {
  const std::string etag = part_etag(request, service.backend.snapshot()->version);
  if (names_etag(request.if_none_match, etag)) return reply(make_unchanged_response(etag));
  with_desk_scene(
      service, request,
      [&service, request, etag, reply = std::move(reply)](const pages::DeskScene& scene) {
        reply(make_part_response(
            request, etag,
            service.site.render_part("desk_board", pages::make_board(scene), request.language)));
      });
}

void handle_desk_card(Service& service, const Request& request, Reply reply) {
  const std::string code = request.parameters.at(0);
  const auto snapshot = service.backend.snapshot();
  const engine::CitySnapshot* city =
      request.asker.actor.may_see(code) ? snapshot->find_city(code) : nullptr;
  if (city == nullptr) {
    Problem problem(ProblemKind::city_not_found);
    problem.arguments.push_back(code);
    return reply(answer_problem(service, problem, request));
  }
  const std::string etag = part_etag(request, city->version);
  if (names_etag(request.if_none_match, etag)) return reply(make_unchanged_response(etag));
  with_desk_scene(
      service, request,
      [&service, request, code, etag, reply = std::move(reply)](const pages::DeskScene& scene) {
        for (const pages::DeskCity& each : scene.list_cities()) {
          if (each.city->code != code) continue;
          reply(make_part_response(
              request, etag,
              service.site.render_part("desk_card", pages::make_card(scene, each),
                                       request.language)));
        }
      });
}

}  // namespace keste::http
