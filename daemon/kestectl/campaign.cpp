// kestectl campaign: what another campaign file would change, and taking it.
#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "config/text_file.hpp"
#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::object;
using boost::json::value;

struct Wish {
  std::string file;
  std::string plan;
  std::string reason;
};

void complain(const std::string& what, Shared& shared) {
  shared.err << "kestectl: " << what << '\n';
  shared.exit = exit_code::no_input;
}

/// The campaign file below --etc: the only one, or the one called as the campaign that runs.
std::optional<std::string> find_file(Shared& shared) {
  const auto directory = shared.etc / "campaigns";
  const auto files = config::list_yaml_files(directory);
  if (files.size() == 1) return files.front().string();
  if (files.empty())
    return complain("no campaign file in " + directory.string(), shared), std::nullopt;
  const auto status = ask_or_complain("/status", shared);
  if (!status) return std::nullopt;
  const std::string id = text_at(*status, "campaign");
  for (const auto& file : files) {
    if (file.stem() == id) return file.string();
  }
  complain("more than one campaign file in " + directory.string() + ", and none is called " + id +
               ".yaml: name the file",
           shared);
  return std::nullopt;
}

/// The members that name the file; empty, with the reason printed, when it cannot be read.
std::optional<object> read_campaign(const Wish& wish, Shared& shared) {
  const auto path = wish.file.empty() ? find_file(shared) : wish.file;
  if (!path) return std::nullopt;
  const auto text = read_file_or_complain(*path, shared);
  if (!text) return std::nullopt;
  return object{{"file", *path}, {"text", *text}};
}

std::string shown(const std::string& name, const value& item) {
  const std::string text = text_at(item, name);
  return name.ends_with("_at") && text != "at once" ? short_instant(text) : text;
}

/// "starts_at 2023-09-20 10:00 +06:00 → …; seats 60 → 50"
std::string describe(const value& change) {
  std::string all;
  const auto add = [&all](const std::string& part) { all += (all.empty() ? "" : "; ") + part; };
  const std::string path = text_at(change, "path");
  if (!path.empty()) return path + ": " + text_at(change, "was") + " → " + text_at(change, "is");
  for (const auto& member : change.as_object()) {
    const std::string key(member.key());
    if (key.starts_with("was_")) {
      const std::string is = shown("is_" + key.substr(4), change);
      const std::string was = shown(key, change);
      if (was != is) add(key.substr(4) + " " + was + " → " + (is.empty() ? "—" : is));
    } else if (key.starts_with("is_") && text_at(change, "was_" + key.substr(3)).empty()) {
      add(key.substr(3) + " " + shown(key, change));
    }
  }
  return all;
}

/// "12 reseated, 3 waitlisted"
std::string describe_people(const value& change) {
  std::vector<std::pair<std::string, int>> counts;
  for (const value& person : list_at(change, "people")) {
    const std::string how = text_at(person, "how");
    const auto same = [&how](const auto& one) { return one.first == how; };
    const auto known = std::find_if(counts.begin(), counts.end(), same);
    if (known == counts.end()) {
      counts.emplace_back(how, 1);
    } else {
      ++known->second;
    }
  }
  std::string all;
  for (const auto& [how, count] : counts) {
    all += (all.empty() ? "" : ", ") + std::to_string(count) + " " + how;
  }
  return all;
}

void print_changes(const value& plan, Shared& shared) {
  Table table({"change", "city", "session", "what", "people"});
  for (const value& change : list_at(plan, "changes")) {
    std::string kind = text_at(change, "kind");
    std::replace(kind.begin(), kind.end(), '_', ' ');
    table.add({kind, text_at(change, "city"), text_at(change, "session"), describe(change),
               describe_people(change)});
  }
  shared.out << table.render(shared.width);
}

void print_list(const value& plan, const char* name, const std::vector<std::string>& columns,
                Shared& shared) {
  const auto& rows = list_at(plan, name);
  if (rows.empty()) return;
  std::string title(name);
  std::replace(title.begin(), title.end(), '_', ' ');
  shared.out << '\n' << title << ":\n";
  Table table(columns);
  for (const value& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& column : columns) {
      cells.push_back(column == "hour" ? short_instant(text_at(row, column)) : shown(column, row));
    }
    table.add(std::move(cells));
  }
  shared.out << table.render(shared.width);
}

void print_plan(const value& plan, const char* last, Shared& shared) {
  if (text_at(plan, "empty") == "true") {
    shared.out << "nothing changes\n";
  } else {
    print_changes(plan, shared);
  }
  print_list(plan, "due_dates",
             {"session", "city", "was_due_at", "is_due_at", "direction", "people"}, shared);
  print_list(plan, "messages", {"kind", "channel", "city", "hour", "count"}, shared);
  print_list(plan, "warnings", {"city", "session", "detail"}, shared);
  print_list(plan, "problems", {"city", "session", "detail"}, shared);
  shared.out << '\n' << last << text_at(plan, "plan") << '\n';
}

void plan(const Wish& wish, Shared& shared) {
  const auto members = read_campaign(wish, shared);
  if (!members) return;
  const auto answer = ask_or_complain({"/campaign:plan", *members}, shared);
  if (!answer) return;
  const bool can = text_at(*answer, "can_be_applied") == "true";
  if (!can) shared.exit = exit_code::broken;
  if (shared.json()) return print_json(*answer, shared);
  print_plan(*answer, can ? "apply it with --plan " : "it cannot be applied: ", shared);
}

void apply(const Wish& wish, Shared& shared) {
  auto members = read_campaign(wish, shared);
  if (!members) return;
  (*members)["plan"] = wish.plan;
  (*members)["reason"] = wish.reason;
  const auto answer = ask_or_complain({"/campaign:apply", *members}, shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  print_plan(*answer, "applied: ", shared);
}

void show(const Wish&, Shared& shared) {
  const auto answer = ask_or_complain("/campaign", shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  shared.out << text_at(*answer, "text");
}

void run(CLI::App& command, const std::shared_ptr<Wish>& wish, Shared& shared,
         void (*action)(const Wish&, Shared&)) {
  add_socket_options(command, shared);
  command.callback([wish, &shared, action] { action(*wish, shared); });
}

void add_file(CLI::App& command, Wish& wish) {
  command.add_option("FILE", wish.file,
                     "The campaign's file; - for the standard input; without it, the one in --etc");
}

}  // namespace

void add_campaign(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("campaign", "Another campaign file: planned, then applied");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  CLI::App* planned = group->add_subcommand("plan", "What the file changes, and whom it touches");
  add_file(*planned, *wish);
  run(*planned, wish, shared, plan);
  CLI::App* applied = group->add_subcommand("apply", "Take the file, just as its plan says");
  add_file(*applied, *wish);
  applied->add_option("--plan", wish->plan, "The plan's hash")->required();
  applied
      ->add_option("--reason", wish->reason,
                   "Everybody can read it in the cities' changes: name no person")
      ->required();
  run(*applied, wish, shared, apply);
  run(*group->add_subcommand("show", "Print the campaign file that is in force"), wish, shared,
      show);
}

}  // namespace keste::kestectl
