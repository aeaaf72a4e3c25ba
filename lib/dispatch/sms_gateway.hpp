// SmsGateway: the requests to a gateway that kested.yaml describes, and what its answers mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/gateways.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/http_client.hpp"

namespace keste::dispatch {

/// Immutable; any thread. What it gives as reasons holds no secret, no number and no text.
class SmsGateway {
 public:
  explicit SmsGateway(config::SmsSettings settings);

  const config::SmsSettings& settings() const { return settings_; }
  HttpRequest make_send(const Outgoing& message) const;
  SendResult judge(const HttpOutcome& outcome, const Outgoing& message) const;
  /// Asks about `ids`; only with `status` in the settings.
  HttpRequest make_status(const std::vector<std::string>& ids) const;

 private:
  using Value = std::function<std::string(std::string_view name)>;
  HttpRequest make_request(const config::HttpCall& call, const Value& value) const;
  std::string without_secrets(std::string reason) const;

  config::SmsSettings settings_;
};

}  // namespace keste::dispatch
