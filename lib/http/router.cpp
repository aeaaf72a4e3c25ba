// The table of routes.
#include "http/router.hpp"

#include <array>
#include <vector>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "http/desk.hpp"

namespace keste::http {
namespace {

struct Route {
  std::string_view pattern;  ///< A segment "{}" stands for any one segment.
  Method method;
  Handler handler;
  bool desk = false;  ///< For those on the Unix socket only: there is no signing in yet.
};

constexpr std::array<Route, 39> routes{{
    {"/api/v1/cities/{}/status", Method::get, handle_city_status},
    {"/api/v1/cities/{}", Method::get, handle_city},
    {"/api/v1/cities", Method::get, handle_cities},
    {"/api/v1/status", Method::get, handle_status},
    {"/api/v1/applications", Method::post, handle_apply},
    {"/api/v1/applications/{}", Method::get, handle_find_application},
    {"/api/v1/applications/{}", Method::delete_, handle_withdraw},
    {"/api/v1/applications/{}/session", Method::post, handle_change_session},
    {"/api/v1/applications/{}/consent", Method::delete_, handle_withdraw_consent},
    {"/api/v1/agenda", Method::get, handle_agenda},
    {"/api/v1/notifications", Method::get, handle_notifications},
    {"/api/v1/audit/verification", Method::get, handle_audit_verification},
    {"/api/v1/openapi.yaml", Method::get, handle_openapi},
    {"/hooks/sms/{}", Method::post, handle_sms_hook},
    {"/healthz", Method::get, handle_healthz},
    {"/readyz", Method::get, handle_readyz},
    {"/metrics", Method::get, handle_metrics},
    {"/api/v1/promo-codes", Method::post, handle_issue_code, true},
    {"/api/v1/promo-codes:import", Method::post, handle_import_codes, true},
    {"/api/v1/promo-codes:void", Method::post, handle_void_code, true},
    {"/api/v1/promo-codes:show", Method::post, handle_show_code, true},
    {"/api/v1/promo-codes/report", Method::get, handle_code_report, true},
    {"/api/v1/applications:import", Method::post, handle_import_answers, true},
    {"/api/v1/applications:needs", Method::post, handle_set_needs, true},
    {"/api/v1/imports/{}", Method::get, handle_find_import, true},
    {"/api/v1/results", Method::post, handle_results, true},
    {"/api/v1/sessions/{}/roster", Method::get, handle_roster, true},
    {"/api/v1/sessions/{}/finish", Method::post, handle_finish_session, true},
    {"/api/v1/sessions/{}/attendance", Method::post, handle_attendance, true},
    {"/api/v1/sessions/{}/move", Method::post, handle_move_session, true},
    {"/api/v1/sessions/{}/cancel", Method::post, handle_cancel_session, true},
    {"/api/v1/cities/{}/window", Method::post, handle_change_window, true},
    {"/api/v1/extensions", Method::post, handle_extend_person, true},
    {"/api/v1/call-list", Method::get, handle_call_list, true},
    {"/api/v1/call-list:called", Method::post, handle_mark_called, true},
    {"/api/v1/addresses:release", Method::post, handle_release_address, true},
    {"/api/v1/accounting", Method::get, handle_accounting, true},
    {"/api/v1/persons:export", Method::post, handle_export_person, true},
    {"/api/v1/persons:erase", Method::post, handle_erase_person, true},
}};
constexpr std::size_t no_route = HttpFigures::route_limit - 1;
static_assert(routes.size() < no_route);

std::string_view take_segment(std::string_view& path) {
  const auto slash = path.find('/', 1);
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(segment.size());
  return segment;
}

/// The decoded variable segments; empty when the path has another shape.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  const auto literal = pattern.substr(0, pattern.find('{'));
  if (!path.starts_with(literal)) return std::nullopt;
  std::vector<std::string> parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view segment = take_segment(path);
    if (expected == "/{}") {
      auto decoded = percent_decode(segment.substr(1));
      if (!decoded || decoded->empty() || !is_utf8(*decoded)) return std::nullopt;
      parameters.push_back(std::move(*decoded));
    } else if (expected != segment) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

/// One spelling for each page, so that percent-encoding cannot fill the cache with copies.
std::string canonical_path(std::string_view pattern, const std::vector<std::string>& parameters) {
  std::string path(pattern);
  for (const std::string& parameter : parameters) path.replace(path.find("{}"), 2, parameter);
  return path;
}

Method without_head(Method method) { return method == Method::head ? Method::get : method; }

struct Match {
  std::size_t route = no_route;
  std::vector<std::string> parameters;
  std::string allow;  ///< The methods of this place; empty when there is no such place.
};

Match find_route(const Request& request) {
  Match found;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    auto parameters = match(routes[i].pattern, request.path);
    if (!parameters) continue;
    found.allow.append(to_text(routes[i].method)).append(", ");
    if (routes[i].method == Method::get) found.allow.append("HEAD, ");
    if (routes[i].method != without_head(request.method)) continue;
    found.route = i;
    found.parameters = std::move(*parameters);
    return found;
  }
  if (!found.allow.empty()) found.allow.append("OPTIONS");
  return found;
}

Response make_options_response(const std::string& allow) {
  Response response;
  response.status = 204;
  response.headers.push_back(Header{"Allow", allow});
  return response;
}

Response make_wrong_method_response(const std::string& allow, Language language) {
  Problem problem(ProblemKind::method_not_allowed);
  problem.arguments.push_back(allow);
  Response response = make_response(problem, language);
  response.headers.push_back(Header{"Allow", allow});
  return response;
}

/// The answer when no route takes the request.
Response answer_without_route(const Match& found, const Request& request) {
  if (request.method == Method::options) {
    const bool whole_server = request.path == "*";
    if (whole_server) return make_options_response("GET, HEAD, POST, DELETE, OPTIONS");
    if (!found.allow.empty()) return make_options_response(found.allow);
  }
  if (found.allow.empty()) return make_response(ProblemKind::not_found, request.language);
  return make_wrong_method_response(found.allow, request.language);
}

}  // namespace

