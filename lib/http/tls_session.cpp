// OpenSSL over two buffers in memory.
#include "http/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>

#include "base/fault.hpp"

namespace keste::http {
namespace {

/// The first byte of every TLS connection: a record that holds a handshake (RFC 8446, 5.1).
constexpr char handshake_record = 0x16;
/// What one record holds at most.
constexpr std::size_t record_size = 16 * 1024;

}  // namespace

void TlsSession::Free::operator()(ssl_st* session) const { SSL_free(session); }

TlsSession::TlsSession(const TlsContext& context)
    : session_(SSL_new(context.native())),
      received_(BIO_new(BIO_s_mem())),
      to_send_(BIO_new(BIO_s_mem())) {
  if (session_ == nullptr || received_ == nullptr || to_send_ == nullptr) {
    BIO_free(received_);
    BIO_free(to_send_);
    throw Fault(FaultKind::io, "begin TLS", "out of memory");
  }
  SSL_set_bio(session_.get(), received_, to_send_);
  SSL_set_accept_state(session_.get());
}

TlsSession::~TlsSession() = default;

bool TlsSession::begins_handshake(std::size_t size) const {
  return size > 0 && room_[0] == handshake_record;
}

TlsSession::State TlsSession::take(std::size_t size, boost::beast::flat_buffer& plain) {
  if (state_ == State::failed || state_ == State::ended) return state_;
  if (state_ == State::fresh) state_ = State::handshaking;
  ERR_clear_error();
  BIO_write(received_, room_.data(), static_cast<int>(size));
  if (state_ == State::handshaking) {
    const int result = SSL_do_handshake(session_.get());
    if (result != 1) {
      note_failure(result);
      return state_;
    }
    state_ = State::open;
  }
  for (;;) {
    const auto space = plain.prepare(record_size);
    const int got = SSL_read(session_.get(), space.data(), static_cast<int>(space.size()));
    if (got <= 0) {
      note_failure(got);
      return state_;
    }
    plain.commit(static_cast<std::size_t>(got));
  }
}

/// Waiting for more bytes is no failure.
void TlsSession::note_failure(int result) {
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      break;
    case SSL_ERROR_ZERO_RETURN:
      state_ = State::ended;
      break;
    default:
      state_ = State::failed;
  }
  ERR_clear_error();
}

void TlsSession::seal(std::string& bytes) {
  ERR_clear_error();
  const bool may_speak = state_ == State::open || state_ == State::ended;
  if (may_speak && !bytes.empty()) {
    const int written = SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (written <= 0) note_failure(written);
  }
  bytes.clear();
  const std::size_t pending = BIO_ctrl_pending(to_send_);
  if (pending == 0) return;
  bytes.resize(pending);
  const int got = BIO_read(to_send_, bytes.data(), static_cast<int>(pending));
  bytes.resize(static_cast<std::size_t>(std::max(got, 0)));
}

void TlsSession::close() {
  const bool may_speak = state_ == State::open || state_ == State::ended;
  if (!may_speak || (SSL_get_shutdown(session_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());
  ERR_clear_error();
}

}  // namespace keste::http
