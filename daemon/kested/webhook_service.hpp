// WebhookService: everything that calls to another system need, put together.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "config/gateways.hpp"
#include "dispatch/dispatcher.hpp"
#include "dispatch/webhook_channel.hpp"
#include "dispatch/webhook_composer.hpp"
#include "engine/notification.hpp"

namespace keste::kested {

/// io thread only. A dispatcher of its own beside that of the mails.
class WebhookService {
 public:
  /// What it works with; all outlive it.
  struct Parts {
    boost::asio::io_context& io;
    engine::Outbox& outbox;
    const Clock& clock;
    Log& log;
  };

  /// Throws Fault when the settings cannot work. `seed` is another one for each daemon.
  WebhookService(const Parts& parts, const config::WebhookSettings& settings,
                 const std::string& campaign, std::uint64_t seed);

  void start() { dispatcher_.start(); }
  void stop(std::function<void()> done) { dispatcher_.stop(std::move(done)); }
  dispatch::DispatchFigures figures() const { return dispatcher_.figures(); }

 private:
  dispatch::WebhookChannel channel_;
  dispatch::WebhookComposer composer_;
  dispatch::AsioLoop loop_;
  dispatch::Dispatcher dispatcher_;
};

}  // namespace keste::kested
