// Composer: a notification and its season become a finished e-mail or SMS.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/message_facts.hpp"
#include "dispatch/message_writer.hpp"
#include "dispatch/messages.hpp"
#include "dispatch/mime.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

struct ComposerSettings {
  std::string from = "Keste <keste@localhost>";
  std::string reply_to;                              ///< Empty: none.
  std::string public_url = "http://127.0.0.1:8080";  ///< Where tickets are looked up.
  std::string ticket_path = "/a/";                   ///< Followed by the ticket.
};

/// One thread. What all messages with the same facts share is worked out once.
class Composer final : public MessageWriter {
 public:
  using Season = dispatch::Season;

  /// Throws Fault (usage) when `from` or `reply_to` is not an address. `messages` has passed its
  /// `check()`; the clock must outlive this.
  Composer(ComposerSettings settings, Season season, Messages messages, const Clock& clock);

  Result<Mail, std::string> compose(const engine::Notification& notification) override;
  /// The same before it is put into MIME.
  Result<Draft, std::string> compose_draft(const engine::Notification& notification);
  /// The text of an SMS, one line; an error too when the kind goes by no SMS.
  Result<std::string, std::string> compose_sms(const engine::Notification& notification);
  /// Takes a reloaded season and its texts.
  void use(Season season, Messages messages);

 private:
  /// What everybody's messages of one shared key have in common.
  struct Shared {
    const campaign::City* home = nullptr;
    std::string kind;  ///< Of the text.
    Arguments arguments;
    std::optional<PreparedMessage> prepared;
  };

  std::optional<std::string> find_obstacle(const engine::Notification& notification) const;
  Shared& find_shared(const engine::Notification& notification);
  MessageText make_text(const Shared& shared, Language language) const;
  void attach_calendar(Draft& draft, const Arguments& arguments,
                       const engine::Notification& notification) const;
  std::string identity(const engine::Notification& notification) const;

  ComposerSettings settings_;
  Mailbox from_;
  std::optional<Mailbox> reply_to_;
  std::string domain_;
  std::string ticket_base_;
  Season season_;
  Messages messages_;
  MessageFacts facts_;
  const Clock& clock_;
  std::string key_;  ///< Kept for its memory.
  std::unordered_map<std::string, Shared> shared_;
};

}  // namespace keste::dispatch
