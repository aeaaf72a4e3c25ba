// Help: columns of names and wrapped explanations.
#include "manual/help.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"

namespace keste::manual {
namespace {

constexpr std::size_t usual_width = 80;
constexpr std::size_t names_width_max = 26;

using Row = std::pair<std::string, std::string>;

std::string rows_text(const std::vector<Row>& rows, std::size_t width) {
  std::size_t widest = 0;
  for (const auto& [name, what] : rows) {
    const std::size_t size = code_point_count(name);
    if (size <= names_width_max) widest = std::max(widest, size);
  }
  const std::size_t indent = widest + 4;
  std::string out;
  for (const auto& [name, what] : rows) {
    const std::size_t size = code_point_count(name);
    out += "  " + name;
    out += size > widest ? "\n" + std::string(indent, ' ') : std::string(indent - size - 2, ' ');
    out += wrap(what, width, indent) + "\n";
  }
  return out;
}

std::vector<Row> list_rows(const std::vector<const Argument*>& arguments) {
  std::vector<Row> rows;
  for (const Argument* each : arguments) {
    std::string name = each->usage();
    if (each->names.size() > 1) name += ", " + each->names[1];
    rows.emplace_back(name, each->explanation() + (each->required ? " (needed)" : ""));
  }
  return rows;
}

std::string titled(const char* title, const std::vector<Row>& rows, std::size_t width) {
  return rows.empty() ? "" : "\n" + std::string(title) + ":\n" + rows_text(rows, width);
}

std::vector<Row> list_commands(const Command& command) {
  std::vector<Row> rows;
  for (const Command& each : command.commands) rows.emplace_back(each.name, each.what);
  return rows;
}

std::string usage_of(const Place& place) {
  const Command& command = place.command();
  std::string out = "Usage: " + place.path();
  if (command.is_group()) return out + " COMMAND [OPTION…]";
  for (const Argument& each : command.words) {
    out += each.required ? " " + each.usage() : " [" + each.usage() + "]";
  }
  for (const Argument& each : command.options) {
    if (each.required) out += " " + each.usage();
  }
  return out + " [OPTION…]";
}

/// Paragraphs wrapped; those that begin with spaces as they are.
std::string paragraphs(std::string_view text, std::size_t width) {
  std::string out;
  while (!text.empty()) {
    const auto end = text.find("\n\n");
    const std::string_view paragraph = text.substr(0, end);
    out += "\n";
    out += paragraph.starts_with("  ") ? std::string(paragraph) : wrap(paragraph, width, 0);
    out += "\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 2);
  }
  return out;
}

Place place_of(const std::vector<Command>& way) {
  Place place;
  for (const Command& each : way) place.way.push_back(&each);
  return place;
}

}  // namespace

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  constexpr std::size_t narrowest = 20;
  const std::size_t room = std::max(narrowest, width > indent ? width - indent : 0);
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const auto end = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) continue;
    const std::size_t size = code_point_count(word);
    if (used > 0 && used + 1 + size > room) {
      out += "\n" + std::string(indent, ' ');
      used = 0;
    }
    out.append(used > 0 ? " " : "").append(word);
    used += (used > 0 ? 1 : 0) + size;
  }
  return out;
}

std::string help_text(const Place& place, std::size_t width) {
  if (width == 0) width = usual_width;
  const Command& command = place.command();
  std::vector<const Argument*> words;
  for (const Argument& each : command.words) words.push_back(&each);
  std::vector<const Argument*> own;
  std::vector<const Argument*> common;
  for (const Argument* each : place.list_options()) {
    const auto& mine = command.options;
    const bool is_own = !mine.empty() && each >= &mine.front() && each <= &mine.back();
    (is_own && each->group != shared_group ? own : common).push_back(each);
  }
  return wrap(command.what, width, 0) + "\n\n" + wrap(usage_of(place), width, 4) + "\n" +
         paragraphs(command.more, width) + titled("Commands", list_commands(command), width) +
         titled("Words", list_rows(words), width) + titled("Options", list_rows(own), width) +
         titled("Common options", list_rows(common), width);
}

std::string short_help(const Place& place, std::size_t width) {
  if (width == 0) width = usual_width;
  return wrap(usage_of(place), width, 4) + "\n" +
         titled("Commands", list_commands(place.command()), width) + "\n" +
         wrap("Say `" + place.path() + " COMMAND --help` for one of them.", width, 0) + "\n";
}

void use_help_text(CLI::App& app, std::size_t width) {
  const auto format = [width](const CLI::App* asked, const std::string&, CLI::AppFormatMode) {
    std::vector<Command> way;
    for (const CLI::App* each = asked; each != nullptr; each = each->get_parent()) {
      way.insert(way.begin(), describe(*each));
    }
    return help_text(place_of(way), width);
  };
  app.formatter_fn(format);
}

}  // namespace keste::manual
