// The groups person, calls, address and accounting: single people, and whether all were reached.
#include <CLI/App.hpp>
#include <memory>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

struct Wish {
  std::string iin;
  std::string reason;
  std::string city;
  bool with_called = false;
  std::int64_t application = 0;
  std::string note;
  std::string address;
};

void export_person(const Wish& wish, Shared& shared) {
  const auto iin = read_secret(wish.iin, shared);
  if (iin) send_and_print("/persons:export", {{"iin", *iin}}, shared);
}

void erase(const Wish& wish, Shared& shared) {
  const auto iin = read_secret(wish.iin, shared);
  if (iin) send_and_print("/persons:erase", {{"iin", *iin}, {"reason", wish.reason}}, shared);
}

void release(const Wish& wish, Shared& shared) {
  const auto address = read_secret(wish.address, shared);
  if (address) send_and_print("/addresses:release", {{"address", *address}}, shared);
}

void list_calls(const Wish& wish, Shared& shared) {
  std::string path = "/call-list?with_called=" + std::string(wish.with_called ? "true" : "false");
  if (!wish.city.empty()) path += "&city=" + percent_encode(wish.city);
  const auto answer = ask_or_complain(path, shared);
  if (answer) print_report(*answer, shared);
}

void account(Shared& shared) {
  const auto answer = ask_or_complain("/accounting", shared);
  if (!answer) return;
  const bool whole = text_at(*answer, "accounted_for") == "true";
  if (!whole) shared.exit = exit_code::broken;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"session", "message", "applicants", "reached", "under way", "to call"});
  for (const value& row : list_at(*answer, "rows")) {
    table.add({text_at(row, "session"), text_at(row, "kind"), text_at(row, "applicants"),
               text_at(row, "reached"), text_at(row, "under_way"), text_at(row, "to_call")});
  }
  shared.out << table.render(shared.width)
             << (whole ? "Everybody is accounted for.\n" : "SOMEBODY IS NOT ACCOUNTED FOR.\n");
}

void add_iin(CLI::App& command, Wish& wish) {
  command.add_option("--iin", wish.iin, "The person's IIN; - reads it from the standard input")
      ->required();
}

void run(CLI::App& command, const std::shared_ptr<Wish>& wish, Shared& shared,
         void (*action)(const Wish&, Shared&)) {
  add_socket_options(command, shared);
  command.callback([wish, &shared, action] { action(*wish, shared); });
}

}  // namespace

void add_person(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("person", "What is kept of one person");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  CLI::App* command = group->add_subcommand("export", "Show all that is kept");
  add_iin(*command, *wish);
  run(*command, wish, shared, export_person);
  command = group->add_subcommand("erase", "Erase what is kept; the counts and the audit log stay");
  add_iin(*command, *wish);
  command->add_option("--reason", wish->reason, "For the audit log")->required();
  run(*command, wish, shared, erase);
}

void add_calls(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("calls", "Whom no message reaches, and who must be called");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  CLI::App* command = group->add_subcommand("list", "List who is to be called");
  command->add_option("--city", wish->city, "One city's")->type_name("CITY");
  command->add_flag("--with-called", wish->with_called, "Those too who have been called");
  run(*command, wish, shared, list_calls);
  command = group->add_subcommand("done", "Note that somebody was called");
  command->add_option("APPLICATION", wish->application, "Its number")->required();
  command->add_option("--note", wish->note, "What was said");
  run(*command, wish, shared, [](const Wish& wished, Shared& to) {
    send_and_print("/call-list:called",
                   {{"application", wished.application}, {"note", wished.note}}, to);
  });

  CLI::App* address = app.add_subcommand("address", "Addresses that nothing arrives at");
  address->require_subcommand(1);
  command = address->add_subcommand("release", "Write to it again");
  command->add_option("ADDRESS", wish->address, "E-mail or phone; - reads the standard input")
      ->required();
  run(*command, wish, shared, release);

  CLI::App* accounting =
      app.add_subcommand("accounting", "Whether everybody was told or stands on the call list");
  add_socket_options(*accounting, shared);
  accounting->callback([&shared] { account(shared); });
}

}  // namespace keste::kestectl
