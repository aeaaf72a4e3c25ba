// Notifications as dispatch sees them: claimed from the outbox, settled with an outcome.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/language.hpp"

namespace keste::engine {

using NotificationId = Id<struct NotificationTag>;
using ApplicationId = Id<struct ApplicationTag>;

/// A sitting as somebody was told of it, or as it stands.
struct Sitting {
  std::string session;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  std::string venue = {};  ///< Set at the desk; empty: the file's. So is the address.
  std::string address = {};
  friend bool operator==(const Sitting&, const Sitting&) = default;
};

/// A result as its applicant is told of it.
struct ResultNews {
  std::string level;            ///< "B1"
  std::string document;         ///< "certificate", "reference"; empty while there is none.
  std::string document_number;  ///< May be empty.
  std::string status;           ///< "final", "on_hold", "annulled"
};

/// What a branch is told of its city, or of one of its sessions.
struct BranchFigures {
  std::int64_t accepted = 0;  ///< Applications received, withdrawn ones included.
  std::int64_t seated = 0;
  std::int64_t waitlisted = 0;
  std::int64_t withdrawn = 0;
  std::int64_t missing = 0;  ///< Results that are due and not in.
};

/// One message to one person or branch, claimed in the name of this run, with the facts as they
/// stand at the claim. What is no longer true has been dropped before it gets here.
struct Notification {
  NotificationId id;
  std::int64_t run = 0;  ///< In whose name it is claimed.
  std::string kind;      ///< "application_received", "session_changed", …: see `message_kinds`.
  std::string channel = "email";  ///< "email", "sms", "webhook"
  Language language = Language::kk;
  int attempts = 0;  ///< Tries before this one.
  Instant queued_at;
  ApplicationId application;  ///< 0 for a message to a branch.
  std::string ticket;         ///< Empty for a branch.
  std::string surname;        ///< The three names are empty for a branch.
  std::string given_name;
  std::string patronymic;
  std::string email;
  std::string phone;    ///< E.164; empty for a branch.
  Instant received_at;  ///< Of the application.
  std::string test;
  std::string city;     ///< Empty for an online test.
  std::string session;  ///< Empty on a waitlist, for an online test, or for a whole city.
  Instant starts_at;    ///< This and the next two are of the session, and 0 without one.
  Instant ends_at;
  Instant due_at;
  std::string venue;  ///< Set at the desk; empty: the file's. So is the address.
  std::string address;
  int sequence = 0;               ///< Of the application's calendar entry: rises with each change.
  std::optional<Sitting> before;  ///< What the person was last told, where that has changed.
  std::string outcome;            ///< Of a cancellation: "reseated", "waitlisted", "unplaced".
  Instant answer_by;      ///< Until when a change may be declined, or an online test be taken.
  int extra_minutes = 0;  ///< Granted beyond the session's own end.
  ResultNews result;
  BranchFigures figures;
  std::string attempt = "free";  ///< "free" by promo code, or "self_funded".
};

enum class Delivery {
  sent,       ///< Accepted by the next hop; final.
  ambiguous,  ///< Lost after the final dot: counted, and sent again under the same Message-ID.
  deferred,   ///< A soft failure; try again at `retry_at`.
  released,   ///< Not tried (no connection): back to its place in the line, no attempt counted.
  held,       ///< Not tried, and not before `retry_at`: quiet hours, too many to one number.
  failed,     ///< A hard failure; final, shown with its reason.
};

struct Settlement {
  NotificationId id;
  Delivery delivery = Delivery::sent;
  Instant retry_at;           ///< For ambiguous, deferred and held.
  std::string reason;         ///< The server's words, without personal data; empty when sent.
  bool address_dead = false;  ///< With `failed`: nothing will ever arrive at this address.
  std::string provider_id{};  ///< Under which the next hop tells of the delivery; may be empty.
  std::int64_t run = 0;       ///< In whose name it was claimed; 0: in the present one's.
};

/// What the next hop tells of a message that it has taken over.
struct DeliveryReport {
  enum class State { under_way, delivered, undelivered };
  std::string channel;
  std::string provider_id;
  State state = State::under_way;
  std::string reason;  ///< The provider's word for it: "EXPIRED".
  friend bool operator==(const DeliveryReport&, const DeliveryReport&) = default;
};

/// The outbox as dispatch sees it. All functions are called on the io thread, and answers arrive
/// there; none blocks.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Up to `limit` notifications of a channel that are due now, oldest first. An empty answer means
  /// none is due: `on_due` then tells when to ask again.
  virtual void claim(std::string_view channel, int limit,
                     std::function<void(std::vector<Notification>)> done) = 0;
  /// Records outcomes durably; `done` after the commit. Unknown or foreign claims are ignored.
  virtual void settle(std::vector<Settlement> settlements, std::function<void()> done) = 0;
  /// Called after an empty claim of the channel when something becomes due. One listener each.
  virtual void on_due(std::string_view channel, std::function<void()> listener) = 0;
  /// Records what became of messages that were accepted; a final state stays.
  virtual void note_deliveries(std::vector<DeliveryReport> reports, std::function<void()> done) = 0;
  /// The next hop's numbers of accepted messages that are still under way.
  virtual void list_accepted(std::string_view channel, int limit,
                             std::function<void(std::vector<std::string>)> done) = 0;
  /// Whether a claim of that run is still this daemon's alone: not when another daemon may have
  /// found the run dead, because this one was paused or cut off. To be asked before each sending.
  virtual bool holds(std::int64_t run) const = 0;
};

/// An SMS that would go at an instant, about a session that starts at `starts_at`.
struct SmsMoment {
  std::string_view kind;
  std::string_view city;
  Instant starts_at;
  Instant at;
};

}  // namespace keste::engine
