// Gateway, channel, composer, rule, dispatcher and poller, in the order of their making.
#include "kested/sms_service.hpp"

#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "dispatch/gateway_http.hpp"
#include "dispatch/sms_channel.hpp"
#include "dispatch/sms_composer.hpp"
#include "dispatch/sms_poller.hpp"
#include "dispatch/sms_rule.hpp"

namespace keste::kested {
namespace {

dispatch::DispatcherSettings dispatcher_settings(const config::SmsSettings& sms,
                                                 std::uint64_t seed) {
  dispatch::DispatcherSettings settings;
  settings.per_second = sms.per_second;
  settings.jitter_seed = seed;
  settings.outbox.channel = "sms";
  return settings;
}

}  // namespace

struct SmsService::Impl {
  Impl(const Parts& parts, const config::SmsSettings& sms, SharedSeason season, std::uint64_t seed)
      : gateway(sms),
        channel(parts.io, gateway),
        composer(parts.facts, sms.sender, sms.max_parts),
        rule(sms, std::move(season)),
        loop(parts.io.get_executor()),
        dispatcher({parts.outbox, channel, composer, parts.clock, parts.log, loop, &rule},
                   dispatcher_settings(sms, seed)) {
    if (!sms.status) return;
    poll_http.emplace(parts.io, dispatch::make_http_settings(sms.server, sms.ca_file, 1));
    poll_loop.emplace(parts.io.get_executor());
    poller.emplace(
        dispatch::SmsPoller::Parts{parts.outbox, gateway, *poll_http, parts.log, *poll_loop});
  }

  dispatch::SmsGateway gateway;
  dispatch::SmsChannel channel;
  dispatch::SmsComposer composer;
  dispatch::SmsRule rule;
  dispatch::AsioLoop loop;
  dispatch::Dispatcher dispatcher;
  std::optional<dispatch::HttpClient> poll_http;
  std::optional<dispatch::AsioLoop> poll_loop;
  std::optional<dispatch::SmsPoller> poller;
  int parts_running = 0;
  std::function<void()> on_stopped;
};

SmsService::SmsService(const Parts& parts, const config::SmsSettings& settings, SharedSeason season,
                       std::uint64_t seed)
    : impl_(std::make_unique<Impl>(parts, settings, std::move(season), seed)) {}

SmsService::~SmsService() = default;

void SmsService::start() {
  impl_->dispatcher.start();
  if (impl_->poller) impl_->poller->start();
}

void SmsService::stop(std::function<void()> done) {
  impl_->on_stopped = std::move(done);
  impl_->parts_running = impl_->poller ? 2 : 1;
  const auto part_stopped = [impl = impl_.get()] {
    if (--impl->parts_running == 0) std::exchange(impl->on_stopped, nullptr)();
  };
  impl_->dispatcher.stop(part_stopped);
  if (impl_->poller) impl_->poller->stop(part_stopped);
}

void SmsService::use(SharedSeason season) { impl_->rule.use(std::move(season)); }

dispatch::DispatchFigures SmsService::figures() const { return impl_->dispatcher.figures(); }

}  // namespace keste::kested
