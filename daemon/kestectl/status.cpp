// kestectl status and kestectl cities: how the campaign stands.
#include <CLI/App.hpp>
#include <memory>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

void print_next(const boost::json::array& moments, Shared& shared) {
  if (moments.empty()) return;
  shared.out << "\nNext:\n";
  Table table({"at", "kind", "city", "session"});
  for (const value& moment : moments) {
    table.add({short_instant(text_at(moment, "at")), text_at(moment, "kind"),
               text_at(moment, "city"), text_at(moment, "session")});
  }
  shared.out << table.render(shared.width);
}

/// Those taken online.
void print_tests(const boost::json::array& tests, Shared& shared) {
  if (tests.empty()) return;
  shared.out << '\n';
  Table table({"online", "opens", "closes", "accepted", "resulted", "sent"});
  for (const value& test : tests) {
    table.add({text_at(test, "id"), short_instant(text_at(test, "window.opens_at")),
               short_instant(text_at(test, "window.closes_at")),
               text_at(test, "applications.accepted"), text_at(test, "applications.resulted"),
               text_at(test, "notifications.sent")});
  }
  shared.out << table.render(shared.width);
}

/// "62 (over by 2)"
std::string taken_of(const value& session) {
  const std::string over = text_at(session, "over");
  return text_at(session, "seats_taken") + (over.empty() ? "" : " (over by " + over + ")");
}

void print_status(const value& status, Shared& shared) {
  shared.out << text_at(status, "campaign") << " (" << text_at(status, "title.en") << ")\n"
             << "seated " << text_at(status, "totals.applications.seated") << " of "
             << text_at(status, "totals.seats.total") << " seats, waiting for one "
             << text_at(status, "totals.applications.waitlisted") << ", withdrawn "
             << text_at(status, "totals.applications.withdrawn") << "; notifications sent "
             << text_at(status, "totals.notifications.sent") << ", waiting "
             << text_at(status, "totals.notifications.pending") << ", failed "
             << text_at(status, "totals.notifications.failed") << "\n\n";
  Table table({"city", "window", "closes", "seated", "seats", "wait", "sent", "waiting", "failed"});
  for (const value& city : list_at(status, "cities")) {
    table.add({text_at(city, "code"), text_at(city, "window.state"),
               short_instant(text_at(city, "window.closes_at")),
               text_at(city, "applications.seated"), text_at(city, "seats.total"),
               text_at(city, "applications.waitlisted"), text_at(city, "notifications.sent"),
               text_at(city, "notifications.pending"), text_at(city, "notifications.failed")});
  }
  shared.out << table.render(shared.width);
  print_tests(list_at(status, "tests"), shared);
  print_next(list_at(status, "next"), shared);
  if (text_at(status, "storage_full") == "true") {
    shared.out << "\nThe disk is full: applications are answered with 503 until there is room.\n";
  }
}

void print_head(const value& city, Shared& shared) {
  shared.out << text_at(city, "name.kk") << " (" << text_at(city, "code") << ", "
             << text_at(city, "zone") << "): window " << text_at(city, "window.state") << ", "
             << short_instant(text_at(city, "window.opens_at")) << " to "
             << short_instant(text_at(city, "window.closes_at")) << "\n\n";
}

void print_city(const value& city, Shared& shared) {
  print_head(city, shared);
  Table table(
      {"session", "state", "starts", "due", "taken", "seats", "wait for it", "sent", "waiting"});
  for (const value& session : list_at(city, "sessions")) {
    table.add({text_at(session, "id"), text_at(session, "state"),
               short_instant(text_at(session, "starts_at")),
               short_instant(text_at(session, "due_at")), taken_of(session),
               text_at(session, "seats"), text_at(session, "applications.waitlisted"),
               text_at(session, "notifications.sent"), text_at(session, "notifications.pending")});
  }
  shared.out << table.render(shared.width);
  print_next(list_at(city, "next"), shared);
}

void status(const std::string& city, Shared& shared) {
  const auto answer = ask_or_complain(
      city.empty() ? "/status" : "/cities/" + percent_encode(city) + "/status", shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  if (city.empty()) {
    print_status(*answer, shared);
  } else {
    print_city(*answer, shared);
  }
}

/// As applicants see it: with the seats that are left.
void city_for_applicants(const std::string& code, Shared& shared) {
  const auto answer = ask_or_complain("/cities/" + percent_encode(code), shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  print_head(*answer, shared);
  Table table({"session", "state", "starts", "ends", "due", "seats", "left"});
  for (const value& session : list_at(*answer, "sessions")) {
    table.add({text_at(session, "id"), text_at(session, "state"),
               short_instant(text_at(session, "starts_at")),
               short_instant(text_at(session, "ends_at")),
               short_instant(text_at(session, "due_at")), text_at(session, "seats"),
               text_at(session, "seats_left")});
  }
  shared.out << table.render(shared.width);
}

void cities(Shared& shared) {
  const auto answer = ask_or_complain("/cities", shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"code", "kk", "ru", "en", "zone", "window", "closes"});
  for (const value& city : list_at(*answer, "cities")) {
    table.add({text_at(city, "code"), text_at(city, "name.kk"), text_at(city, "name.ru"),
               text_at(city, "name.en"), text_at(city, "zone"), text_at(city, "window.state"),
               short_instant(text_at(city, "window.closes_at"))});
  }
  shared.out << table.render(shared.width);
}

}  // namespace

void add_status(CLI::App& app, Shared& shared) {
  CLI::App* command = app.add_subcommand("status", "How the running campaign stands");
  const auto city = std::make_shared<std::string>();
  command->add_option("--city", *city, "One city, with its sessions")->type_name("CITY");
  add_socket_options(*command, shared);
  command->callback([city, &shared] { status(*city, shared); });
  CLI::App* list = app.add_subcommand(
      "cities", "The cities and their windows; or one, with the seats that are left");
  const auto one = std::make_shared<std::string>();
  list->add_option("CITY", *one, "A city's code; without it, all of them")->type_name("CITY");
  add_socket_options(*list, shared);
  list->callback(
      [one, &shared] { return one->empty() ? cities(shared) : city_for_applicants(*one, shared); });
}

}  // namespace keste::kestectl
