// Command: what a command line takes, as plain values that help, man pages and completions show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace keste::manual {

/// An option, a flag or a word by its place.
struct Argument {
  std::vector<std::string> names;  ///< "--format", or the one name of a word by its place: "FILE".
  bool positional = false;
  bool required = false;
  bool repeated = false;             ///< Takes several values.
  std::string value;                 ///< What stands for the value: "DIR". Empty for a flag.
  std::vector<std::string> choices;  ///< When the value must be one of them.
  std::string range;                 ///< "1 to 1000" when it must be a number between those.
  std::string preset;                ///< What holds without it; may be empty.
  std::string group;                 ///< Options of one group are explained in one place.
  std::string what;

  const std::string& name() const { return names.front(); }
  bool takes_value() const { return !value.empty(); }
  /// Few choices stand in the usage, many in the explanation.
  bool shows_choices() const { return !positional && !choices.empty() && choices.size() <= 4; }
  /// "--format table|json", as a synopsis has it.
  std::string usage() const;
  /// The description and, where there are any, choices, range and preset.
  std::string explanation() const;
};

/// The group of options that most subcommands share.
inline constexpr const char* shared_group = "The daemon";

struct Command {
  std::string name;
  std::string what;  ///< One line.
  std::string more;  ///< Paragraphs parted by empty lines; one that begins with two spaces stays
                     ///< as it is.
  std::vector<Argument> options;
  std::vector<Argument> words;  ///< Those by their place, in order.
  std::vector<Command> commands;

  bool is_group() const { return !commands.empty(); }
  const Command* find(std::string_view command) const;
};

/// Without what is hidden: commands and options of an empty group.
Command describe(const CLI::App& app);

/// A command with the way to it.
struct Place {
  std::vector<const Command*> way;  ///< The program first.

  const Command& command() const { return *way.back(); }
  /// "kestectl session move"
  std::string path() const;
  /// Without the program: "session move"; empty for itself.
  std::string subpath() const;
  /// An option of the command or of one above it; null when it knows none of that name.
  const Argument* find_option(std::string_view name) const;
  /// All that may be given: its own and those of the commands above.
  std::vector<const Argument*> list_options() const;
};

/// Every command that does something, in order; `program` must outlive them.
std::vector<Place> list_leaves(const Command& program);
/// The same with the program and the groups, each before what it holds.
std::vector<Place> list_all(const Command& program);

/// How far words lead: options and their values are passed over.
struct Reached {
  Place place;
  std::string stranger;  ///< A word where only a subcommand may stand, and that is none.
};
Reached reach(const Command& program, const std::vector<std::string>& words);

}  // namespace keste::manual
