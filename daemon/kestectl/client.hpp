// Client: questions to a running kested over its Unix socket.
#pragma once

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// GETs a path below /api/v1 ("/status") and returns the answer's JSON; empty, with the reason
/// printed and `exit` set, when nobody answers or the daemon refuses.
std::optional<boost::json::value> ask_or_complain(const std::string& path, Shared& shared);

/// Adds --socket and --state to a subcommand of the online kind.
void add_socket_options(CLI::App& command, Shared& shared);

}  // namespace keste::kestectl
