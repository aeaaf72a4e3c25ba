// Service: what the service manager is told (sd_notify(3)); silent without one.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace keste::kested {

/// Any thread; never blocks.
void notify_ready(const std::string& status);
void notify_status(const std::string& status);
void notify_reloading();
void notify_stopping();
void notify_alive();

/// How often the watchdog wants to hear; empty without one.
std::optional<std::chrono::microseconds> watchdog_interval();
/// Sockets handed over by the service manager; empty without any.
std::vector<int> inherited_sockets();

}  // namespace keste::kested
