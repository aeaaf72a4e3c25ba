// Counters and states of dispatch.
#include "kested/figures.hpp"

namespace keste::kested {
namespace {

http::Metric metric(const char* name, const char* help, http::Metric::Type type, double value) {
  return {name, help, type, {http::Sample{{}, value}}};
}

http::Metric counter(const char* name, const char* help, std::int64_t value) {
  return metric(name, help, http::Metric::Type::counter, static_cast<double>(value));
}

}  // namespace

std::vector<http::Metric> list_metrics(const dispatch::DispatchFigures& figures) {
  return {
      counter("keste_mail_sent_total", "Messages accepted by the next hop.", figures.sent),
      counter("keste_mail_deferred_total", "Tries that failed softly.", figures.deferred),
      counter("keste_mail_failed_total", "Messages refused for good.", figures.failed),
      counter("keste_mail_ambiguous_total", "Tries lost after the final dot.", figures.ambiguous),
      metric("keste_mail_channel_up", "Whether the next hop answers.", http::Metric::Type::gauge,
             figures.channel_up ? 1 : 0),
  };
}

http::ReadyPart make_ready_part(const dispatch::DispatchFigures& figures) {
  http::ReadyPart part;
  part.name = "dispatch";
  part.state = figures.channel_up ? "ok" : "waiting for the mail relay";
  return part;
}

}  // namespace keste::kested
