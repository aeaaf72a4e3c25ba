// One message over an open SMTP connection, as a state machine without I/O.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dispatch/channel.hpp"
#include "dispatch/smtp_handshake.hpp"
#include "dispatch/smtp_reply.hpp"

namespace keste::dispatch {

/// MAIL → RCPT → DATA → content → over. A refusal of MAIL, RCPT or DATA is the verdict; what then
/// leaves the connection clean for the next message depends on what the server has taken:
///
///   MAIL refused                 → over
///   AUTH or TLS wanted (530)     → over, unavailable: the settings' fault
///   RCPT or DATA refused         → RSET → over
///   RCPT refused, but DATA → 354 → a lone dot (RFC 2920, 3.1) → over
class Transaction {
 public:
  enum class Act {
    write,          ///< The text in `commands()`.
    write_content,  ///< `content()`, then `content_end()`.
    read_on,        ///< Another reply is due.
    finish,         ///< `verdict()` stands.
  };

  Transaction(std::shared_ptr<const Mail> mail, const ServerOffers& offers);

  /// Writes the first commands, or finishes at once when the message cannot go to this server.
  Act begin();
  Act on_reply(const Reply& reply);
  /// The final dot has left whole: from now on a loss is ambiguous.
  void on_content_written() { content_written_ = true; }
  /// The connection is gone, or no use any more. Settles the verdict.
  void on_lost(std::string_view why);

  const std::string& commands() const { return commands_; }
  std::shared_ptr<const std::string> content() const { return content_; }
  std::string_view content_end() const;
  const SendResult& verdict() const { return *verdict_; }
  /// True when the connection cannot take another message.
  bool must_close() const { return must_close_; }
  /// True when the server closed before it could have taken the message.
  bool is_untouched() const { return untouched_; }
  /// Which answer is awaited: "MAIL", "RCPT", "DATA", "the final dot", "RSET".
  std::string_view step_name() const;
  bool awaits_data() const { return stage_ == Stage::data; }
  bool awaits_end() const { return stage_ == Stage::content; }

 private:
  enum class Stage { mail, rcpt, data, content, lone_dot, reset, over };

  std::optional<std::string> find_obstacle() const;
  std::string mail_command() const;
  Act on_envelope(const Reply& reply);
  Act on_data(const Reply& reply);
  Act on_end(const Reply& reply);
  Act on_closing(const Reply& reply);
  Act on_unwelcome(const Reply& reply);
  Act proceed(Stage stage, std::string_view command);
  Act say(Stage stage, std::string_view command);
  Act clean_up();
  Act out_of_step(const Reply& reply);
  Act over();
  void settle(Outcome outcome, std::string reason);
  void settle_refused(const Reply& reply);

  std::shared_ptr<const Mail> mail_;
  ServerOffers offers_;
  std::shared_ptr<const std::string> content_;
  std::string commands_;
  std::optional<SendResult> verdict_;
  Stage stage_ = Stage::mail;
  bool eight_bit_ = false;
  bool bare_line_end_ = false;
  bool ends_line_ = true;
  bool needs_utf8_ = false;
  bool mail_taken_ = false;
  bool content_written_ = false;
  bool must_close_ = false;
  bool untouched_ = false;
};

}  // namespace keste::dispatch
