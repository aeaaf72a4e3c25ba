// Help: what --help prints, wrapped to the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "manual/command.hpp"

namespace CLI {
class App;
}

namespace keste::manual {

/// `text` in lines of at most `width` code points, each but the first begun with `indent` spaces;
/// words that are longer stand alone. Without a line break at the end.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

/// Usage, subcommands, words and options of one command; `width` 0 is 80.
std::string help_text(const Place& place, std::size_t width);

/// The subcommands of a program with a line on each: for somebody who gave none.
std::string short_help(const Place& place, std::size_t width);

/// Makes --help of the app, and of what is added to it later, print `help_text`.
void use_help_text(CLI::App& app, std::size_t width);

}  // namespace keste::manual
