// Notifications as dispatch sees them: claimed from the outbox, settled with an outcome.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/language.hpp"

namespace keste::engine {

using NotificationId = Id<struct NotificationTag>;
using ApplicationId = Id<struct ApplicationTag>;

/// One message to one person, claimed in the name of this run, with the facts as they stand at the
/// claim. What is no longer true has been dropped before it gets here.
struct Notification {
  NotificationId id;
  std::string kind;  ///< "application_received", "session_reminder", "results_due"
  Language language = Language::kk;
  int attempts = 0;  ///< Tries before this one.
  Instant queued_at;
  ApplicationId application;
  std::string ticket;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string email;
  Instant received_at;  ///< Of the application.
  std::string city;
  std::string session;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
};

enum class Delivery {
  sent,       ///< Accepted by the next hop; final.
  ambiguous,  ///< Lost after the final dot: counted, and sent again under the same Message-ID.
  deferred,   ///< A soft failure; try again at `retry_at`.
  released,   ///< Not tried (no connection): back to its place in the line, no attempt counted.
  failed,     ///< A hard failure; final, shown with its reason.
};

struct Settlement {
  NotificationId id;
  Delivery delivery = Delivery::sent;
  Instant retry_at;    ///< For ambiguous and deferred.
  std::string reason;  ///< The server's words, without personal data; empty when sent.
};

/// The outbox as dispatch sees it. All functions are called on the io thread, and answers arrive
/// there; none blocks.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Up to `limit` notifications that are due now, oldest first. An empty answer means none is due:
  /// `on_due` then tells when to ask again.
  virtual void claim(int limit, std::function<void(std::vector<Notification>)> done) = 0;
  /// Records outcomes durably; `done` after the commit. Unknown or foreign claims are ignored.
  virtual void settle(std::vector<Settlement> settlements, std::function<void()> done) = 0;
  /// Called after an empty claim when something becomes due. One listener.
  virtual void on_due(std::function<void()> listener) = 0;
};

}  // namespace keste::engine
