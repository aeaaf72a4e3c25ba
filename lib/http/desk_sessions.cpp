// Sessions at the desk: roster, end, attendance, changes, and the windows of cities.
#include <algorithm>

#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "http/json_parts.hpp"
#include "http/paging.hpp"

namespace keste::http {
namespace {

const calendar::Zone& zone_of_session(const Request& request, const engine::Snapshot& snapshot) {
  return zone_of(find_city_of(snapshot, request.parameters.at(0)), snapshot);
}

engine::DeskCommand read_finish(DeskBody& body, const Request& request,
                                const engine::Snapshot& snapshot) {
  engine::FinishSession command;
  command.session = request.parameters.at(0);
  command.ended_at = body.find_instant("ended_at", zone_of_session(request, snapshot));
  command.absent = body.applications("absent");
  return command;
}

engine::DeskCommand read_attendance(DeskBody& body, const Request& request,
                                    const engine::Snapshot&) {
  engine::MarkAttendance command;
  command.session = request.parameters.at(0);
  command.present = body.applications("present");
  command.absent = body.applications("absent");
  return command;
}

std::optional<int> find_seats(DeskBody& body) {
  constexpr std::int64_t most = 100'000;
  const auto seats = body.find_number("seats");
  if (!seats) return std::nullopt;
  if (*seats < 0 || *seats > most) body.wrong("seats", "out_of_range");
  return static_cast<int>(std::min(*seats, most));
}

engine::DeskCommand read_move(DeskBody& body, const Request& request,
                              const engine::Snapshot& snapshot) {
  const calendar::Zone& zone = zone_of_session(request, snapshot);
  engine::MoveSession command;
  command.session = request.parameters.at(0);
  command.starts_at = body.find_instant("starts_at", zone);
  command.ends_at = body.find_instant("ends_at", zone);
  command.venue = body.find_text("venue");
  command.address = body.find_text("address");
  command.seats = find_seats(body);
  command.reason = body.text("reason");
  return command;
}

engine::DeskCommand read_cancel(DeskBody& body, const Request& request, const engine::Snapshot&) {
  return engine::CancelSession{request.parameters.at(0), body.text("reason")};
}

engine::DeskCommand read_window(DeskBody& body, const Request& request,
                                const engine::Snapshot& snapshot) {
  engine::ChangeWindow command;
  command.city = request.parameters.at(0);
  command.closes_at =
      body.instant("closes_at", zone_of(snapshot.find_city(command.city), snapshot));
  command.reason = body.text("reason");
  return command;
}

/// The page's report with where the next one begins.
Response make_roster_response(const engine::DeskReport& report, int limit, Language language) {
  Response response = make_response(report, language);
  if (response.status != 200) return response;
  std::string next = "null";
  if (report.rows.size() == static_cast<std::size_t>(limit)) {
    const auto last = std::get<std::int64_t>(report.rows.back().front().value);
    next = "\"" + make_cursor(AgendaPlace{Instant{}, last}) + "\"";
  }
  response.body.pop_back();
  response.body.append(",\"next_cursor\":").append(next).append("}");
  return response;
}

}  // namespace

void handle_roster(Service& service, const Request& request, Reply reply) {
  const auto wish = read_page_wish(request.query, {""});
  if (!wish) return reply(make_response(wish.error(), request.language));
  engine::ListRoster command;
  command.session = request.parameters.at(0);
  command.after = wish.value().after.id;
  command.limit = wish.value().limit;
  service.backend.perform(command, request.asker.actor,
                          [reply = std::move(reply), limit = command.limit,
                           language = request.language](const engine::DeskOutcome& outcome) {
                            if (const auto* report = std::get_if<engine::DeskReport>(&outcome)) {
                              return reply(make_roster_response(*report, limit, language));
                            }
                            reply(make_response(outcome, language));
                          });
}

void handle_finish_session(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_finish);
}

void handle_attendance(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_attendance);
}

void handle_move_session(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_move);
}

void handle_cancel_session(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_cancel);
}

void handle_change_window(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_window);
}

}  // namespace keste::http
