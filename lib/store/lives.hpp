// Single notifications in the store: what became of them, and sending or stopping one by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/outbox.hpp"

namespace keste::store {

/// One notification and what became of it.
struct OutboxLife {
  ClaimedRow row;
  std::string state;  ///< "pending", "claimed", "sent", "failed", "dropped"
  std::string channel;
  std::string reason;
  Instant settled_at;    ///< 0 while it is not.
  std::string delivery;  ///< What the next hop said after it had accepted; may be empty.
  int ambiguous = 0;
  NotificationId resend_of;
  std::string city;
  std::string session_code;
};
std::optional<OutboxLife> find_notification(Database& database, NotificationId id);
/// All of an application; looks at the whole outbox.
std::vector<OutboxLife> list_notifications_of(Database& database, ApplicationId application);
struct Resending {
  Instant queued_at;
  Instant not_before;
  std::int64_t release = 0;
};
/// The same notification again.
NotificationId resend_notification(Database& database, NotificationId id, const Resending& how);
/// Takes it out before it leaves; false when it is not pending.
bool cancel_notification(Database& database, NotificationId id, Instant at,
                         std::string_view reason);

}  // namespace keste::store
