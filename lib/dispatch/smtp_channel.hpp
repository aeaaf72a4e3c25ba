// SmtpChannel: messages to a mail relay over connections that stay open.
#pragma once

#include <memory>

#include "dispatch/channel.hpp"
#include "dispatch/smtp_settings.hpp"

namespace boost::asio {
class io_context;
}

namespace keste::dispatch {

/// One connection a lane, opened by the first message. It never tries a message again by itself,
/// but for one whose connection had died while idle; when to try an unavailable relay again is the
/// caller's to decide. Destroyed while messages are under way, it drops them unanswered; it must
/// not be destroyed from within a `done`.
class SmtpChannel final : public Channel {
 public:
  /// Throws Fault(usage) when the settings cannot work. Nothing is connected yet.
  SmtpChannel(boost::asio::io_context& io, SmtpSettings settings);
  ~SmtpChannel() override;

  std::string_view name() const override { return "smtp"; }
  int width() const override;
  /// `done` is called from the loop, never from within `send`.
  void send(int lane, Mail mail, std::function<void(SendResult)> done) override;
  /// A message that has no open connection yet comes back as unavailable.
  void close(std::function<void()> done) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace keste::dispatch
