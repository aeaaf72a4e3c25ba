// WebhookChannel: signed calls to another system.
#pragma once

#include "base/clock.hpp"
#include "config/gateways.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/http_client.hpp"

namespace keste::dispatch {

/// One connection a lane. Each try of a message has the same webhook-id, its own timestamp and a
/// signature over both. Redirects are not followed, and private addresses are not connected to
/// unless the settings allow it.
///
///   2xx sent · 410 hard · all else soft, not before Retry-After · lost ambiguous
class WebhookChannel final : public Channel {
 public:
  /// Throws Fault(usage) when the settings cannot work. The clock outlives it.
  WebhookChannel(boost::asio::io_context& io, config::WebhookSettings settings, const Clock& clock,
                 HttpTimeouts timeouts = {});

  std::string_view name() const override { return "webhook"; }
  int width() const override { return http_.width(); }
  void send(int lane, Outgoing message, std::function<void(SendResult)> done) override;
  void close(std::function<void()> done) override { http_.close(std::move(done)); }

 private:
  const config::WebhookSettings settings_;
  const Clock& clock_;
  HttpClient http_;
};

}  // namespace keste::dispatch
