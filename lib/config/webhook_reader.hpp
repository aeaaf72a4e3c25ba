// The section `webhook` of kested.yaml.
#pragma once

#include <filesystem>
#include <optional>

#include "config/document.hpp"
#include "config/gateways.hpp"

namespace keste::config {

/// Empty when anything in it is wrong. Reads the files of its secrets, relative to `etc`.
std::optional<WebhookSettings> read_webhook(const Node& node, const std::filesystem::path& etc,
                                            Report& report);

}  // namespace keste::config
