// SmsRule: quiet hours in the city's time, and not too many messages to one number.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "dispatch/number_limiter.hpp"
#include "dispatch/send_rule.hpp"

namespace keste::dispatch {

/// A message of an urgent kind breaks the quiet hours when their end would leave less than this
/// before the session that it is about.
inline constexpr std::chrono::hours urgent_before{12};

/// When a city is quiet, and which kinds of messages break through.
struct QuietRule {
  config::QuietHours quiet;
  std::vector<std::string> urgent;
};
/// Pure. Empty when the message may go at its instant, else when it may.
std::optional<Instant> find_quiet_hold(const QuietRule& rule, const calendar::Zone& zone,
                                       const engine::SmsMoment& moment);

/// Io thread.
class SmsRule final : public SendRule {
 public:
  using Season = std::shared_ptr<const config::Configuration::Season>;

  SmsRule(const config::SmsSettings& settings, Season season);

  std::optional<Instant> find_hold(const engine::Notification& notification, Instant now) override;
  void note_sent(const engine::Notification& notification, Instant now) override;
  void note_released(const std::string& recipient) override;
  /// Takes a reloaded season.
  void use(Season season) { season_ = std::move(season); }

 private:
  std::optional<Instant> find_quiet_hold(const engine::Notification& notification, Instant now);

  QuietRule rule_;
  NumberLimiter limiter_;
  Season season_;
};

}  // namespace keste::dispatch
