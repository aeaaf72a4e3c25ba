// kested.yaml to settings.
#pragma once

#include <filesystem>

#include "config/config.hpp"
#include "config/document.hpp"

namespace keste::config {

struct SettingsFile {
  Settings settings;
  Place campaign_place;  ///< Of the key `campaign`, when it is there.
  bool campaign_sound = true;
};

/// `etc` is where a relative `password_file` begins. Reads that file.
SettingsFile read_settings(const Node& root, const std::filesystem::path& etc, Report& report);

}  // namespace keste::config
