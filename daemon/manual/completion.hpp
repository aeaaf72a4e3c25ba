// Completion: what a shell offers at the tab key, made from the definitions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "manual/command.hpp"

namespace keste::manual {

/// How a value is completed, for an option or a word by its place: "file", "directory", the names
/// of what the program itself is asked for ("cities", "sessions", "campaigns"), "=a b c" for fixed
/// choices, or "" when nobody can know it.
std::string completion_of(const Argument& argument);

/// What may follow an option, as {"session move --city", "cities"}, and what stands at a place, as
/// {"session move 1", "sessions"}. An option whose value nobody can know has "nothing".
std::vector<std::pair<std::string, std::string>> list_values(const Command& program);

/// The script with the program's name where it says PROGRAM.
std::string with_name(std::string script, const std::string& program);

/// A script for bash 4.4 or later; needs no package beside it. The program answers
/// `NAME complete cities` with one word a line.
std::string bash_completion(const Command& program);

/// The same for zsh, as a file of its `fpath`; with the descriptions.
std::string zsh_completion(const Command& program);

}  // namespace keste::manual
