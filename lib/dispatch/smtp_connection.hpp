// SmtpConnection: one lane to the relay; opens when needed, stays open, one message at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/smtp_handshake.hpp"
#include "dispatch/smtp_relay.hpp"
#include "dispatch/smtp_reply.hpp"
#include "dispatch/smtp_transaction.hpp"
#include "dispatch/smtp_wire.hpp"

namespace keste::dispatch {

/// io thread only. A read is always under way while it is open, so that a server that closes an
/// idle connection is noticed at once.
///
///   closed → looking_up → connecting → (securing) → handshaking → sending ⇄ idle → quitting
///
/// A message whose connection turns out to have died while idle goes over a new one, once.
class SmtpConnection final : private WireEvents {
 public:
  using Done = std::function<void(SendResult)>;

  explicit SmtpConnection(Relay& relay);
  ~SmtpConnection();
  SmtpConnection(const SmtpConnection&) = delete;
  SmtpConnection& operator=(const SmtpConnection&) = delete;

  /// `done` is called later, from the loop. Not while another message is under way.
  void send(Mail mail, Done done);
  /// Lets a message that is being sent end (one that still waits for a connection is given up),
  /// says QUIT and calls `done`, perhaps at once.
  void quit(std::function<void()> done);
  /// Gives up what should have happened before `now`.
  void check(Steady now);
  bool has_deadline() const { return deadline_ != Steady::max(); }

 private:
  enum class Phase {
    closed,
    looking_up,
    connecting,
    securing,
    handshaking,
    sending,
    idle,
    quitting
  };
  enum class Flow { go_on, stop };

  void on_connected(boost::system::error_code error) override;
  void on_secured(boost::system::error_code error) override;
  void on_bytes(boost::system::error_code error, std::string_view bytes) override;
  void on_written(boost::system::error_code error) override;
  void on_deferred() override;

  void open();
  void connect_next();
  void secure();
  void begin_message();
  Flow on_reply(const Reply& reply);
  Flow follow(const Handshake::Move& move);
  Flow follow(Transaction::Act act);
  Flow write(std::string_view commands);
  void finish();
  void on_lost(const std::string& why);
  void fail(const std::string& why);
  void answer(SendResult result);
  void say_quit();
  void leave();
  void close();
  void wait(std::chrono::milliseconds timeout);
  bool is_worn() const;
  /// The server has said more than it was asked, or before it was asked.
  bool is_out_of_step() const;

  Relay& relay_;
  Phase phase_ = Phase::closed;
  Steady deadline_ = Steady::max();
  std::chrono::milliseconds timeout_{};
  std::unique_ptr<Wire> wire_;
  ReplyParser parser_;
  std::string_view unread_;  ///< What `on_bytes` has not parsed yet.
  std::shared_ptr<const Endpoints> endpoints_;
  std::size_t next_endpoint_ = 0;
  int life_ = 0;  ///< Tells the present wire or lookup from those given up.
  std::string connect_error_;
  std::optional<Handshake> handshake_;
  std::optional<Transaction> transaction_;
  std::shared_ptr<const Mail> mail_;
  Done done_;
  std::function<void()> on_quit_;
  int messages_ = 0;       ///< Over the present connection.
  bool is_fresh_ = false;  ///< Opened for the present message.
};

}  // namespace keste::dispatch
