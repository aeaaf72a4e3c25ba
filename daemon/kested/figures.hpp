// Dispatch's figures as the HTTP floor shows them.
#pragma once

#include <vector>

#include "dispatch/dispatcher.hpp"
#include "http/settings.hpp"

namespace keste::kested {

std::vector<http::Metric> list_metrics(const dispatch::DispatchFigures& figures);
/// Intake goes on while the mail relay is away, so dispatch is always ready; its state says more.
http::ReadyPart make_ready_part(const dispatch::DispatchFigures& figures);

}  // namespace keste::kested
