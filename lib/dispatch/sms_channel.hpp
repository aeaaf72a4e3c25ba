// SmsChannel: messages to a gateway over HTTP.
#pragma once

#include "dispatch/channel.hpp"
#include "dispatch/http_client.hpp"
#include "dispatch/sms_gateway.hpp"

namespace keste::dispatch {

/// One connection a lane. It never tries a message again by itself. Destroyed while messages are
/// under way, it drops them unanswered; it must not be destroyed from within a `done`.
class SmsChannel final : public Channel {
 public:
  /// Throws Fault(usage) when the settings cannot work. Nothing is connected yet. `gateway`
  /// outlives it.
  SmsChannel(boost::asio::io_context& io, const SmsGateway& gateway, HttpTimeouts timeouts = {});

  std::string_view name() const override { return "sms"; }
  int width() const override { return http_.width(); }
  void send(int lane, Outgoing message, std::function<void(SendResult)> done) override;
  void close(std::function<void()> done) override { http_.close(std::move(done)); }

 private:
  const SmsGateway& gateway_;
  HttpClient http_;
};

}  // namespace keste::dispatch
