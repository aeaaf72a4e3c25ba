// sd_notify, sd_watchdog_enabled and sd_listen_fds.
#include "kested/service.hpp"

#include <systemd/sd-daemon.h>

#include "base/clock.hpp"

namespace keste::kested {

void notify_ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}
void notify_status(const std::string& status) { sd_notify(0, ("STATUS=" + status).c_str()); }
void notify_stopping() { sd_notify(0, "STOPPING=1"); }
void notify_alive() { sd_notify(0, "WATCHDOG=1"); }

void notify_reloading() {
  // The steady clock is CLOCK_MONOTONIC, which is what MONOTONIC_USEC wants.
  const auto now =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_now().time_since_epoch());
  sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count())).c_str());
}

std::optional<std::chrono::microseconds> watchdog_interval() {
  std::uint64_t micros = 0;
  if (sd_watchdog_enabled(0, &micros) <= 0) return std::nullopt;
  return std::chrono::microseconds(micros);
}

std::vector<int> inherited_sockets() {
  std::vector<int> sockets;
  const int count = sd_listen_fds(1);
  for (int i = 0; i < count; ++i) sockets.push_back(SD_LISTEN_FDS_START + i);
  return sockets;
}

}  // namespace keste::kested
