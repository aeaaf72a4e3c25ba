// Releases, undo, and single notifications at the desk: listed, stopped, put back, sent again.
#include <charconv>

#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "http/paging.hpp"

namespace keste::http {
namespace {

/// The number in the address; 0, which is nobody's, for anything else.
std::int64_t number_of(const Request& request) {
  const std::string& text = request.parameters.at(0);
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

engine::NotificationId notification_of(const Request& request) {
  return engine::NotificationId{number_of(request)};
}

engine::DeskCommand read_stop(DeskBody& body, const Request& request, const engine::Snapshot&) {
  return engine::StopRelease{number_of(request), body.text("reason")};
}

engine::DeskCommand read_undo(DeskBody& body, const Request& request, const engine::Snapshot&) {
  return engine::UndoAction{number_of(request), body.text("reason")};
}

engine::DeskCommand read_resend(DeskBody& body, const Request& request, const engine::Snapshot&) {
  return engine::ResendNotifications{{notification_of(request)}, body.text("reason"), true};
}

engine::DeskCommand read_resend_many(DeskBody& body, const Request&, const engine::Snapshot&) {
  engine::ResendNotifications command;
  for (const auto id : body.applications("notifications")) {
    command.notifications.push_back(engine::NotificationId{id.value});
  }
  if (command.notifications.empty()) body.wrong("notifications", "missing");
  command.reason = body.text("reason");
  return command;
}

engine::DeskCommand read_cancel(DeskBody& body, const Request& request, const engine::Snapshot&) {
  return engine::CancelNotification{notification_of(request), body.text("reason")};
}

/// The page's report with where the next one begins: before its last row.
void list(Service& service, const Request& request, engine::DeskCommand command, int limit,
          const Reply& reply) {
  service.backend.perform(
      std::move(command), request.asker.actor,
      [reply, limit, language = request.language](const engine::DeskOutcome& outcome) {
        Response response = make_response(outcome, language);
        const auto* report = std::get_if<engine::DeskReport>(&outcome);
        if (report == nullptr || response.status != 200) return reply(std::move(response));
        std::string next = "null";
        if (report->rows.size() == static_cast<std::size_t>(limit)) {
          const auto last = std::get<std::int64_t>(report->rows.back().front().value);
          next = "\"" + make_cursor(AgendaPlace{Instant{}, last}) + "\"";
        }
        response.body.pop_back();
        response.body.append(",\"next_cursor\":").append(next).append("}");
        reply(std::move(response));
      });
}

}  // namespace

void handle_list_releases(Service& service, const Request& request, Reply reply) {
  const auto wish = read_page_wish(request.query, {""});
  if (!wish) return reply(make_response(wish.error(), request.language));
  const int limit = wish.value().limit;
  list(service, request, engine::ListReleases{wish.value().after.id, limit}, limit, reply);
}

void handle_list_actions(Service& service, const Request& request, Reply reply) {
  const auto wish = read_page_wish(request.query, {""});
  if (!wish) return reply(make_response(wish.error(), request.language));
  const int limit = wish.value().limit;
  list(service, request, engine::ListActions{wish.value().after.id, limit}, limit, reply);
}

void handle_stop_release(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_stop);
}

void handle_undo_action(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_undo);
}

void handle_resend_many(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_resend_many);
}

void handle_resend_notification(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_resend);
}

void handle_cancel_notification(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_cancel);
}

void handle_show_message(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::ShowMessage{notification_of(request)}, reply);
}

void handle_explain_notification(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::ExplainNotification{notification_of(request)}, reply);
}

}  // namespace keste::http
