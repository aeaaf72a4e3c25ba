// The later of the two reasons to wait.
#include "dispatch/sms_rule.hpp"

#include <algorithm>

#include "dispatch/quiet_hours.hpp"

namespace keste::dispatch {

std::optional<Instant> find_quiet_hold(const QuietRule& rule, const calendar::Zone& zone,
                                       const engine::SmsMoment& moment) {
  const auto end = find_quiet_end(rule.quiet, zone, moment.at);
  const bool urgent =
      std::find(rule.urgent.begin(), rule.urgent.end(), moment.kind) != rule.urgent.end();
  if (end && urgent && *end + urgent_before > moment.starts_at) return std::nullopt;
  return end;
}

SmsRule::SmsRule(const config::SmsSettings& settings, Season season)
    : rule_{settings.quiet, settings.urgent},
      limiter_(settings.per_number_per_hour),
      season_(std::move(season)) {}

std::optional<Instant> SmsRule::find_hold(const engine::Notification& notification, Instant now) {
  const auto quiet = find_quiet_hold(notification, now);
  const auto wait = limiter_.find_wait(notification.phone, now);
  if (!quiet || !wait) return quiet ? quiet : wait;
  return std::max(*quiet, *wait);
}

std::optional<Instant> SmsRule::find_quiet_hold(const engine::Notification& notification,
                                                Instant now) {
  const campaign::Campaign& campaign = season_->campaign;
  const campaign::City* city = campaign.find_city(notification.city);
  // An online test has no city: the first one's time stands for the country's.
  if (city == nullptr && !campaign.cities.empty()) city = &campaign.cities.front();
  if (city == nullptr) return std::nullopt;
  return dispatch::find_quiet_hold(
      rule_, city->zone, {notification.kind, notification.city, notification.starts_at, now});
}

void SmsRule::note_sent(const engine::Notification& notification, Instant now) {
  limiter_.take(notification.phone, now);
}

void SmsRule::note_released(const std::string& recipient) { limiter_.give_back(recipient); }

}  // namespace keste::dispatch
