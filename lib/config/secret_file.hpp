// Secrets: one line in a file of its own that nobody else may read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/document.hpp"

namespace keste::config {

/// The one line of the file that `node` names. A relative path is looked for below
/// $CREDENTIALS_DIRECTORY (systemd's LoadCredential=) first, then below `etc`. A file that others
/// may read or the group may change is refused. Reports name the file, never what it holds.
std::optional<std::string> read_secret(const Node* node, const std::filesystem::path& etc,
                                       Report& report);

}  // namespace keste::config
