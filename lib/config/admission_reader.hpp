// The campaign file's `admission` section: how applications are admitted.
#pragma once

#include "campaign/campaign.hpp"
#include "config/document.hpp"

namespace keste::config {

/// Every key is optional; what is wrong goes to the report.
campaign::AdmissionRules read_admission(const Node& node, Report& report);

}  // namespace keste::config
