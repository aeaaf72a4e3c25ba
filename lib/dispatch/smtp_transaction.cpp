// Decisions of one message: what to send next, and what each reply makes of it.
#include "dispatch/smtp_transaction.hpp"

#include <utility>

#include "dispatch/smtp_content.hpp"

namespace keste::dispatch {

namespace {

/// The server wants AUTH or TLS first (RFC 4954, 6; RFC 3207, 4): no fault of the message.
bool is_about_us(const Reply& reply) {
  return reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538;
}

}  // namespace

Transaction::Transaction(std::shared_ptr<const Mail> mail, const ServerOffers& offers)
    : mail_(std::move(mail)), offers_(offers) {
  const ContentSurvey survey = survey_content(mail_->content);
  eight_bit_ = survey.eight_bit;
  bare_line_end_ = survey.bare_line_end;
  ends_line_ = survey.ends_line;
  needs_utf8_ = mail_->needs_utf8 || !is_ascii(mail_->sender) || !is_ascii(mail_->recipient);
  if (survey.dotted_lines == 0) {
    content_ = std::shared_ptr<const std::string>(mail_, &mail_->content);
  } else {
    content_ = std::make_shared<const std::string>(stuff_dots(mail_->content, survey.dotted_lines));
  }
}

std::string_view Transaction::content_end() const { return ends_line_ ? ".\r\n" : "\r\n.\r\n"; }

std::string_view Transaction::step_name() const {
  switch (stage_) {
    case Stage::mail:
      return "MAIL";
    case Stage::rcpt:
      return "RCPT";
    case Stage::data:
      return "DATA";
    case Stage::reset:
      return "RSET";
    default:
      return "the final dot";
  }
}

std::optional<std::string> Transaction::find_obstacle() const {
  if (!is_sendable_address(mail_->sender)) return "the sender's address cannot be sent";
  if (mail_->recipient.empty() || !is_sendable_address(mail_->recipient)) {
    return "the recipient's address cannot be sent";
  }
  if (bare_line_end_) return "the message has a CR or LF that is not part of CRLF";
  if (needs_utf8_ && !offers_.smtputf8) {
    return "an address is not ASCII, and the server does not offer SMTPUTF8";
  }
  if (eight_bit_ && !offers_.eight_bit_mime && !needs_utf8_) {
    return "the message is not ASCII, and the server does not offer 8BITMIME";
  }
  if (offers_.size_limit > 0 && mail_->content.size() > offers_.size_limit) {
    return "the message has " + std::to_string(mail_->content.size()) +
           " bytes, and the server takes " + std::to_string(offers_.size_limit);
  }
  return std::nullopt;
}

std::string Transaction::mail_command() const {
  std::string command = "MAIL FROM:<" + mail_->sender + ">";
  if (offers_.size) command.append(" SIZE=").append(std::to_string(mail_->content.size()));
  if (eight_bit_ || needs_utf8_) command.append(" BODY=8BITMIME");
  if (needs_utf8_) command.append(" SMTPUTF8");
  return command.append("\r\n");
}

Transaction::Act Transaction::begin() {
  if (std::optional<std::string> obstacle = find_obstacle()) {
    settle(Outcome::hard, *std::move(obstacle));
    return over();
  }
  commands_ = mail_command();
  if (offers_.pipelining) {
    commands_.append("RCPT TO:<").append(mail_->recipient).append(">\r\nDATA\r\n");
  }
  return Act::write;
}

Transaction::Act Transaction::on_reply(const Reply& reply) {
  if (reply.is_closing()) return on_closing(reply);
  if (is_about_us(reply) && stage_ <= Stage::data) return on_unwelcome(reply);
  switch (stage_) {
    case Stage::mail:
    case Stage::rcpt:
      return on_envelope(reply);
    case Stage::data:
      return on_data(reply);
    case Stage::content:
      return on_end(reply);
    case Stage::lone_dot:
      return over();
    case Stage::reset:
      must_close_ = !reply.is_positive();
      return over();
    case Stage::over:
      break;
  }
  // Nothing was asked.
  must_close_ = true;
  return Act::finish;
}

Transaction::Act Transaction::on_envelope(const Reply& reply) {
  if (reply.code >= 300 && reply.code < 400) return out_of_step(reply);
  const bool is_mail = stage_ == Stage::mail;
  if (reply.is_positive()) {
    if (is_mail) mail_taken_ = true;
  } else {
    settle_refused(reply);
    // Commands that were sent ahead are answered in any case, and one of the answers may be 354.
    if (!offers_.pipelining) return clean_up();
  }
  if (!is_mail) return proceed(Stage::data, "DATA\r\n");
  if (offers_.pipelining) return proceed(Stage::rcpt, {});
  return say(Stage::rcpt, "RCPT TO:<" + mail_->recipient + ">\r\n");
}

Transaction::Act Transaction::on_data(const Reply& reply) {
  if (reply.code == 354) {
    if (verdict_) return say(Stage::lone_dot, ".\r\n");
    stage_ = Stage::content;
    return Act::write_content;
  }
  if (reply.code < 400) return out_of_step(reply);
  settle_refused(reply);
  return clean_up();
}

Transaction::Act Transaction::on_end(const Reply& reply) {
  if (!content_written_ && reply.code < 400) return out_of_step(reply);
  // A refusal in the middle of the content leaves the server somewhere in it.
  must_close_ = !content_written_;
  if (reply.is_positive()) {
    settle(Outcome::sent, describe(reply));
  } else if (reply.code < 400) {
    return out_of_step(reply);
  } else {
    settle_refused(reply);
  }
  return over();
}

Transaction::Act Transaction::on_closing(const Reply& reply) {
  must_close_ = true;
  if (stage_ == Stage::content && content_written_) {
    settle(Outcome::soft, describe(reply));
  } else {
    untouched_ = !verdict_;
    settle(Outcome::unavailable, describe(reply));
  }
  return over();
}

Transaction::Act Transaction::on_unwelcome(const Reply& reply) {
  must_close_ = true;
  settle(Outcome::unavailable, describe(reply));
  return over();
}

Transaction::Act Transaction::proceed(Stage stage, std::string_view command) {
  if (!offers_.pipelining) return say(stage, command);
  stage_ = stage;
  return Act::read_on;
}

Transaction::Act Transaction::say(Stage stage, std::string_view command) {
  stage_ = stage;
  commands_ = command;
  return Act::write;
}

Transaction::Act Transaction::clean_up() {
  return mail_taken_ ? say(Stage::reset, "RSET\r\n") : over();
}

Transaction::Act Transaction::out_of_step(const Reply& reply) {
  on_lost("not an answer to " + std::string(step_name()) + ": " + describe(reply));
  untouched_ = false;
  return Act::finish;
}

Transaction::Act Transaction::over() {
  stage_ = Stage::over;
  return Act::finish;
}

void Transaction::on_lost(std::string_view why) {
  must_close_ = true;
  const bool may_be_in = stage_ == Stage::content && content_written_;
  untouched_ = !verdict_ && !may_be_in;
  settle(may_be_in ? Outcome::ambiguous : Outcome::unavailable, printable(why));
  stage_ = Stage::over;
}

void Transaction::settle(Outcome outcome, std::string reason) {
  if (verdict_) return;
  SendResult result;
  result.outcome = outcome;
  result.reason = std::move(reason);
  verdict_ = std::move(result);
}

void Transaction::settle_refused(const Reply& reply) {
  if (verdict_) return;
  settle(reply.is_temporary() ? Outcome::soft : Outcome::hard, describe(reply));
  if (stage_ == Stage::rcpt) verdict_->address_dead = tells_dead_address(reply);
}

}  // namespace keste::dispatch
