// Sends through the gateways of an etc directory: gateway_probe ETC sms PHONE TEXT ID |
// webhook ID BODY | status ID… | hook TYPE BODY; the outcome is JSON on stdout.
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "config/config.hpp"
#include "dispatch/gateway_http.hpp"
#include "dispatch/sms_channel.hpp"
#include "dispatch/sms_replies.hpp"
#include "dispatch/webhook_channel.hpp"

namespace {

using namespace keste;
using namespace keste::dispatch;
namespace json = boost::json;

json::object describe(const SendResult& result) {
  constexpr const char* names[] = {"sent", "soft", "hard", "ambiguous", "unavailable"};
  json::object made{{"outcome", names[static_cast<int>(result.outcome)]},
                    {"reason", result.reason},
                    {"provider_id", result.provider_id}};
  if (result.retry_after) made["retry_after"] = result.retry_after->count();
  return made;
}

json::array describe(const std::vector<engine::DeliveryReport>& reports) {
  constexpr const char* names[] = {"under_way", "delivered", "undelivered"};
  json::array made;
  for (const auto& report : reports) {
    made.push_back({{"id", report.provider_id},
                    {"state", names[static_cast<int>(report.state)]},
                    {"reason", report.reason}});
  }
  return made;
}

HttpTimeouts short_timeouts() {
  HttpTimeouts timeouts;
  timeouts.answer = std::chrono::seconds(2);
  timeouts.check_every = std::chrono::milliseconds(20);
  return timeouts;
}

json::value send(boost::asio::io_context& io, Channel& channel, Outgoing message) {
  json::value outcome;
  channel.send(0, std::move(message), [&](const SendResult& result) {
    outcome = describe(result);
    channel.close([] {});
  });
  io.run();
  return outcome;
}

json::value ask(boost::asio::io_context& io, const SmsGateway& gateway,
                const std::vector<std::string>& ids) {
  const config::SmsSettings& sms = gateway.settings();
  HttpClient http(io, make_http_settings(sms.server, sms.ca_file, 1));
  json::value outcome;
  http.send(0, gateway.make_status(ids), [&](const HttpOutcome& answered) {
    outcome = describe(read_status_reply(sms, answered.reply));
    http.close([] {});
  });
  io.run();
  return outcome;
}

json::value run(const config::Settings& settings, const std::vector<std::string>& words) {
  boost::asio::io_context io;
  const RealClock clock;
  if (words[0] == "webhook") {
    WebhookChannel channel(io, *settings.webhook, clock, short_timeouts());
    return send(io, channel, {"", "", words.at(1), words.at(2), false});
  }
  const SmsGateway gateway(*settings.sms);
  if (words[0] == "status") return ask(io, gateway, {words.begin() + 1, words.end()});
  if (words[0] == "hook") {
    return describe(read_delivery_hook(gateway.settings(), words.at(2), words.at(1)));
  }
  SmsChannel channel(io, gateway, short_timeouts());
  return send(io, channel,
              {gateway.settings().sender, words.at(1), words.at(3), words.at(2), false});
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  const config::Loaded loaded = config::load(words.at(0));
  for (const auto& diagnostic : loaded.diagnostics) std::cerr << diagnostic.text() << '\n';
  if (!loaded.configuration) return 78;
  std::cout << json::serialize(
                   run(loaded.configuration->settings, {words.begin() + 1, words.end()}))
            << '\n';
  return 0;
}
