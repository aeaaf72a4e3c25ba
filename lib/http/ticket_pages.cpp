// /a/{ticket}: one's own application as a page, and what is done with it there.
#include "dispatch/calendar_entry.hpp"
#include "dispatch/ics.hpp"
#include "dispatch/mime.hpp"
#include "http/html.hpp"
#include "http/refusals.hpp"
#include "http/scenes.hpp"
#include "pages/ticket_page.hpp"

namespace keste::http {
namespace {

using engine::ApplicationOutcome;
using engine::ApplicationView;
using Show = std::function<Response(const HeldScene&, const ApplicationView&)>;

/// A page speaks the language that its reader chose, else the one of the application.
Request in_language_of(const ApplicationView& view, Request request) {
  request.language = chosen_language(request).value_or(view.language);
  return request;
}

/// Looks at the application and shows it; a wrong ticket and a foreign one get the same bytes.
void find_and_show(Service& service, const Request& request, Reply reply, Show show) {
  auto done = [&service, request, reply = std::move(reply),
               show = std::move(show)](const ApplicationOutcome& outcome) {
    if (const auto* view = std::get_if<ApplicationView>(&outcome)) {
      return reply(show(make_scene(service, in_language_of(*view, request)), *view));
    }
    const auto* trouble = std::get_if<engine::Trouble>(&outcome);
    const ProblemKind kind = trouble == nullptr ? ProblemKind::internal_error : kind_of(*trouble);
    reply(make_problem_page(service, Problem(kind), request));
  };
  service.backend.find_application(request.parameters.at(0), std::move(done));
}

Response make_page(int status, std::string html, const Request& request, const HeldScene& held) {
  Request shown = request;
  shown.language = held.scene.language;
  return make_html_response(status, std::move(html), shown);
}

/// What was asked for with a ticket, and where to look for what came of it.
struct Asked {
  std::string path;
  std::string session = {};  ///< Of a change.
};

/// The application as it stands, with why it was not changed.
void show_refusal(Service& service, const Request& request, const Reply& reply,
                  const ApplicationOutcome& outcome, const std::string& session) {
  find_and_show(service, request, reply,
                [request, outcome, session](const HeldScene& held, const ApplicationView& view) {
                  const Language language = held.scene.language;
                  const auto* refusal = std::get_if<admission::Refusal>(&outcome);
                  const Problem problem =
                      refusal == nullptr
                          ? Problem(kind_of(std::get<engine::Trouble>(outcome)))
                          : describe_refusal(*refusal, AskedSeat{view.test, view.city, session},
                                             *held.snapshot, language);
                  return make_page(
                      begin_answer(problem, language).status,
                      pages::render_ticket(held.scene, view, note_of(problem, language)), request,
                      held);
                });
}

/// Takes the outcome of what was done with a ticket: it is looked at anew.
Backend::Done<ApplicationOutcome> answer_to(Service& service, const Request& request, Reply reply,
                                            Asked asked) {
  return [&service, request, reply = std::move(reply),
          asked = std::move(asked)](const ApplicationOutcome& outcome) {
    if (std::holds_alternative<ApplicationView>(outcome)) return reply(make_redirect(asked.path));
    const auto* trouble = std::get_if<engine::Trouble>(&outcome);
    if (trouble != nullptr && *trouble == engine::Trouble::not_found) {
      return reply(make_problem_page(service, Problem(kind_of(*trouble)), request));
    }
    show_refusal(service, request, reply, outcome, asked.session);
  };
}

std::string own_path(const Request& request) {
  return pages::ticket_path(request.parameters.at(0));
}

/// The entry that the mails carry too: a calendar takes either for the same.
std::string make_calendar(const Service& service, const HeldScene& held,
                          const ApplicationView& view) {
  const engine::CitySnapshot& city = *held.snapshot->find_city(view.city);
  const auto venue = pages::venue_of(held.scene, city, find_session(city, view.session));
  const auto sender = dispatch::parse_mailbox(service.settings.organizer);
  dispatch::CalendarEvent event;
  event.organizer = sender ? sender->address : "";
  event.uid = dispatch::entry_uid(held.campaign->id, view.id, dispatch::id_domain(event.organizer));
  event.stamp_at = held.scene.now;
  event.starts_at = view.starts_at;
  event.ends_at = view.ends_at + std::chrono::minutes(view.extra_minutes);
  event.sequence = view.sequence;
  event.summary = held.campaign->title.in(view.language) + ", " + city.name.in(view.language);
  event.location = venue.name + (venue.address.empty() ? "" : ", " + venue.address);
  event.url = service.settings.public_url + pages::ticket_path(view.ticket);
  event.remind_before = dispatch::entry_reminder;
  return dispatch::make_ics(event);
}

Response make_calendar_response(std::string text) {
  Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.headers = {Header{"Cache-Control", "no-store"},
                      Header{"Content-Disposition", "attachment; filename=\"keste.ics\""},
                      Header{"X-Content-Type-Options", "nosniff"},
                      Header{"Referrer-Policy", "no-referrer"}};
  response.body = std::move(text);
  return response;
}

/// The chosen session; a form without one asks for nothing.
std::variant<std::string, Problem> read_choice(const Request& request) {
  auto body = read_form_body(request);
  if (auto* problem = std::get_if<Problem>(&body)) return std::move(*problem);
  std::string session;
  for (const QueryItem& item : std::get<std::vector<QueryItem>>(body)) {
    if (item.name != "session") return Problem(ProblemKind::malformed_form);
    session = item.value;
  }
  return session;
}

}  // namespace

void handle_ticket_page(Service& service, const Request& request, Reply reply) {
  find_and_show(service, request, std::move(reply),
                [request](const HeldScene& held, const ApplicationView& view) {
                  return make_page(200, pages::render_ticket(held.scene, view), request, held);
                });
}

void handle_ticket_calendar(Service& service, const Request& request, Reply reply) {
  find_and_show(service, request, std::move(reply),
                [&service, request](const HeldScene& held, const ApplicationView& view) {
                  const bool seated = view.state == "seated" && view.starts_at != Instant{} &&
                                      held.snapshot->find_city(view.city) != nullptr;
                  if (!seated)
                    return make_problem_page(service, Problem(ProblemKind::not_found), request);
                  return make_calendar_response(make_calendar(service, held, view));
                });
}

void handle_session_choice(Service& service, const Request& request, Reply reply) {
  find_and_show(service, request, std::move(reply),
                [request](const HeldScene& held, const ApplicationView& view) {
                  const bool open = pages::may_withdraw(held.scene, view) && !view.city.empty();
                  if (!open) return make_redirect(pages::ticket_path(view.ticket));
                  return make_page(200, pages::render_session_choice(held.scene, view), request,
                                   held);
                });
}

void handle_session_post(Service& service, const Request& request, Reply reply) {
  auto choice = read_choice(request);
  if (const auto* problem = std::get_if<Problem>(&choice)) {
    return reply(make_problem_page(service, *problem, request));
  }
  const std::string& session = std::get<std::string>(choice);
  if (session.empty()) return reply(make_redirect(own_path(request) + "/session"));
  service.backend.change_session(
      request.parameters.at(0), session == "any" ? "" : session,
      answer_to(service, request, std::move(reply), {own_path(request), session}));
}

void handle_withdrawal_page(Service& service, const Request& request, Reply reply) {
  find_and_show(service, request, std::move(reply),
                [request](const HeldScene& held, const ApplicationView& view) {
                  if (!pages::may_withdraw(held.scene, view)) {
                    return make_redirect(pages::ticket_path(view.ticket));
                  }
                  return make_page(
                      200,
                      pages::render_confirmation(held.scene, view, pages::Confirmation::withdrawal),
                      request, held);
                });
}

void handle_withdrawal_post(Service& service, const Request& request, Reply reply) {
  service.backend.withdraw(request.parameters.at(0),
                           answer_to(service, request, std::move(reply), {own_path(request)}));
}

void handle_consent_page(Service& service, const Request& request, Reply reply) {
  find_and_show(service, request, std::move(reply),
                [request](const HeldScene& held, const ApplicationView& view) {
                  return make_page(
                      200,
                      pages::render_confirmation(held.scene, view, pages::Confirmation::consent),
                      request, held);
                });
}

void handle_consent_post(Service& service, const Request& request, Reply reply) {
  service.backend.withdraw_consent(
      request.parameters.at(0),
      answer_to(service, request, std::move(reply), {"/consent-withdrawn"}));
}

void handle_erased_page(Service& service, const Request& request, Reply reply) {
  const HeldScene held = make_scene(service, request);
  reply(make_html_response(200, pages::render_erased(held.scene), request));
}

}  // namespace keste::http