std::string route_name(std::size_t route) {
  if (route >= routes.size()) return "other";
  return std::string(to_text(routes[route].method)) + " " + std::string(routes[route].pattern);
}

void Router::handle(Request request, Reply reply) {
  Match found = find_route(request);
  const bool timed = found.route != no_route && routes[found.route].handler == handle_apply;
  auto counted = [this, route = found.route, timed, came_at = request.receipt.steady,
                  reply = std::move(reply)](Response response) {
    service_.figures.count(route, response.status);
    if (timed) service_.figures.post_seconds.observe(steady_now() - came_at);
    reply(std::move(response));
  };
  if (found.route == no_route) return counted(answer_without_route(found, request));
  const Route& route = routes[found.route];
  if (route.desk && !request.trusted) {
    return counted(make_response(ProblemKind::forbidden, request.language));
  }
  request.path = canonical_path(route.pattern, found.parameters);
  request.parameters = std::move(found.parameters);
  route.handler(service_, request, std::move(counted));
  service_.pages.name_route(request.path, found.route);
}

std::optional<Response> Router::refuse_early(const Request& head, bool trusted) const {
  const Match found = find_route(head);
  if (found.route != no_route && routes[found.route].desk && !trusted) {
    return make_response(ProblemKind::forbidden, head.language);
  }
  if (found.route == no_route && head.method != Method::options) {
    return answer_without_route(found, head);
  }
  return std::nullopt;
}

const Prepared* Router::find_ready(const QuickHead& head, const engine::Snapshot& snapshot) {
  PageCache::Entry* entry = service_.pages.find_fresh(head.target, snapshot);
  if (entry == nullptr) return nullptr;
  const bool gzip = !head.accept_encoding.empty() && allows_gzip(head.accept_encoding);
  const Prepared* ready = entry->page.choose(head.if_none_match, gzip).get();
  service_.figures.count(entry->route, ready->status);
  return ready;
}

}  // namespace keste::http
