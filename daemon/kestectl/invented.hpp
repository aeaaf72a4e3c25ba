// Invented notifications: a person and a fact that never were, in the real campaign.
#pragma once

#include <string>

#include "base/result.hpp"
#include "config/config.hpp"
#include "engine/notification.hpp"

namespace keste::kestectl {

/// What a preview is to show. Empty parts are made up.
struct Wish {
  std::string kind;  ///< A key of messages/*.yaml.
  Language language = Language::kk;
  std::string test;
  std::string city;
  std::string session;
  std::string attempt = "free";
  std::string outcome = "reseated";  ///< Of a cancelled session; of an application: "waitlisted".
  std::string document;              ///< "certificate", "reference" or "none"
  std::string status = "final";
  int extra_minutes = 0;
  bool had_seat = false;  ///< Whoever waits now.
};

/// The error names what is not in the campaign, and what is.
Result<engine::Notification, std::string> invent_notification(
    const config::Configuration::Season& season, const Wish& wish);

}  // namespace keste::kestectl
