// HTML answers: pages for people, with the header fields that keep them safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/problem.hpp"
#include "http/request.hpp"
#include "http/resources.hpp"

namespace keste::http {

/// Whether people look at this path, so that it speaks the language they chose on a page before.
bool is_page(std::string_view path);
/// By ?lang= or by the cookie keste_lang; empty when the reader has chosen none.
std::optional<Language> chosen_language(const Request& request);
/// The chosen one, else the best by Accept-Language.
Language page_language(const Request& request);

/// Who may keep a page.
enum class Keep {
  nobody,      ///< It shows something personal.
  revalidate,  ///< Everybody, who must ask each time whether it still holds.
};
/// A page in UTF-8, compressed where the client takes that. Nothing on it may come from elsewhere,
/// run inline, or be framed, and its address, which may be a ticket, goes nowhere. Remembers the
/// language in a cookie when ?lang= chose one.
Response make_html_response(int status, std::string html, const Request& request,
                            Keep keep = Keep::nobody);
/// The same with a body that may be compressed already.
Response begin_html_response(int status, const Request& request, Keep keep, std::string body,
                             bool is_compressed);
/// 303: what was posted is done; what came of it is found there.
Response make_redirect(const std::string& path);
/// The problem as a page where a browser asks for one, else as a problem document.
Response answer_problem(const Service& service, const Problem& problem, const Request& request);
inline Response answer_problem(const Service& service, ProblemKind kind, const Request& request) {
  return answer_problem(service, Problem(kind), request);
}
/// Always as a page.
Response make_problem_page(const Service& service, const Problem& problem, const Request& request);

/// The fields of an application/x-www-form-urlencoded body, in their order, none of them twice.
std::variant<std::vector<QueryItem>, Problem> read_form_body(const Request& request);

}  // namespace keste::http
