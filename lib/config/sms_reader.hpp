// The section `sms` of kested.yaml: a gateway as its own documentation describes it.
#pragma once

#include <filesystem>
#include <optional>

#include "config/document.hpp"
#include "config/gateways.hpp"

namespace keste::config {

/// Empty when anything in it is wrong. Reads the files of its secrets, relative to `etc`.
std::optional<SmsSettings> read_sms(const Node& node, const std::filesystem::path& etc,
                                    Report& report);

}  // namespace keste::config
