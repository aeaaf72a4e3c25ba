// What goes through the socket: receiving, TLS, sending, time-outs, and the end.
#include <boost/asio/write.hpp>

#include "http/connection.hpp"

namespace keste::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t least_read = 1024;
/// A buffer that once held more than that gives its memory back.
constexpr std::size_t kept_capacity = 128 * 1024;

}  // namespace

void Connection::receive() {
  const bool at_rest = phase_ != Phase::handshake && phase_ != Phase::fresh &&
                       phase_ != Phase::streaming && phase_ != Phase::lingering;
  if (at_rest && !reader_.begun()) enter(Phase::idle);
  if (tls_ && tls_->state() == TlsSession::State::ended) return cut();
  reading_ = true;
  const std::size_t room = incoming_.capacity() - incoming_.size();
  const auto into = tls_ ? tls_->room() : incoming_.prepare(std::max(room, least_read));
  socket_.async_read_some(into, [self = shared_from_this()](error_code error, std::size_t size) {
    self->guarded([&] { self->on_received(error, size); });
  });
}

void Connection::on_received(error_code error, std::size_t size) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (error) return cut();
  if (phase_ == Phase::lingering) return receive();
  if (!tls_) {
    incoming_.commit(size);
  } else if (!decrypt(size)) {
    return;
  }
  arrived_ = hub_->receipt();
  pump();
}

/// False when the connection has been dealt with already.
bool Connection::decrypt(std::size_t size) {
  if (tls_->state() == TlsSession::State::fresh && !tls_->begins_handshake(size)) {
    refuse_plain();
    return false;
  }
  switch (tls_->take(size, incoming_)) {
    case TlsSession::State::fresh:
    case TlsSession::State::handshaking:
      break;
    case TlsSession::State::open:
    case TlsSession::State::ended:
      if (phase_ == Phase::handshake) enter(Phase::fresh);
      break;
    case TlsSession::State::failed:
      // What it has to say about that is still sent.
      ++hub_->service().figures.tls_failures;
      incoming_.consume(incoming_.size());
      last_ = true;
      break;
  }
  return true;
}

/// Somebody speaks plain HTTP, or something else, to a port for TLS: they can be told so.
void Connection::refuse_plain() {
  ++hub_->service().figures.tls_failures;
  tls_.reset();
  fail(make_response(ProblemKind::tls_needed, Language::kk));
  pump();
}

void Connection::send() {
  if (tls_) tls_->seal(outgoing_);
  if (outgoing_.empty()) return;
  write(outgoing_);
  outgoing_.clear();
  if (outgoing_.capacity() > kept_capacity) outgoing_.shrink_to_fit();
}

void Connection::write(std::string_view bytes) {
  error_code error;
  // Most answers fit into the kernel's buffer: then no operation needs to be queued.
  const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
  if (error && error != asio::error::would_block) return cut();
  if (sent == bytes.size()) return;
  sending_.assign(bytes.substr(sent));
  writing_ = true;
  write_deadline_ = hub_->coarse_now() + limits_.write_within;
  asio::async_write(socket_, asio::buffer(sending_),
                    [self = shared_from_this()](error_code failed, std::size_t) {
                      self->guarded([&] { self->on_sent(failed); });
                    });
}

void Connection::on_sent(error_code error) {
  writing_ = false;
  if (phase_ == Phase::closed) return;
  if (error) return cut();
  sending_ = std::string();
  pump();
  if (phase_ == Phase::streaming) hub_->events().go_on(*this);
}

void Connection::linger() {
  // Closing with unread input would reset the connection, and the client might lose the answer.
  if (phase_ == Phase::lingering || !say_goodbye()) return;
  enter(Phase::lingering);
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  incoming_.consume(incoming_.size());
  if (!reading_) receive();
}

/// Tells the other side of TLS that all has been said. False while that is being sent, or failed:
/// then there is no more to do here.
bool Connection::say_goodbye() {
  if (!tls_) return true;
  tls_->close();
  send();
  return !writing_ && phase_ != Phase::closed;
}

void Connection::end_soon() {
  if (phase_ == Phase::streaming) return end_stream();
  const bool quiet = phase_ == Phase::handshake || phase_ == Phase::fresh || phase_ == Phase::idle;
  if (!quiet || waiting_ || writing_) return;
  error_code error;
  // A request that has come but has not been read yet is still answered.
  if (socket_.available(error) != 0 && !error) return;
  say_goodbye();
  cut();
}

void Connection::cut() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();
  phase_ = Phase::closed;
  error_code ignored;
  socket_.close(ignored);
  if (streamed_) hub_->events().forget(*this);
  hub_->forget(*this);
}

void Connection::check_deadline(Steady now) {
  if (phase_ == Phase::closed) return;
  if (writing_) {
    if (now < write_deadline_) return;
    ++hub_->service().figures.connections_timed_out;
    return cut();
  }
  if (now < deadline_) return;
  if (phase_ != Phase::idle && phase_ != Phase::lingering) {
    ++hub_->service().figures.connections_timed_out;
  }
  if (phase_ == Phase::answering) {
    pending_.keep_alive = false;
    const Response late = make_response(ProblemKind::unanswered, Language::kk);
    return guarded([&] { on_answer(serial_, late); });
  }
  if (phase_ != Phase::head && phase_ != Phase::body) return cut();
  guarded([this] {
    fail(make_response(ProblemKind::request_timeout, reader_.head().language));
    pump();
  });
}

}  // namespace keste::http
