// kestectl explain: why a date is what it is, and what became of a message or an application.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

void explain_due(const std::string& session, Shared& shared) {
  const auto answer = ask_or_complain("/sessions/" + percent_encode(session) + "/due", shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"date", "counts", "why", "name", "source"});
  for (const value& day : list_at(*answer, "rows")) {
    const std::string counts = text_at(day, "counts");
    const bool provisional = text_at(day, "provisional") == "true";
    table.add({text_at(day, "date"), counts.empty() ? "-" : counts, text_at(day, "why"),
               text_at(day, "name_en") + (provisional ? " (provisional)" : ""),
               text_at(day, "source")});
  }
  shared.out << table.render(shared.width) << "due at " << text_at(*answer, "due_at")
             << ", counted from " << text_at(*answer, "counted_from") << ", "
             << text_at(*answer, "ended_at") << "\n";
}

void explain(const std::string& path, Shared& shared) {
  const auto answer = ask_or_complain(path, shared);
  if (answer) print_report(*answer, shared);
}

}  // namespace

void add_explain(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("explain", "Why something is as it is");
  group->require_subcommand(1);
  const auto what = std::make_shared<std::string>();

  CLI::App* command = group->add_subcommand("due", "A session's due date, day by day");
  command->add_option("SESSION", *what, "Its id, as in the campaign's file")
      ->required()
      ->type_name("SESSION");
  add_socket_options(*command, shared);
  command->callback([what, &shared] { explain_due(*what, shared); });

  command = group->add_subcommand("notification", "What became of a message, step by step");
  command->add_option("NUMBER", *what, "Its number")->required()->type_name("NUMBER");
  add_socket_options(*command, shared);
  command->callback(
      [what, &shared] { explain("/notifications/" + percent_encode(*what), shared); });

  command = group->add_subcommand("application", "What became of an application; it is logged");
  command->add_option("NUMBER", *what, "Its number")->required()->type_name("NUMBER");
  add_socket_options(*command, shared);
  command->callback(
      [what, &shared] { explain("/applications/" + percent_encode(*what) + "/history", shared); });
}

}  // namespace keste::kestectl
