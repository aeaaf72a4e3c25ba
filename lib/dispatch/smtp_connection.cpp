// A lane's life: opening, one message after another, losing the connection, closing.
#include "dispatch/smtp_connection.hpp"

#include <utility>

#include "base/check.hpp"
#include "base/clock.hpp"

namespace keste::dispatch {

using boost::system::error_code;

SmtpConnection::SmtpConnection(Relay& relay) : relay_(relay) {}
SmtpConnection::~SmtpConnection() = default;

void SmtpConnection::send(Mail mail, Done done) {
  CHECK(!done_ && !on_quit_);
  mail_ = std::make_shared<const Mail>(std::move(mail));
  done_ = std::move(done);
  if (phase_ == Phase::idle) {
    is_fresh_ = false;
    begin_message();
  } else {
    open();
  }
}

void SmtpConnection::open() {
  is_fresh_ = true;
  phase_ = Phase::looking_up;
  wait(relay_.settings().timeouts.connect);
  const int life = ++life_;
  relay_.addresses().find(
      [this, life](std::shared_ptr<const Endpoints> endpoints, const std::string& error) {
        if (life != life_) return;
        if (endpoints == nullptr) {
          return fail("looking up " + relay_.settings().host + ": " + error);
        }
        endpoints_ = std::move(endpoints);
        next_endpoint_ = 0;
        connect_next();
      });
}

void SmtpConnection::connect_next() {
  if (next_endpoint_ == endpoints_->size()) {
    relay_.addresses().forget();
    return fail("connecting to " + relay_.address() + ": " + connect_error_);
  }
  phase_ = Phase::connecting;
  wait(relay_.settings().timeouts.connect);
  ++life_;
  WireEvents& events = *this;
  wire_ = std::make_unique<Wire>(relay_.io(), events);
  wire_->connect((*endpoints_)[next_endpoint_++]);
}

void SmtpConnection::on_connected(error_code error) {
  if (error) {
    connect_error_ = error.message();
    return connect_next();
  }
  LinkFacts link;
  link.own_name = relay_.settings().helo;
  if (link.own_name.empty()) link.own_name = wire_->own_literal();
  link.is_secure = relay_.settings().implicit_tls;
  link.is_loopback = wire_->is_loopback();
  handshake_.emplace(relay_.settings(), std::move(link));
  parser_ = ReplyParser();
  messages_ = 0;
  if (relay_.settings().implicit_tls) return secure();
  phase_ = Phase::handshaking;
  wait(relay_.settings().timeouts.greeting);
  wire_->read();
}

void SmtpConnection::secure() {
  phase_ = Phase::securing;
  wait(relay_.settings().timeouts.command);
  wire_->secure(relay_.tls(), relay_.settings().host, relay_.must_verify(wire_->is_loopback()));
}

void SmtpConnection::on_secured(error_code error) {
  if (error) return fail("TLS: " + error.message());
  phase_ = Phase::handshaking;
  if (handshake_->is_greeting()) {
    wait(relay_.settings().timeouts.greeting);
  } else if (follow(handshake_->on_secured()) == Flow::stop) {
    return;
  }
  wire_->read();
}

void SmtpConnection::on_bytes(error_code error, std::string_view bytes) {
  if (error) return on_lost("connection lost: " + error.message());
  unread_ = bytes;
  while (true) {
    const ReplyParser::State state = parser_.take(unread_);
    if (state == ReplyParser::State::incomplete) break;
    if (state == ReplyParser::State::broken) return on_lost(parser_.complaint());
    if (on_reply(parser_.reply()) == Flow::stop) return;
  }
  wire_->read();
}

SmtpConnection::Flow SmtpConnection::on_reply(const Reply& reply) {
  switch (phase_) {
    case Phase::handshaking:
      return follow(handshake_->on_reply(reply));
    case Phase::sending:
      return follow(transaction_->on_reply(reply));
    default:
      leave();
      return Flow::stop;
  }
}

SmtpConnection::Flow SmtpConnection::follow(const Handshake::Move& move) {
  switch (move.kind) {
    case Handshake::Move::Kind::write:
      wait(relay_.settings().timeouts.command);
      return write(move.text);
    case Handshake::Move::Kind::secure:
      // Whatever was sent ahead of the handshake came in the clear, perhaps from somebody else.
      if (is_out_of_step()) break;
      secure();
      return Flow::stop;
    case Handshake::Move::Kind::ready:
      if (is_out_of_step()) break;
      begin_message();
      return Flow::go_on;
    case Handshake::Move::Kind::fail:
      fail(move.text);
      return Flow::stop;
  }
  fail("the server answered before it was asked");
  return Flow::stop;
}

void SmtpConnection::begin_message() {
  phase_ = Phase::sending;
  transaction_.emplace(mail_, handshake_->offers());
  wait(relay_.settings().timeouts.command);
  if (transaction_->begin() == Transaction::Act::finish) return wire_->defer();
  wire_->write(transaction_->commands());
}

void SmtpConnection::on_deferred() {
  if (phase_ == Phase::sending) finish();
}

SmtpConnection::Flow SmtpConnection::follow(Transaction::Act act) {
  const SmtpTimeouts& timeouts = relay_.settings().timeouts;
  switch (act) {
    case Transaction::Act::read_on:
      wait(transaction_->awaits_data() ? timeouts.data : timeouts.command);
      return Flow::go_on;
    case Transaction::Act::write:
      wait(transaction_->awaits_data() ? timeouts.data : timeouts.command);
      return write(transaction_->commands());
    case Transaction::Act::write_content:
      if (wire_->is_writing()) break;
      wait(timeouts.content);
      wire_->write(transaction_->content(), transaction_->content_end());
      return Flow::go_on;
    case Transaction::Act::finish: {
      const int life = life_;
      finish();
      return life == life_ ? Flow::go_on : Flow::stop;
    }
  }
  on_lost("the server answered before it was asked");
  return Flow::stop;
}

SmtpConnection::Flow SmtpConnection::write(std::string_view commands) {
  if (wire_->is_writing()) {
    on_lost("the server answered before it was asked");
    return Flow::stop;
  }
  wire_->write(commands);
  return Flow::go_on;
}

void SmtpConnection::on_written(error_code error) {
  // After a failed write the last words of the server may still be there to read.
  if (!error && phase_ == Phase::sending && transaction_->awaits_end()) {
    transaction_->on_content_written();
  }
}

void SmtpConnection::finish() {
  const bool must_close = transaction_->must_close() || is_out_of_step();
  const bool try_again = transaction_->is_untouched() && !is_fresh_ && !on_quit_;
  SendResult result = transaction_->verdict();
  transaction_.reset();
  ++messages_;
  if (must_close) {
    close();
  } else if (is_worn()) {
    wire_->write("QUIT\r\n");
    close();
  } else {
    phase_ = Phase::idle;
    deadline_ = Steady::max();
  }
  if (try_again) return open();
  answer(std::move(result));
}

void SmtpConnection::on_lost(const std::string& why) {
  switch (phase_) {
    case Phase::handshaking:
      return fail(std::string(handshake_->step_name()) + ": " + why);
    case Phase::sending:
      transaction_->on_lost(std::string(transaction_->step_name()) + ": " + why);
      return finish();
    case Phase::idle:
    case Phase::quitting:
      return leave();
    case Phase::securing:
      return fail("TLS: " + why);
    default:
      return fail("looking up " + relay_.settings().host + ": " + why);
  }
}

void SmtpConnection::fail(const std::string& why) {
  close();
  SendResult result;
  result.outcome = Outcome::unavailable;
  result.reason = printable(why);
  answer(std::move(result));
}

void SmtpConnection::answer(SendResult result) {
  const Done done = std::exchange(done_, nullptr);
  mail_.reset();
  done(std::move(result));
  if (!on_quit_) return;
  if (phase_ == Phase::idle) {
    say_quit();
  } else {
    leave();
  }
}

void SmtpConnection::quit(std::function<void()> done) {
  CHECK(!on_quit_);
  on_quit_ = std::move(done);
  switch (phase_) {
    case Phase::closed:
      return leave();
    case Phase::idle:
      return say_quit();
    case Phase::sending:
      return;
    default:
      return fail("the channel is closing");
  }
}

void SmtpConnection::say_quit() {
  phase_ = Phase::quitting;
  wait(relay_.settings().timeouts.quit);
  wire_->write("QUIT\r\n");
}

void SmtpConnection::leave() {
  close();
  if (const auto on_quit = std::exchange(on_quit_, nullptr)) on_quit();
}

void SmtpConnection::close() {
  ++life_;
  wire_.reset();
  phase_ = Phase::closed;
  deadline_ = Steady::max();
  unread_ = {};
}

void SmtpConnection::check(Steady now) {
  if (now < deadline_) return;
  const std::string overdue = "no answer within " + std::to_string(timeout_.count()) + " ms";
  // A server that is slow now will be no faster over another connection.
  is_fresh_ = true;
  if (phase_ != Phase::connecting) return on_lost(overdue);
  connect_error_ = overdue;
  connect_next();
}

void SmtpConnection::wait(std::chrono::milliseconds timeout) {
  timeout_ = timeout;
  deadline_ = steady_now() + timeout;
}

bool SmtpConnection::is_worn() const {
  const int limit = relay_.settings().messages_per_connection;
  return limit > 0 && messages_ >= limit;
}

bool SmtpConnection::is_out_of_step() const {
  return !unread_.empty() || parser_.is_inside() || wire_->is_writing();
}

}  // namespace keste::dispatch
