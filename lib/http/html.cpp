// Header fields of pages, their language, and the reading of posted forms.
#include "http/html.hpp"

#include <array>
#include <set>

#include "http/desk_pages.hpp"
#include "http/gzip.hpp"
#include "http/json_body.hpp"

namespace keste::http {
namespace {

constexpr std::string_view language_cookie = "keste_lang";
constexpr std::string_view security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// Below this a compressed body saves no packet.
constexpr std::size_t gzip_from = 1024;

std::optional<Language> asked_language(const Request& request) {
  const auto query = parse_query(request.query);
  if (!query) return std::nullopt;
  for (const QueryItem& item : *query) {
    if (item.name == "lang") return parse_language(item.value);
  }
  return std::nullopt;
}

void remember_language(Response& response, const Request& request) {
  const auto asked = asked_language(request);
  if (!asked) return;
  response.headers.push_back(
      Header{"Set-Cookie", std::string(language_cookie) + "=" + std::string(to_text(*asked)) +
                               "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"});
}

}  // namespace

bool is_page(std::string_view path) {
  constexpr std::array<std::string_view, 5> programs{"/api/", "/hooks/", "/healthz", "/readyz",
                                                     "/metrics"};
  for (const std::string_view each : programs) {
    if (path.starts_with(each)) return false;
  }
  return true;
}

std::optional<Language> chosen_language(const Request& request) {
  if (const auto asked = asked_language(request)) return asked;
  return parse_language(find_cookie(request.cookie, language_cookie));
}

Language page_language(const Request& request) {
  return chosen_language(request).value_or(request.language);
}

Response begin_html_response(int status, const Request& request, Keep keep, std::string body,
                             bool is_compressed) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.headers = {
      Header{"Content-Language", std::string(to_text(request.language))},
      Header{"Cache-Control", keep == Keep::nobody ? "no-store" : "no-cache"},
      Header{"Vary", "Accept-Encoding, Accept-Language, Cookie"},
      Header{"Content-Security-Policy", std::string(security_policy)},
      Header{"X-Content-Type-Options", "nosniff"},
      Header{"Referrer-Policy", "no-referrer"},
  };
  remember_language(response, request);
  if (is_compressed) response.headers.push_back(Header{"Content-Encoding", "gzip"});
  response.body = std::move(body);
  return response;
}

Response make_html_response(int status, std::string html, const Request& request, Keep keep) {
  const bool compressed = request.accepts_gzip && html.size() > gzip_from;
  return begin_html_response(status, request, keep, compressed ? gzip(html) : std::move(html),
                             compressed);
}

Response make_redirect(const std::string& path) {
  Response response;
  response.status = 303;
  response.headers = {Header{"Location", path}, Header{"Cache-Control", "no-store"},
                      Header{"Referrer-Policy", "no-referrer"}};
  return response;
}

Response make_problem_page(const Service& service, const Problem& problem, const Request& request) {
  const Language language = request.language;
  pages::Frame frame;
  frame.language = language;
  frame.title = title_of(problem, language);
  frame.brand = service.settings.campaign->title.in(language);
  if (is_desk_path(request.path)) frame.home = "/desk";
  pages::Value content;
  content.set("heading", frame.title)
      .set("sentence", detail_of(problem, language))
      .set("home", frame.home);
  Response page = begin_answer(problem, language);
  const int status = page.status;
  Response made =
      make_html_response(status, service.site.render("problem", frame, content), request);
  for (Header& header : page.headers) {
    if (header.name == "Retry-After") made.headers.push_back(std::move(header));
  }
  return made;
}

Response answer_problem(const Service& service, const Problem& problem, const Request& request) {
  const bool as_page = request.accepts_html && is_page(request.path);
  if (!as_page) return make_response(problem, request.language);
  Request asked = request;
  asked.language = page_language(request);
  return make_problem_page(service, problem, asked);
}

std::variant<std::vector<QueryItem>, Problem> read_form_body(const Request& request) {
  constexpr std::string_view type = "application/x-www-form-urlencoded";
  if (!is_type(request.content_type, type) || !is_unencoded(request.content_encoding)) {
    Problem problem(ProblemKind::unsupported_media_type);
    problem.arguments.emplace_back(type);
    return problem;
  }
  auto items = parse_query(request.body);
  if (!items) return Problem(ProblemKind::malformed_form);
  std::set<std::string_view> names;
  for (const QueryItem& item : *items) {
    if (!names.insert(item.name).second) return Problem(ProblemKind::malformed_form);
  }
  return *std::move(items);
}

}  // namespace keste::http
