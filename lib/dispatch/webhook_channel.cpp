// Headers of Standard Webhooks, and what the receiver's status means.
#include "dispatch/webhook_channel.hpp"

#include <utility>

#include "dispatch/gateway_http.hpp"
#include "dispatch/webhook_signature.hpp"

namespace keste::dispatch {
namespace {

constexpr std::size_t answer_max = 4096;  // Only its status counts.
constexpr int gone = 410;

HttpSettings make_settings(const config::WebhookSettings& webhook, HttpTimeouts timeouts) {
  HttpSettings settings = make_http_settings(webhook.server, webhook.ca_file, webhook.connections);
  settings.allow_private = webhook.allow_private;
  settings.body_max = answer_max;
  settings.timeouts = timeouts;
  return settings;
}

SendResult judge(const HttpOutcome& outcome) {
  SendResult result;
  result.reason = outcome.reason;
  if (outcome.kind == HttpOutcome::Kind::not_sent) result.outcome = Outcome::unavailable;
  if (outcome.kind == HttpOutcome::Kind::lost) result.outcome = Outcome::ambiguous;
  if (outcome.kind != HttpOutcome::Kind::answered) return result;
  const int status = outcome.reply.status;
  if (status >= 200 && status <= 299) return result;
  result.outcome = status == gone ? Outcome::hard : Outcome::soft;
  result.reason = "HTTP " + std::to_string(status);
  result.retry_after = outcome.reply.retry_after;
  return result;
}

}  // namespace

WebhookChannel::WebhookChannel(boost::asio::io_context& io, config::WebhookSettings settings,
                               const Clock& clock, HttpTimeouts timeouts)
    : settings_(std::move(settings)),
      clock_(clock),
      http_(io, make_settings(settings_, timeouts)) {}

void WebhookChannel::send(int lane, Outgoing message, std::function<void(SendResult)> done) {
  const std::int64_t timestamp =
      std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
  HttpRequest request;
  request.target = settings_.target;
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", message.message_id},
                     {"webhook-timestamp", std::to_string(timestamp)},
                     {"webhook-signature", sign_webhook(settings_.keys, message.message_id,
                                                        timestamp, message.content)}};
  request.body = std::move(message.content);
  http_.send(lane, std::move(request),
             [done = std::move(done)](const HttpOutcome& outcome) { done(judge(outcome)); });
}

}  // namespace keste::dispatch
