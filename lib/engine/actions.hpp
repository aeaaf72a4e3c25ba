// Actions: what the desk asks about things told and things done; plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/notification.hpp"

namespace keste::engine {

/// What the desk tells people: the latest first.
struct ListReleases {
  std::int64_t before = 0;  ///< 0: from the latest.
  int limit = 100;
};
/// Nothing more of it is sent. What was changed stays changed.
struct StopRelease {
  std::int64_t release = 0;
  std::string reason;
};
/// What was done and can perhaps be undone: the latest first.
struct ListActions {
  std::int64_t before = 0;
  int limit = 100;
};
struct UndoAction {
  std::int64_t action = 0;  ///< The number of its line in the audit log.
  std::string reason;
};
struct ResendNotifications {
  std::vector<NotificationId> notifications;
  std::string reason;
  bool alone = false;  ///< One, whose obstacle is the command's.
};
/// Before it leaves.
struct CancelNotification {
  NotificationId notification;
  std::string reason;
};
/// As the person would get it.
struct ShowMessage {
  NotificationId notification;
};
/// What became of it, step by step.
struct ExplainNotification {
  NotificationId notification;
};
/// The count of days that leads to a session's due date.
struct ExplainDue {
  std::string session;
};
/// Notes that somebody reads what became of an application; the lines themselves are read beside.
struct ReadHistory {
  ApplicationId application;
};
}  // namespace keste::engine
