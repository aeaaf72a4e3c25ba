// Persons at the desk: extensions, needs, calls, and what is kept of somebody. An IIN stands in a
// body, never in an address.
#include <algorithm>

#include "http/desk.hpp"
#include "http/desk_answer.hpp"

namespace keste::http {
namespace {

engine::DeskCommand read_extension(DeskBody& body, const Request&,
                                   const engine::Snapshot& snapshot) {
  engine::ExtendPerson command;
  command.iin = body.text("iin");
  command.place = body.text("city");
  command.until = body.instant("until", zone_of(snapshot.find_city(command.place), snapshot));
  command.reason = body.text("reason");
  return command;
}

engine::DeskCommand read_needs(DeskBody& body, const Request&, const engine::Snapshot&) {
  constexpr std::int64_t too_many = 1'000'000;
  engine::SetNeeds command;
  command.application = body.application("application");
  command.needs = body.find_text("needs").value_or("");
  // The engine knows the real limit.
  const std::int64_t minutes = body.find_number("extra_minutes").value_or(0);
  command.extra_minutes = static_cast<int>(std::clamp<std::int64_t>(minutes, -1, too_many));
  return command;
}

engine::DeskCommand read_called(DeskBody& body, const Request&, const engine::Snapshot&) {
  engine::MarkCalled command;
  command.applications = body.applications("applications");
  if (command.applications.empty()) command.application = body.application("application");
  command.note = body.find_text("note").value_or("");
  return command;
}

engine::DeskCommand read_release(DeskBody& body, const Request&, const engine::Snapshot&) {
  return engine::ReleaseAddress{body.text("address")};
}

engine::DeskCommand read_export(DeskBody& body, const Request&, const engine::Snapshot&) {
  return engine::ExportPerson{body.text("iin")};
}

engine::DeskCommand read_erasure(DeskBody& body, const Request&, const engine::Snapshot&) {
  engine::ErasePerson command;
  command.iin = body.text("iin");
  command.reason = body.text("reason");
  return command;
}

/// `city` and `with_called`; a problem for anything else.
Result<engine::ListCalls, Problem> read_call_filter(std::string_view query) {
  engine::ListCalls command;
  const auto wrong = [](std::string name, std::string expected) {
    Problem problem(ProblemKind::bad_parameter);
    problem.arguments = {std::move(name), std::move(expected)};
    return failed(std::move(problem));
  };
  const auto items = parse_query(query);
  if (!items) return wrong("?", "city, with_called");
  for (const QueryItem& item : *items) {
    if (item.name == "city") {
      command.city = item.value;
    } else if (item.name == "with_called") {
      if (item.value != "true" && item.value != "false") return wrong(item.name, "true, false");
      command.with_called = item.value == "true";
    } else {
      return wrong(item.name, "city, with_called");
    }
  }
  return command;
}

}  // namespace

void handle_extend_person(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_extension);
}

void handle_set_needs(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_needs);
}

void handle_call_list(Service& service, const Request& request, Reply reply) {
  const auto command = read_call_filter(request.query);
  if (!command) return reply(make_response(command.error(), request.language));
  perform(service, request, command.value(), reply);
}

void handle_mark_called(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_called);
}

void handle_release_address(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_release);
}

void handle_accounting(Service& service, const Request& request, Reply reply) {
  perform(service, request, engine::AccountForAll{}, reply);
}

void handle_export_person(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_export);
}

void handle_erase_person(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_erasure);
}

}  // namespace keste::http
