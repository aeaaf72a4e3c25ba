// Secrets: one line in a file of its own that nobody else may read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/document.hpp"

namespace keste::config {

/// Where a file that must stay secret is: a relative path is looked for below
/// $CREDENTIALS_DIRECTORY (systemd's LoadCredential=) first, then below `etc`.
std::filesystem::path find_secret_path(const std::string& name, const std::filesystem::path& etc);
/// Whether others may read it, or the group may change it.
bool is_open_to_others(const std::filesystem::path& path);

/// The one line of the file that `node` names, found as above. A file that others may read or
/// the group may change is refused. Reports name the file, never what it holds.
std::optional<std::string> read_secret(const Node* node, const std::filesystem::path& etc,
                                       Report& report);

}  // namespace keste::config
