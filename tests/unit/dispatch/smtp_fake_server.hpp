// A mail server that plays a script: what it says to each command, and when it hangs up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/channel.hpp"
#include "dispatch/smtp_settings.hpp"

namespace keste::dispatch::test {

struct Answer {
  enum class Then { stay, close, reset, secure, deaf };  ///< deaf: reads no more.

  Answer(std::string with, Then after = Then::stay) : text(std::move(with)), then(after) {}
  Answer(const char* with, Then after = Then::stay) : text(with), then(after) {}

  std::string text;  ///< Sent as it is; CRLF is added unless it is empty or ends with a line feed.
  Then then;
};

/// Runs on the test's own loop. Steps: "connect", "EHLO", "MAIL", …, "." for the end of content,
/// "line" for a continued AUTH.
class FakeSmtpServer {
 public:
  explicit FakeSmtpServer(boost::asio::io_context& io, const std::string& address = "127.0.0.1");
  ~FakeSmtpServer();

  /// The answers to a step, in order over all connections; then the usual ones again.
  void on(const std::string& step, std::vector<Answer> answers);
  /// What EHLO offers, one keyword each.
  void offer(std::vector<std::string> keywords);
  void use_tls(boost::asio::ssl::context& context, bool at_once);
  void send_byte_by_byte();
  /// Hangs up on all, and says `words` first.
  void hang_up(const std::string& words = "");
  /// Stops listening, so that a connection is refused.
  void stop_listening();

  int port() const;
  /// "1 MAIL FROM:<…>": the connection's number and the command.
  const std::vector<std::string>& commands() const;
  /// Content with its final dot, as it came.
  const std::vector<std::string>& contents() const;
  int connections() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Short time-outs, one connection to `server`, no TLS.
SmtpSettings settings_for(const FakeSmtpServer& server);
Mail make_mail(const std::string& content = "Subject: a\r\n\r\nText.\r\n");
/// Sends over lane 0 and runs the loop until the answer comes.
SendResult send(boost::asio::io_context& io, Channel& channel, Mail mail);
/// Runs the loop until `holds`; fails the test after some seconds.
void run_until(boost::asio::io_context& io, const std::function<bool()>& holds);
/// Closes the channel, and shows that the loop runs dry of it.
void close(boost::asio::io_context& io, Channel& channel);

}  // namespace keste::dispatch::test
