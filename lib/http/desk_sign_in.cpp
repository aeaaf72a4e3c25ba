// /desk/sign-in and /desk/sign-out: the same sign-in as the API's, in a form without scripts.
#include <algorithm>

#include "base/random.hpp"
#include "base/text.hpp"
#include "http/desk_pages.hpp"
#include "http/html.hpp"
#include "http/signing_in.hpp"

namespace keste::http {
namespace {

/// Nobody has a csrf value before they have signed in: another site could sign a person in as
/// somebody else. So the form carries what is derived from a cookie of its own.
constexpr std::string_view form_cookie = "keste_form";

std::string find_item(const std::vector<QueryItem>& items, std::string_view name) {
  for (const QueryItem& item : items) {
    if (item.name == name) return item.value;
  }
  return {};
}

std::string back_or_desk(std::string path) {
  const bool is_sign_in = path.starts_with("/desk/sign-");
  return is_desk_path(path) && !is_sign_in ? path : "/desk";
}

std::string asked_back(const Request& request) {
  const auto query = parse_query(request.query);
  return back_or_desk(query ? find_item(*query, "back") : "");
}

/// What the form shows again, but for secrets.
struct SignInForm {
  std::string back;
  std::string name{};
};

Response show_form(const Service& service, const Request& request, const SignInForm& form,
                   const Problem* problem) {
  constexpr std::size_t secret_size = 16;
  std::string secret(find_cookie(request.cookie, form_cookie));
  const bool is_new = secret.empty();
  if (is_new) secret = to_hex(secret_bytes(secret_size));
  const Language language = request.language;
  pages::Frame frame =
      make_desk_frame(service, request, service.site.say(language, "desk.sign_in"), "");
  frame.wide = false;
  pages::Value page;
  page.set("form_csrf", Gate::csrf_of(secret))
      .set("back", form.back)
      .set("name", form.name)
      .set("has_problem", problem != nullptr)
      .set("problem", problem == nullptr ? "" : title_of(*problem, language))
      .set("sentence", problem == nullptr ? "" : detail_of(*problem, language));
  Response begun = problem == nullptr ? Response{} : begin_answer(*problem, language);
  Response response =
      make_html_response(begun.status, service.site.render("desk_sign_in", frame, page), request);
  for (Header& header : begun.headers) {
    if (header.name == "Retry-After") response.headers.push_back(std::move(header));
  }
  if (is_new) {
    response.headers.push_back(Header{"Set-Cookie", std::string(form_cookie) + "=" + secret +
                                                        "; Path=/desk; HttpOnly; SameSite=Strict" +
                                                        (request.secure ? "; Secure" : "")});
  }
  return response;
}

bool is_own_form(const Request& request, const std::string& csrf) {
  const std::string_view secret = find_cookie(request.cookie, form_cookie);
  return !secret.empty() && csrf == Gate::csrf_of(secret);
}

std::string encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '/';
    if (plain) {
      out += c;
    } else {
      out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
    }
  }
  return out;
}

}  // namespace

bool is_desk_path(std::string_view path) {
  if (!path.starts_with("/desk")) return false;
  if (path.size() > 5 && path[5] != '/' && path[5] != '?') return false;
  return std::all_of(path.begin(), path.end(),
                     [](char c) { return c > ' ' && c < 0x7F && c != '\\' && c != '"'; });
}

Response make_sign_in_redirect(const Request& request) {
  std::string back = request.path;
  if (!request.query.empty()) back += "?" + request.query;
  if (back == "/desk" || !is_desk_path(back)) return make_redirect("/desk/sign-in");
  return make_redirect("/desk/sign-in?back=" + encode(back));
}

void handle_desk_sign_in_page(Service& service, const Request& request, Reply reply) {
  const Asker asker = service.gate.identify(request, request.trusted);
  SignInForm form{asked_back(request)};
  if (asker.kind == Asker::Kind::user) return reply(make_redirect(form.back));
  reply(show_form(service, request, form, nullptr));
}

void handle_desk_sign_in(Service& service, const Request& request, Reply reply) {
  const auto read = read_form_body(request);
  if (const auto* problem = std::get_if<Problem>(&read)) {
    return reply(answer_problem(service, *problem, request));
  }
  const auto& items = std::get<std::vector<QueryItem>>(read);
  const SignInForm form{back_or_desk(find_item(items, "back")), find_item(items, "name")};
  if (!is_own_form(request, find_item(items, "csrf"))) {
    const Problem problem(ProblemKind::foreign_page);
    return reply(show_form(service, request, form, &problem));
  }
  std::string code = find_item(items, "code");
  code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
  Credentials given{std::string(trim(form.name)), find_item(items, "password"), std::move(code)};
  sign_in(service, request, std::move(given),
          [&service, request, form, reply = std::move(reply)](const SignInOutcome& outcome) {
            if (const auto* problem = std::get_if<Problem>(&outcome)) {
              return reply(show_form(service, request, form, problem));
            }
            Response response = make_redirect(form.back);
            response.headers.push_back(Header{"Set-Cookie", std::get<SignedIn>(outcome).cookie});
            reply(std::move(response));
          });
}

void handle_desk_sign_out(Service& service, const Request& request, Reply reply) {
  const auto answer = [reply = std::move(reply),
                       secure = request.secure](const engine::DeskOutcome&) {
    Response response = make_redirect("/desk/sign-in");
    response.headers.push_back(Header{"Set-Cookie", make_empty_cookie(secure)});
    reply(std::move(response));
  };
  service.backend.perform(engine::EndSignIn{request.asker.digest}, request.asker.actor, answer);
}

}  // namespace keste::http
