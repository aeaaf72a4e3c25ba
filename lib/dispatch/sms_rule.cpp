// The later of the two reasons to wait.
#include "dispatch/sms_rule.hpp"

#include <algorithm>

#include "dispatch/quiet_hours.hpp"

namespace keste::dispatch {

SmsRule::SmsRule(const config::SmsSettings& settings, Season season)
    : quiet_(settings.quiet),
      urgent_(settings.urgent),
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
  const auto end = find_quiet_end(quiet_, city->zone, now);
  const bool urgent = std::find(urgent_.begin(), urgent_.end(), notification.kind) != urgent_.end();
  if (end && urgent && *end + urgent_before > notification.starts_at) return std::nullopt;
  return end;
}

void SmsRule::note_sent(const engine::Notification& notification, Instant now) {
  limiter_.take(notification.phone, now);
}

void SmsRule::note_released(const std::string& recipient) { limiter_.give_back(recipient); }

}  // namespace keste::dispatch
