// Command: read out of CLI11's definitions.
#include "manual/command.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

namespace keste::manual {
namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// CLI11 tells of a type and its validators in one text: "TEXT:{table,json}",
/// "INT:INT in [1 - 1000]".
void read_type(const std::string& text, Argument& argument) {
  argument.value = text.substr(0, text.find(':'));
  if (argument.value == "INT" || argument.value == "FLOAT") argument.value = "NUMBER";
  const auto opens = text.find('{');
  const auto closes = text.find('}', opens);
  if (opens != std::string::npos && closes != std::string::npos) {
    argument.choices = split(text.substr(opens + 1, closes - opens - 1), ',');
  }
  const auto from = text.find(" in [");
  const auto to = text.find(" - ", from);
  const auto end = text.find(']', to);
  if (from == std::string::npos || to == std::string::npos || end == std::string::npos) return;
  const auto first = from + 5;
  argument.range = text.substr(first, to - first) + " to " + text.substr(to + 3, end - to - 3);
}

Argument describe(const CLI::Option& option) {
  Argument argument;
  argument.positional = !option.nonpositional();
  argument.required = option.get_required();
  argument.repeated = option.get_expected_max() > 1;
  argument.group = option.get_group();
  argument.what = option.get_description();
  argument.preset = option.get_default_str();
  if (argument.positional) {
    argument.names = {option.get_name(true)};
  } else {
    for (const auto& name : option.get_lnames()) argument.names.push_back("--" + name);
    for (const auto& name : option.get_snames()) argument.names.push_back("-" + name);
  }
  const bool flag = option.get_items_expected_max() == 0;
  if (!flag) read_type(option.get_type_name(), argument);
  // A word by its place is called by its name; its type would only say TEXT.
  if (argument.positional) argument.value = argument.name();
  return argument;
}

std::string join(const std::vector<std::string>& parts, const char* gap) {
  std::string all;
  for (const auto& part : parts) all.append(all.empty() ? "" : gap).append(part);
  return all;
}

}  // namespace

std::string Argument::usage() const {
  const std::string wanted = shows_choices() ? join(choices, "|") : value;
  const std::string dots = repeated ? "…" : "";
  if (positional) return name() + dots;
  return takes_value() ? name() + " " + wanted + dots : name();
}

std::string Argument::explanation() const {
  std::string all = what;
  if (!choices.empty() && !shows_choices()) all += "; one of " + join(choices, ", ");
  if (!range.empty()) all += "; " + range;
  if (!preset.empty()) all += "; " + preset + " unless given";
  return all;
}

const Command* Command::find(std::string_view command) const {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const Command& each) { return each.name == command; });
  return found == commands.end() ? nullptr : &*found;
}

Command describe(const CLI::App& app) {
  Command command;
  command.name = app.get_name();
  command.what = app.get_description();
  command.more = app.get_footer();
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_group().empty()) continue;
    Argument argument = describe(*option);
    auto& list = argument.positional ? command.words : command.options;
    list.push_back(std::move(argument));
  }
  for (const CLI::App* each : app.get_subcommands({})) {
    if (!each->get_group().empty()) command.commands.push_back(describe(*each));
  }
  return command;
}

std::string Place::path() const {
  std::vector<std::string> names;
  for (const Command* each : way) names.push_back(each->name);
  return join(names, " ");
}

std::string Place::subpath() const {
  std::vector<std::string> names;
  for (std::size_t i = 1; i < way.size(); ++i) names.push_back(way[i]->name);
  return join(names, " ");
}

std::vector<const Argument*> Place::list_options() const {
  std::vector<const Argument*> all;
  for (auto each = way.rbegin(); each != way.rend(); ++each) {
    for (const Argument& option : (*each)->options) {
      const auto same = [&](const Argument* other) { return other->name() == option.name(); };
      if (std::none_of(all.begin(), all.end(), same)) all.push_back(&option);
    }
  }
  return all;
}

const Argument* Place::find_option(std::string_view name) const {
  for (const Argument* option : list_options()) {
    const auto& names = option->names;
    if (std::find(names.begin(), names.end(), name) != names.end()) return option;
  }
  return nullptr;
}

namespace {

void list(const Place& place, std::vector<Place>& into) {
  into.push_back(place);
  for (const Command& each : place.command().commands) {
    Place below = place;
    below.way.push_back(&each);
    list(below, into);
  }
}

}  // namespace

std::vector<Place> list_all(const Command& program) {
  std::vector<Place> all;
  list(Place{{&program}}, all);
  return all;
}

std::vector<Place> list_leaves(const Command& program) {
  std::vector<Place> all = list_all(program);
  std::erase_if(all, [](const Place& place) { return place.command().is_group(); });
  return all;
}

Reached reach(const Command& program, const std::vector<std::string>& words) {
  Reached reached{Place{{&program}}, ""};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") break;
    if (word.size() > 1 && word.front() == '-') {
      const Argument* option = reached.place.find_option(word);
      if (option != nullptr && option->takes_value()) ++i;
      continue;
    }
    const Command& here = reached.place.command();
    if (!here.is_group()) continue;
    const Command* next = here.find(word);
    if (next == nullptr) {
      reached.stranger = word;
      break;
    }
    reached.place.way.push_back(next);
  }
  return reached;
}

}  // namespace keste::manual
