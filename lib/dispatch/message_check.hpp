// Checking the texts of a loaded configuration, with the place of each problem.
#pragma once

#include <filesystem>
#include <vector>

#include "config/config.hpp"

namespace keste::dispatch {

/// Every problem of every message pattern as file:line:column; empty when all may be sent.
std::vector<config::Diagnostic> check_messages(const config::Configuration& configuration);

/// Reads etc as config::load does, and checks the texts too: what the daemon starts on, and what
/// `kestectl check` says. Blocks on the disk.
config::Loaded load_configuration(const std::filesystem::path& etc);

/// As config::with_campaign does, and checks the texts with it too.
config::Loaded with_campaign(const config::Configuration& configuration,
                             const config::CampaignText& file);

}  // namespace keste::dispatch
