// Complaints: what is wrong with a command line, in the words of who wrote it.
#pragma once

#include <string>
#include <vector>

#include "manual/command.hpp"

namespace CLI {
class ParseError;
}

namespace keste::kestectl {

/// "no subcommand 'chek' (check?): one of …"; `reached` has a stranger.
std::string complain_of_stranger(const manual::Reached& reached);

/// What CLI11 found wrong, with what would be right; lines without "\n" at the end.
std::string complain_of_usage(const manual::Place& place, const CLI::ParseError& error,
                              const std::vector<std::string>& words);

}  // namespace keste::kestectl
