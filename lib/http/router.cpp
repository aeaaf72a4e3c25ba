// The table of routes.
#include "http/router.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "http/access.hpp"
#include "http/desk.hpp"
#include "http/desk_pages.hpp"
#include "http/feeds.hpp"
#include "http/html.hpp"
#include "http/receipts.hpp"

namespace keste::http {
namespace {

struct Route {
  std::string_view pattern;  ///< A segment "{}" stands for any one segment.
  Method method;
  Handler handler;
  Right right = Right::everybody;
};

constexpr auto routes = std::to_array<Route>({
    {"/api/v1/cities/{}/status", Method::get, handle_city_status, Right::watch},
    {"/api/v1/cities/{}/changes", Method::get, handle_changes},
    {"/api/v1/cities/{}/calendar.ics", Method::get, handle_calendar},
    {"/api/v1/cities/{}", Method::get, handle_city},
    {"/api/v1/cities", Method::get, handle_cities},
    {"/api/v1/status", Method::get, handle_status, Right::watch},
    {"/api/v1/applications", Method::post, handle_apply},
    {"/api/v1/applications/{}", Method::get, handle_find_application},
    {"/api/v1/applications/{}", Method::delete_, handle_withdraw},
    {"/api/v1/applications/{}/receipt", Method::get, handle_find_receipt},
    {"/api/v1/applications/{}/session", Method::post, handle_change_session},
    {"/api/v1/applications/{}/consent", Method::delete_, handle_withdraw_consent},
    {"/api/v1/agenda", Method::get, handle_agenda, Right::read},
    {"/api/v1/notifications", Method::get, handle_notifications, Right::read},
    {"/api/v1/audit/verification", Method::get, handle_audit_verification, Right::oversee},
    {"/api/v1/events", Method::get, handle_events, Right::watch},
    {"/api/v1/openapi.yaml", Method::get, handle_openapi},
    {"/", Method::get, handle_front_page},
    {"/assets/{}", Method::get, handle_asset},
    {"/.well-known/keste-receipt-key.pem", Method::get, handle_receipt_key},
    {"/.well-known/keste-receipt-keys/{}", Method::get, handle_find_receipt_key},
    {"/apply", Method::get, handle_apply_page},
    {"/apply/{}", Method::get, handle_city_form},
    {"/apply/{}", Method::post, handle_city_post},
    {"/apply/online/{}", Method::get, handle_online_form},
    {"/apply/online/{}", Method::post, handle_online_post},
    {"/a/{}", Method::get, handle_ticket_page},
    {"/a/{}/calendar.ics", Method::get, handle_ticket_calendar},
    {"/a/{}/session", Method::get, handle_session_choice},
    {"/a/{}/session", Method::post, handle_session_post},
    {"/a/{}/withdraw", Method::get, handle_withdrawal_page},
    {"/a/{}/withdraw", Method::post, handle_withdrawal_post},
    {"/a/{}/consent", Method::get, handle_consent_page},
    {"/a/{}/consent", Method::post, handle_consent_post},
    {"/consent-withdrawn", Method::get, handle_erased_page},
    {"/hooks/sms/{}", Method::post, handle_sms_hook},
    {"/healthz", Method::get, handle_healthz},
    {"/readyz", Method::get, handle_readyz},
    {"/metrics", Method::get, handle_metrics, Right::figures},
    {"/api/v1/promo-codes", Method::post, handle_issue_code, Right::codes},
    {"/api/v1/promo-codes:import", Method::post, handle_import_codes, Right::codes},
    {"/api/v1/promo-codes:void", Method::post, handle_void_code, Right::codes},
    {"/api/v1/promo-codes:show", Method::post, handle_show_code, Right::codes},
    {"/api/v1/promo-codes/report", Method::get, handle_code_report, Right::code_report},
    {"/api/v1/applications:import", Method::post, handle_import_answers, Right::manage},
    {"/api/v1/applications:needs", Method::post, handle_set_needs, Right::run},
    {"/api/v1/imports/{}", Method::get, handle_find_import, Right::signed_in},
    {"/api/v1/receipts:renew-key", Method::post, handle_renew_receipt_key, Right::manage},
    {"/api/v1/receipts:applicant", Method::post, handle_applicant_tag, Right::manage},
    {"/api/v1/results", Method::post, handle_results, Right::run},
    {"/api/v1/sessions/{}/roster", Method::get, handle_roster, Right::read},
    {"/api/v1/sessions/{}/finish", Method::post, handle_finish_session, Right::run},
    {"/api/v1/sessions/{}/attendance", Method::post, handle_attendance, Right::run},
    {"/api/v1/sessions/{}/move", Method::post, handle_move_session, Right::run},
    {"/api/v1/sessions/{}/cancel", Method::post, handle_cancel_session, Right::run},
    {"/api/v1/cities/{}/calendar-link", Method::post, handle_calendar_link, Right::run},
    {"/api/v1/cities/{}/window", Method::post, handle_change_window, Right::run},
    {"/api/v1/extensions", Method::post, handle_extend_person, Right::run},
    {"/api/v1/releases", Method::get, handle_list_releases, Right::read},
    {"/api/v1/releases/{}/stop", Method::post, handle_stop_release, Right::run},
    {"/api/v1/actions", Method::get, handle_list_actions, Right::read},
    {"/api/v1/actions/{}/undo", Method::post, handle_undo_action, Right::run},
    {"/api/v1/notifications:resend", Method::post, handle_resend_many, Right::run},
    {"/api/v1/notifications/{}", Method::get, handle_explain_notification, Right::read},
    {"/api/v1/notifications/{}/message", Method::get, handle_show_message, Right::read},
    {"/api/v1/notifications/{}/resend", Method::post, handle_resend_notification, Right::run},
    {"/api/v1/notifications/{}/cancel", Method::post, handle_cancel_notification, Right::run},
    {"/api/v1/sessions/{}/due", Method::get, handle_explain_due, Right::read},
    {"/api/v1/applications/{}/history", Method::get, handle_history, Right::read},
    {"/api/v1/call-list", Method::get, handle_call_list, Right::read},
    {"/api/v1/call-list:called", Method::post, handle_mark_called, Right::run},
    {"/api/v1/addresses:release", Method::post, handle_release_address, Right::manage},
    {"/api/v1/accounting", Method::get, handle_accounting, Right::read},
    {"/api/v1/campaign", Method::get, handle_show_campaign, Right::oversee},
    {"/api/v1/campaign:plan", Method::post, handle_plan_campaign, Right::manage},
    {"/api/v1/campaign:apply", Method::post, handle_apply_campaign, Right::manage},
    {"/api/v1/persons:export", Method::post, handle_export_person, Right::manage},
    {"/api/v1/persons:erase", Method::post, handle_erase_person, Right::manage},
    {"/api/v1/sign-in", Method::get, handle_who_am_i, Right::signed_in},
    {"/api/v1/sign-in", Method::post, handle_sign_in},
    {"/api/v1/sign-in", Method::delete_, handle_sign_out, Right::signed_in},
    {"/api/v1/sign-in/password", Method::post, handle_change_password, Right::signed_in},
    {"/api/v1/users", Method::get, handle_list_users, Right::oversee},
    {"/api/v1/users", Method::post, handle_add_user, Right::manage},
    {"/api/v1/users/{}", Method::post, handle_change_user, Right::manage},
    {"/api/v1/users/{}/second-factor", Method::post, handle_set_totp, Right::manage},
    {"/api/v1/users/{}/second-factor", Method::delete_, handle_drop_totp, Right::manage},
    {"/api/v1/users/{}/sign-ins", Method::delete_, handle_end_sign_ins, Right::manage},
    {"/api/v1/tokens", Method::get, handle_list_tokens, Right::oversee},
    {"/api/v1/tokens", Method::post, handle_add_token, Right::manage},
    {"/api/v1/tokens/{}", Method::delete_, handle_revoke_token, Right::manage},
    {"/desk", Method::get, handle_desk, Right::watch},
    {"/desk/board", Method::get, handle_desk_board, Right::watch},
    {"/desk/sign-in", Method::get, handle_desk_sign_in_page},
    {"/desk/sign-in", Method::post, handle_desk_sign_in},
    {"/desk/sign-out", Method::post, handle_desk_sign_out, Right::signed_in},
    {"/desk/cities/{}/card", Method::get, handle_desk_card, Right::watch},
    {"/desk/cities/{}", Method::get, handle_desk_city, Right::watch},
    {"/desk/sessions/{}", Method::get, handle_desk_session, Right::read},
    {"/desk/sessions/{}/roster.html", Method::get, handle_desk_roster, Right::read},
    {"/desk/applications", Method::get, handle_desk_applications, Right::read},
    {"/desk/applications", Method::post, handle_desk_applications, Right::read},
    {"/desk/applications/{}", Method::get, handle_desk_application, Right::read},
    {"/desk/notifications", Method::get, handle_desk_notifications, Right::read},
    {"/desk/calls", Method::get, handle_desk_calls, Right::read},
    {"/desk/agenda", Method::get, handle_desk_agenda, Right::read},
    {"/desk/audit", Method::get, handle_desk_audit, Right::oversee},
});
constexpr std::size_t no_route = HttpFigures::route_limit - 1;
static_assert(routes.size() < no_route);

std::string_view take_segment(std::string_view& path) {
  const auto slash = path.find('/', 1);
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(segment.size());
  return segment;
}

/// Whether it may stand for a variable segment: a slash would make another path of it, and a
/// control character another line of a header field.
bool is_segment(std::string_view text) {
  const auto may_stand = [](char c) { return c != '/' && static_cast<unsigned char>(c) >= 0x20; };
  return !text.empty() && is_utf8(text) && std::all_of(text.begin(), text.end(), may_stand) &&
         text.find('\x7f') == std::string_view::npos;
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
      if (!decoded || !is_segment(*decoded)) return std::nullopt;
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
Response answer_without_route(const Service& service, const Match& found, const Request& request) {
  if (request.method == Method::options) {
    const bool whole_server = request.path == "*";
    if (whole_server) return make_options_response("GET, HEAD, POST, DELETE, OPTIONS");
    if (!found.allow.empty()) return make_options_response(found.allow);
  }
  if (found.allow.empty()) return answer_problem(service, ProblemKind::not_found, request);
  return make_wrong_method_response(found.allow, request.language);
}

/// The answer to somebody who may not use the route; empty when they may.
std::optional<Response> refuse(const Service& service, const Route& route, const Asker& asker,
                               const Request& request) {
  if (may(asker, route.right)) return std::nullopt;
  const bool is_known = asker.kind != Asker::Kind::nobody;
  if (is_known) return answer_problem(service, ProblemKind::forbidden, request);
  // A part that a page fetches by itself is no place to sign in.
  const bool by_hand = request.accepts_html && !request.background;
  if (by_hand && is_desk_path(request.path)) return make_sign_in_redirect(request);
  return make_response(ProblemKind::sign_in_required, request.language);
}

/// A signed-in person's browser also sends its cookie with what other sites make it send.
bool is_forged(const Route& route, const Asker& asker, const Request& request) {
  return asker.kind == Asker::Kind::user && route.method != Method::get &&
         !Gate::is_own_page(request, asker);
}

/// A coordinator's other cities look as if there were none.
std::optional<Response> refuse_foreign_city(const Route& route, const Request& request) {
  if (!route.pattern.starts_with("/api/v1/cities/{}")) return std::nullopt;
  const std::string& city = request.parameters.at(0);
  if (request.asker.actor.may_see(city)) return std::nullopt;
  Problem problem(ProblemKind::city_not_found);
  problem.arguments.push_back(city);
  return make_response(problem, request.language);
}

}  // namespace

std::string route_name(std::size_t route) {
  if (route >= routes.size()) return "other";
  return std::string(to_text(routes[route].method)) + " " + std::string(routes[route].pattern);
}

Right route_right(std::size_t route) { return routes.at(route).right; }

void Router::handle(Request request, Reply reply) {
  Match found = find_route(request);
  if (is_page(request.path)) request.language = page_language(request);
  const bool timed = found.route != no_route && routes[found.route].handler == handle_apply;
  auto counted = [this, route = found.route, timed, came_at = request.receipt.steady,
                  reply = std::move(reply)](Response response) {
    service_.figures.count(route, response.status);
    if (timed) service_.figures.post_seconds.observe(steady_now() - came_at);
    reply(std::move(response));
  };
  if (found.route == no_route) return counted(answer_without_route(service_, found, request));
  const Route& route = routes[found.route];
  request.path = canonical_path(route.pattern, found.parameters);
  request.parameters = std::move(found.parameters);
  // A page opens its stream by itself, and again after each break: that keeps no sign-in alive.
  if (route.handler == handle_events) request.background = true;
  if (route.right != Right::everybody) {
    request.asker = service_.gate.identify(request, request.trusted);
    if (auto refusal = refuse(service_, route, request.asker, request)) {
      return counted(std::move(*refusal));
    }
    if (is_forged(route, request.asker, request)) {
      return counted(answer_problem(service_, ProblemKind::foreign_page, request));
    }
    if (auto refusal = refuse_foreign_city(route, request)) return counted(std::move(*refusal));
  }
  const std::string page = page_key(request);
  route.handler(service_, request, std::move(counted));
  service_.pages.name_route(page, found.route, route.right);
}

/// What takes whole sheets and files.
bool takes_sheets(Handler handler) {
  constexpr Handler takers[] = {handle_results, handle_import_codes, handle_import_answers,
                                handle_plan_campaign, handle_apply_campaign};
  return std::find(std::begin(takers), std::end(takers), handler) != std::end(takers);
}

std::size_t Router::find_body_limit(const Request& head, bool trusted) const {
  const ServerLimits& limits = service_.settings.limits;
  if (trusted) return make_trusted(limits).body;
  if (head.method == Method::get || head.method == Method::head) return limits.body;
  const Match found = find_route(head);
  if (found.route == no_route || !takes_sheets(routes[found.route].handler)) return limits.body;
  const Right right = routes[found.route].right;
  if (right == Right::everybody || !may(service_.gate.identify(head, trusted), right)) {
    return limits.body;
  }
  return std::max(limits.body, limits.signed_in_body);
}

std::optional<Response> Router::refuse_early(const Request& head, bool trusted) const {
  const Match found = find_route(head);
  if (found.route != no_route) {
    const Route& route = routes[found.route];
    if (route.right == Right::everybody) return std::nullopt;
    return refuse(service_, route, service_.gate.identify(head, trusted), head);
  }
  if (head.method == Method::options) return std::nullopt;
  return answer_without_route(service_, found, head);
}

PageCache::Entry* Router::find_page(const QuickHead& head, const engine::Snapshot& snapshot,
                                    bool trusted) {
  PageCache::Entry* entry = service_.pages.find_fresh(head.target, snapshot);
  if (entry == nullptr || entry->right == Right::everybody || trusted) return entry;
  // A cookie takes the long way: it has more to say than a token.
  const Asker* asker = service_.gate.find_bearer(head.authorization);
  if (asker == nullptr || !may(*asker, entry->right)) return nullptr;
  return asker->actor.everywhere ? entry : nullptr;
}

const Prepared* Router::find_ready(const QuickHead& head, const engine::Snapshot& snapshot,
                                   bool trusted) {
  PageCache::Entry* entry = find_page(head, snapshot, trusted);
  if (entry == nullptr) return nullptr;
  const bool gzip = !head.accept_encoding.empty() && allows_gzip(head.accept_encoding);
  const Prepared* ready = entry->page.choose(head.if_none_match, gzip).get();
  service_.figures.count(entry->route, ready->status);
  return ready;
}

}  // namespace keste::http
