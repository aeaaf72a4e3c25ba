// kestectl city: the feed of a city's changes, and the secret link to its calendar.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

struct Wish {
  std::string code;
  std::int64_t after = 0;
  int limit = 100;
  bool renew = false;
};

std::string path_of(const Wish& wish, const char* what) {
  return "/cities/" + percent_encode(wish.code) + "/" + what;
}

/// An instant as the tables show it; other values as they are, and a dash for nothing.
std::string cell(const value& row, const char* name) {
  const std::string text = text_at(row, name);
  if (text.empty()) return "-";
  return text_at(row, "field").ends_with("_at") ? short_instant(text) : text;
}

void list_changes(const Wish& wish, Shared& shared) {
  const auto answer = ask_or_complain(path_of(wish, "changes?limit=") + std::to_string(wish.limit) +
                                          "&cursor=" + std::to_string(wish.after),
                                      shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"number", "at", "session", "field", "was", "is", "reason"});
  for (const value& row : list_at(*answer, "changes")) {
    const std::string session = text_at(row, "session");
    table.add({text_at(row, "number"), short_instant(text_at(row, "at")),
               session.empty() ? "(window)" : session, text_at(row, "field"), cell(row, "was"),
               cell(row, "is"), text_at(row, "reason")});
  }
  shared.out << table.render(shared.width);
  const std::string next = text_at(*answer, "next_cursor");
  if (!next.empty()) shared.out << "There may be more: --after " << next << "\n";
}

void show_link(const Wish& wish, Shared& shared) {
  const auto answer =
      ask_or_complain({path_of(wish, "calendar-link"), {{"renew", wish.renew}}}, shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  shared.out << text_at(*answer, "url") << '\n';
}

}  // namespace

void add_city(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("city", "One city: what has changed, and its calendar");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();

  CLI::App* changes = group->add_subcommand("changes", "What was changed, numbered, as all see it");
  changes->add_option("CITY", wish->code, "Its code, as in the campaign's file")
      ->required()
      ->type_name("CITY");
  changes->add_option("--after", wish->after, "Go on after this number")
      ->check(CLI::NonNegativeNumber)
      ->type_name("NUMBER");
  changes->add_option("--limit", wish->limit, "How many at most")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_socket_options(*changes, shared);
  changes->callback([wish, &shared] { list_changes(*wish, shared); });

  CLI::App* link = group->add_subcommand("calendar-link", "The secret address of its calendar");
  link->add_option("CITY", wish->code, "Its code, as in the campaign's file")
      ->required()
      ->type_name("CITY");
  link->add_flag("--renew", wish->renew, "A new one; the one before opens nothing any more");
  add_socket_options(*link, shared);
  link->callback([wish, &shared] { show_link(*wish, shared); });
}

}  // namespace keste::kestectl
