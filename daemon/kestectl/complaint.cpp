// Complaints: CLI11's errors put into sentences that name the word and the right ones.
#include "kestectl/complaint.hpp"

#include <CLI/Error.hpp>
#include <algorithm>
#include <optional>

#include "config/spelling.hpp"

namespace keste::kestectl {
namespace {

using manual::Argument;
using manual::Place;
using Words = std::vector<std::string>;

template <class List>
std::string join(const List& list, const char* gap) {
  std::string all;
  for (const auto& each : list) all.append(all.empty() ? "" : gap).append(each);
  return all;
}

/// The argument whose name a message of CLI11 begins with.
const Argument* find_named(const Place& place, std::string_view message) {
  const std::string_view name = message.substr(0, message.find_first_of(": "));
  if (const Argument* option = place.find_option(name)) return option;
  for (const Argument& each : place.command().words) {
    if (each.name() == name) return &each;
  }
  return nullptr;
}

/// What must stand there.
std::string right_of(const Argument& argument) {
  if (!argument.choices.empty()) return "one of " + join(argument.choices, ", ");
  if (!argument.range.empty()) return "a number, " + argument.range;
  return "a whole number";
}

/// "--limit 0: must be a number, 1 to 1000"
std::string wrong_value(const Argument& argument, const std::string& given) {
  std::string out = argument.name() + " " + given + ": must be " + right_of(argument);
  const std::vector<std::string_view> choices(argument.choices.begin(), argument.choices.end());
  const std::string_view meant = config::nearest(given, choices);
  if (!meant.empty()) out += "; did you mean " + std::string(meant) + "?";
  return out;
}

/// The value out of "--format: xml not in {…}", "--limit: Value 0 not in range …" or
/// "Could not convert: --limit = many".
std::string given_in(std::string message) {
  const auto equals = message.find(" = ");
  if (equals != std::string::npos) return message.substr(equals + 3);
  const auto colon = message.find(": ");
  if (colon != std::string::npos) message.erase(0, colon + 2);
  if (message.starts_with("Value ")) message.erase(0, 6);
  return message.substr(0, message.find(" not in"));
}

std::optional<std::string> wrong_value(const Place& place, std::string message) {
  constexpr std::string_view converting = "Could not convert: ";
  if (message.starts_with(converting)) message.erase(0, converting.size());
  const Argument* argument = find_named(place, message);
  if (argument == nullptr) return std::nullopt;
  return wrong_value(*argument, given_in(message));
}

std::optional<std::string> missing(const Place& place, const std::string& message) {
  const Argument* argument = find_named(place, message);
  if (argument == nullptr) return std::nullopt;
  return argument->usage() + " is missing: " + argument->what;
}

std::optional<std::string> without_value(const Place& place, const std::string& message) {
  const Argument* argument = find_named(place, message);
  if (argument == nullptr || !argument->takes_value()) return std::nullopt;
  return argument->usage() + " needs a value: " + argument->what;
}

/// The first word that looks like an option and is none.
std::optional<std::string> strange_option(const Place& place, const Words& words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].size() < 2 || words[i].front() != '-') continue;
    const std::string name = words[i].substr(0, words[i].find('='));
    const Argument* option = place.find_option(name);
    if (option != nullptr) {
      if (option->takes_value() && name == words[i]) ++i;
      continue;
    }
    std::vector<std::string_view> known;
    for (const Argument* each : place.list_options()) known.push_back(each->name());
    return "no option '" + name + "'" + config::suggest(name, known);
  }
  return std::nullopt;
}

std::string too_many(const Place& place, const std::string& message) {
  const auto colon = message.find(": ");
  const std::string extra = colon == std::string::npos ? message : message.substr(colon + 2);
  std::string takes;
  for (const Argument& each : place.command().words) takes += " " + each.usage();
  return "'" + extra + "' is too much: " +
         (takes.empty() ? "it takes options only" : "it takes" + takes + " and options");
}

template <class Error>
bool is(const CLI::ParseError& error) {
  return dynamic_cast<const Error*>(&error) != nullptr;
}

std::string sentence(const Place& place, const CLI::ParseError& error, const Words& words) {
  const std::string message = error.what();
  std::optional<std::string> out;
  if (is<CLI::ExtrasError>(error)) {
    out = strange_option(place, words);
    if (!out) out = too_many(place, message);
  } else if (is<CLI::RequiredError>(error)) {
    // A mistyped option must not be told as another one's absence.
    out = strange_option(place, words);
    if (!out) out = missing(place, message);
  } else if (is<CLI::ValidationError>(error) || is<CLI::ConversionError>(error)) {
    out = wrong_value(place, message);
  } else if (is<CLI::ArgumentMismatch>(error)) {
    out = without_value(place, message);
  }
  return out.value_or(message);
}

}  // namespace

std::string complain_of_stranger(const manual::Reached& reached) {
  const manual::Command& group = reached.place.command();
  std::vector<std::string_view> names;
  for (const manual::Command& each : group.commands) names.push_back(each.name);
  const std::string_view meant = config::nearest(reached.stranger, names);
  const std::string guess = meant.empty() ? "" : " (" + std::string(meant) + "?)";
  return reached.place.path() + ": no subcommand '" + reached.stranger + "'" + guess + ": one of " +
         join(names, ", ");
}

std::string complain_of_usage(const Place& place, const CLI::ParseError& error,
                              const Words& words) {
  return place.path() + ": " + sentence(place, error, words) + "\nSee: " + place.path() + " --help";
}

}  // namespace keste::kestectl
