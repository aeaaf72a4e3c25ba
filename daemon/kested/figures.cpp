// Counters and states of dispatch.
#include "kested/figures.hpp"

namespace keste::kested {
namespace {

http::Metric metric(const std::string& name, const char* help, http::Metric::Type type,
                    double value) {
  return {name, help, type, {http::Sample{{}, value}}};
}

}  // namespace

std::vector<http::Metric> list_metrics(const std::string& channel,
                                       const dispatch::DispatchFigures& figures) {
  const std::string start = "keste_" + channel + "_";
  const auto counter = [&start](const char* name, const char* help, std::int64_t value) {
    return metric(start + name, help, http::Metric::Type::counter, static_cast<double>(value));
  };
  return {
      counter("sent_total", "Messages accepted by the next hop.", figures.sent),
      counter("deferred_total", "Tries that failed softly.", figures.deferred),
      counter("failed_total", "Messages refused for good.", figures.failed),
      counter("ambiguous_total", "Tries lost when all was sent but the answer.", figures.ambiguous),
      counter("held_total", "Messages that had to wait, each time they did.", figures.held),
      metric(start + "channel_up", "Whether the next hop answers.", http::Metric::Type::gauge,
             figures.channel_up ? 1 : 0),
  };
}

http::ReadyPart make_ready_part(const std::string& name, const std::string& next_hop,
                                const dispatch::DispatchFigures& figures) {
  http::ReadyPart part;
  part.name = name;
  part.state = figures.channel_up ? "ok" : "waiting for the " + next_hop;
  return part;
}

}  // namespace keste::kested
