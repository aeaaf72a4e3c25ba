// Composer: a notification and its season become a finished e-mail.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/local_dates.hpp"
#include "dispatch/messages.hpp"
#include "dispatch/mime.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

struct ComposerSettings {
  std::string from = "Keste <keste@localhost>";
  std::string reply_to;                               ///< Empty: none.
  std::string public_url = "http://127.0.0.1:8080";   ///< Where tickets are looked up.
  std::string ticket_path = "/api/v1/applications/";  ///< Followed by the ticket.
};

/// One thread. What all messages of a session share is worked out once for each language and kind.
class Composer {
 public:
  using Season = std::shared_ptr<const config::Configuration::Season>;

  /// Throws Fault (usage) when `from` or `reply_to` is not an address. `messages` has passed its
  /// `check()`; the clock must outlive this.
  Composer(ComposerSettings settings, Season season, Messages messages, const Clock& clock);

  /// The error is a sentence for the administrator, without personal data: such a notification
  /// cannot be sent by this configuration.
  Result<Mail, std::string> compose(const engine::Notification& notification);
  /// Takes a reloaded season and its texts.
  void use(Season season, Messages messages);

 private:
  /// What everybody's messages of one kind, language and session have in common.
  struct Shared {
    Instant starts_at;
    Instant ends_at;
    Instant due_at;
    const campaign::City* city = nullptr;
    Arguments arguments;
    std::optional<PreparedMessage> prepared;
  };

  std::optional<std::string> find_obstacle(const engine::Notification& notification) const;
  Shared& find_shared(const engine::Notification& notification);
  Shared make_shared_facts(const engine::Notification& notification);
  void fill_session(Arguments& arguments, const engine::Notification& notification,
                    const campaign::City& city);
  void fill_person(Arguments& arguments, const engine::Notification& notification,
                   const campaign::City& city);
  MessageText make_text(Shared& shared, const engine::Notification& notification);
  std::string make_calendar(const Shared& shared, const engine::Notification& notification,
                            const std::string& subject) const;
  std::string identity(const engine::Notification& notification) const;

  ComposerSettings settings_;
  Mailbox from_;
  std::optional<Mailbox> reply_to_;
  std::string domain_;
  Season season_;
  Messages messages_;
  LocalDates dates_;
  const Clock& clock_;
  std::unordered_map<std::string, Shared> shared_;
};

}  // namespace keste::dispatch
