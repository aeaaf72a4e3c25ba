// kestectl release, action, notification: what waits to leave, what can be undone, one message.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::object;
using boost::json::value;

struct Wish {
  std::int64_t id = 0;
  std::vector<std::int64_t> ids;
  std::string reason;
  int limit = 20;
};

std::string path_of(const char* list, const Wish& wish, const char* verb) {
  return "/" + std::string(list) + "/" + std::to_string(wish.id) + "/" + verb;
}

void list_releases(const Wish& wish, Shared& shared) {
  const auto answer = ask_or_complain("/releases?limit=" + std::to_string(wish.limit), shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"id", "state", "sends at", "what", "city", "session", "people", "left", "by"});
  for (const value& row : list_at(*answer, "rows")) {
    table.add({text_at(row, "id"), text_at(row, "state"), short_instant(text_at(row, "sends_at")),
               text_at(row, "what"), text_at(row, "city"), text_at(row, "session"),
               text_at(row, "people"), text_at(row, "sent"), text_at(row, "actor")});
  }
  shared.out << table.render(shared.width);
}

void stop_release(const Wish& wish, Shared& shared) {
  const auto answer =
      ask_or_complain({path_of("releases", wish, "stop"), object{{"reason", wish.reason}}}, shared);
  if (!answer) return;
  print_report(*answer, shared);
  if (shared.json()) return;
  shared.out << "What was changed stays changed; its people are not told.\n";
  const std::string undo = text_at(*answer, "undo");
  if (!undo.empty()) shared.out << "kestectl action undo " << undo << " puts it back.\n";
}

void list_actions(const Wish& wish, Shared& shared) {
  const auto answer = ask_or_complain("/actions?limit=" + std::to_string(wish.limit), shared);
  if (answer) print_report(*answer, shared);
}

void undo(const Wish& wish, Shared& shared) {
  send_and_print(path_of("actions", wish, "undo"), {{"reason", wish.reason}}, shared);
}

/// One by its own address, which says why it cannot be; many in one request.
void resend(const Wish& wish, Shared& shared) {
  if (wish.ids.size() == 1) {
    return send_and_print("/notifications/" + std::to_string(wish.ids.front()) + "/resend",
                          {{"reason", wish.reason}}, shared);
  }
  const boost::json::array ids(wish.ids.begin(), wish.ids.end());
  send_and_print("/notifications:resend", {{"notifications", ids}, {"reason", wish.reason}},
                 shared);
}

void cancel(const Wish& wish, Shared& shared) {
  send_and_print(path_of("notifications", wish, "cancel"), {{"reason", wish.reason}}, shared);
}

void show(const Wish& wish, Shared& shared) {
  const auto answer = ask_or_complain(path_of("notifications", wish, "message"), shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  const std::string untrue = text_at(*answer, "untrue");
  if (!untrue.empty()) shared.out << "[It would not be sent now: " << untrue << "]\n";
  for (const value& message : list_at(*answer, "messages")) {
    shared.out << "To: " << text_at(message, "to") << "\nSubject: " << text_at(message, "subject")
               << "\n\n"
               << text_at(message, "text");
    const std::string sms = text_at(message, "sms");
    if (!sms.empty()) shared.out << "\n[As an SMS: " << sms << "]\n";
  }
}

CLI::App& add(CLI::App& group, const char* name, const char* what,
              const std::shared_ptr<Wish>& wish) {
  CLI::App* command = group.add_subcommand(name, what);
  command->add_option("NUMBER", wish->id, "Its number")->required()->type_name("NUMBER");
  return *command;
}

void add_reason(CLI::App& command, Wish& wish) {
  command.add_option("--reason", wish.reason, "For the audit log")->required();
}

void add_limit(CLI::App& command, Wish& wish) {
  command.add_option("--limit", wish.limit, "How many, the latest first")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
}

void run(CLI::App& command, const std::shared_ptr<Wish>& wish, Shared& shared,
         void (*action)(const Wish&, Shared&)) {
  add_socket_options(command, shared);
  command.callback([wish, &shared, action] { action(*wish, shared); });
}

void add_notification(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("notification", "One message to one person");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  run(add(*group, "show", "Show it as its person would get it", wish), wish, shared, show);
  CLI::App* again = group->add_subcommand("resend", "Send it again");
  again->add_option("NUMBERS", wish->ids, "Their numbers, parted by commas")
      ->required()
      ->delimiter(',')
      ->type_name("NUMBER");
  add_reason(*again, *wish);
  run(*again, wish, shared, resend);
  CLI::App& stopped = add(*group, "cancel", "Do not send it; only before it leaves", wish);
  add_reason(stopped, *wish);
  run(stopped, wish, shared, cancel);
}

}  // namespace

void add_actions(CLI::App& app, Shared& shared) {
  const auto wish = std::make_shared<Wish>();
  CLI::App* group = app.add_subcommand("release", "What people are told, before it leaves");
  group->require_subcommand(1);
  CLI::App* command = group->add_subcommand("list", "List what waits, and what has left");
  add_limit(*command, *wish);
  run(*command, wish, shared, list_releases);
  CLI::App& stopped = add(*group, "stop", "Send no more of it; the change itself stays", wish);
  add_reason(stopped, *wish);
  run(stopped, wish, shared, stop_release);

  group = app.add_subcommand("action", "What was done at the desk, and undoing it");
  group->require_subcommand(1);
  command = group->add_subcommand("list", "List what was done");
  add_limit(*command, *wish);
  run(*command, wish, shared, list_actions);
  CLI::App& undone = add(*group, "undo", "Put it back, where nobody loses a right", wish);
  add_reason(undone, *wish);
  run(undone, wish, shared, undo);

  add_notification(app, shared);
}

}  // namespace keste::kestectl
