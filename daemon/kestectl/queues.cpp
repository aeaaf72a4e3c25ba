// kestectl agenda, outbox and audit: what will happen, what waits to be sent, what was done.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <ostream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

constexpr int page_max = 1000;

struct Listing {
  std::string state;
  int limit = 50;
};

/// Pages until there are `limit` members of the list called `name`; as one answer, whose
/// next_cursor says whether there are more.
std::optional<value> ask_for(const std::string& path, const char* name, const Listing& listing,
                             Shared& shared) {
  std::optional<value> whole;
  std::string cursor;
  int left = listing.limit;
  do {
    const int size = std::min(left, page_max);
    const auto page =
        ask_or_complain(path + "?limit=" + std::to_string(size) +
                            (listing.state.empty() ? "" : "&state=" + listing.state) +
                            (cursor.empty() ? "" : "&cursor=" + percent_encode(cursor)),
                        shared);
    if (!page) return std::nullopt;
    cursor = text_at(*page, "next_cursor");
    left -= size;
    if (!whole) {
      whole = page;
      continue;
    }
    auto& members = whole->as_object();
    for (const value& row : list_at(*page, name)) members.at(name).as_array().push_back(row);
    members["next_cursor"] = page->at("next_cursor");
  } while (left > 0 && !cursor.empty());
  return whole;
}

void print_more(const value& answer, Shared& shared) {
  if (text_at(answer, "next_cursor").empty()) return;
  shared.err << "There are more; raise --limit.\n";
}

void agenda(const Listing& listing, Shared& shared) {
  const auto answer = ask_for("/agenda", "entries", listing, shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table({"at", "kind", "city", "session", "state", "fired", "late"});
  for (const value& entry : list_at(*answer, "entries")) {
    table.add({short_instant(text_at(entry, "at")), text_at(entry, "kind"), text_at(entry, "city"),
               text_at(entry, "session"), text_at(entry, "state"),
               short_instant(text_at(entry, "fired_at")),
               text_at(entry, "late") == "true" ? "late" : ""});
  }
  shared.out << table.render(shared.width);
  print_more(*answer, shared);
}

void outbox(const Listing& listing, Shared& shared) {
  const auto answer = ask_for("/notifications", "notifications", listing, shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  Table table(
      {"id", "kind", "state", "by", "application", "session", "not before", "tries", "reason"});
  for (const value& row : list_at(*answer, "notifications")) {
    table.add({text_at(row, "id"), text_at(row, "kind"), text_at(row, "state"),
               text_at(row, "channel"), text_at(row, "application"), text_at(row, "session"),
               short_instant(text_at(row, "not_before")), text_at(row, "attempts"),
               text_at(row, "reason")});
  }
  shared.out << table.render(shared.width);
  print_more(*answer, shared);
}

void verify_audit(Shared& shared) {
  const auto answer = ask_or_complain("/audit/verification", shared);
  if (!answer) return;
  const std::string broken = text_at(*answer, "broken_at");
  if (!broken.empty()) shared.exit = exit_code::broken;
  if (shared.json()) return print_json(*answer, shared);
  if (broken.empty()) {
    shared.out << "The audit log is whole: " << text_at(*answer, "lines") << " lines, head "
               << text_at(*answer, "head") << '\n';
  } else {
    shared.out << "The audit log is BROKEN at line " << broken
               << ": that line, or one before it, was changed or taken out.\n";
  }
}

void add_listing(CLI::App& command, Listing& listing, std::vector<std::string> states,
                 Shared& shared) {
  command
      .add_option("--state-is", listing.state,
                  "Only those in this state; without it, the pending ones")
      ->type_name("STATE")
      ->check(CLI::IsMember(std::move(states)));
  command.add_option("--limit", listing.limit, "How many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_socket_options(command, shared);
}

}  // namespace

void add_queues(CLI::App& app, Shared& shared) {
  const auto agenda_listing = std::make_shared<Listing>();
  CLI::App* command = app.add_subcommand("agenda", "What will happen, or has happened");
  add_listing(*command, *agenda_listing, {"pending", "firing", "done", "void"}, shared);
  command->callback([agenda_listing, &shared] { agenda(*agenda_listing, shared); });

  const auto outbox_listing = std::make_shared<Listing>();
  command = app.add_subcommand("outbox", "Notifications and what became of them");
  add_listing(*command, *outbox_listing, {"pending", "claimed", "sent", "failed", "dropped"},
              shared);
  command->callback([outbox_listing, &shared] { outbox(*outbox_listing, shared); });

  CLI::App* audit = app.add_subcommand("audit", "The log of every change");
  audit->require_subcommand(1);
  CLI::App* verify = audit->add_subcommand("verify", "Check its chain of digests");
  add_socket_options(*verify, shared);
  verify->callback([&shared] { verify_audit(shared); });
}

}  // namespace keste::kestectl
