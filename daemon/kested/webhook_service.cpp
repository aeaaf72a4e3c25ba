// Channel, composer and dispatcher, in the order of their making.
#include "kested/webhook_service.hpp"

#include <boost/asio/io_context.hpp>

namespace keste::kested {
namespace {

dispatch::DispatcherSettings dispatcher_settings(const config::WebhookSettings& webhook,
                                                 std::uint64_t seed) {
  dispatch::DispatcherSettings settings;
  settings.per_second = webhook.per_second;
  settings.jitter_seed = seed;
  settings.outbox.channel = "webhook";
  return settings;
}

}  // namespace

WebhookService::WebhookService(const Parts& parts, const config::WebhookSettings& settings,
                               const std::string& campaign, std::uint64_t seed)
    : channel_(parts.io, settings, parts.clock),
      composer_(campaign),
      loop_(parts.io.get_executor()),
      dispatcher_({parts.outbox, channel_, composer_, parts.clock, parts.log, loop_},
                  dispatcher_settings(settings, seed)) {}

}  // namespace keste::kested
