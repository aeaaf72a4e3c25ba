// A request a message.
#include "dispatch/sms_channel.hpp"

#include <utility>

#include "dispatch/gateway_http.hpp"

namespace keste::dispatch {
namespace {

HttpSettings with_timeouts(const config::SmsSettings& sms, HttpTimeouts timeouts) {
  HttpSettings settings = make_http_settings(sms.server, sms.ca_file, sms.connections);
  settings.timeouts = timeouts;
  return settings;
}

}  // namespace

SmsChannel::SmsChannel(boost::asio::io_context& io, const SmsGateway& gateway,
                       HttpTimeouts timeouts)
    : gateway_(gateway), http_(io, with_timeouts(gateway.settings(), timeouts)) {}

void SmsChannel::send(int lane, Outgoing message, std::function<void(SendResult)> done) {
  HttpRequest request = gateway_.make_send(message);
  http_.send(lane, std::move(request),
             [&gateway = gateway_, message = std::move(message), done = std::move(done)](
                 const HttpOutcome& outcome) { done(gateway.judge(outcome, message)); });
}

}  // namespace keste::dispatch
