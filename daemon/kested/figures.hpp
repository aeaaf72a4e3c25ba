// Dispatch's figures as the HTTP floor shows them.
#pragma once

#include <string>
#include <vector>

#include "dispatch/dispatcher.hpp"
#include "http/settings.hpp"

namespace keste::kested {

/// `channel` is "mail", "sms" or "webhook".
std::vector<http::Metric> list_metrics(const std::string& channel,
                                       const dispatch::DispatchFigures& figures);
/// Intake goes on while the next hop is away, so dispatch is always ready; its state says more.
/// `next_hop` is "mail relay", `name` "dispatch".
http::ReadyPart make_ready_part(const std::string& name, const std::string& next_hop,
                                const dispatch::DispatchFigures& figures);

}  // namespace keste::kested
