// The section `http` of kested.yaml.
#pragma once

#include <filesystem>

#include "config/config.hpp"
#include "config/document.hpp"

namespace keste::config {

/// `etc` is where relative paths begin. Reads the certificate and the key to see whether they fit.
Settings::Http read_http(const Node& node, const std::filesystem::path& etc, Report& report);

}  // namespace keste::config
