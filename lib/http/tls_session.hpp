// TlsSession: TLS between a connection and its socket; bytes in, bytes out, no socket of its own.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "http/tls_context.hpp"

struct ssl_st;
struct bio_st;

namespace keste::http {

/// The server's side. One thread. The connection reads into `room`, calls `take`, and sends
/// whatever `seal` makes of its answers, also when it has none: the handshake comes that way too.
class TlsSession {
 public:
  enum class State {
    fresh,        ///< Nothing has come.
    handshaking,  ///< Neither side may speak yet.
    open,
    ended,  ///< The other side will send no more.
    failed
  };

  explicit TlsSession(const TlsContext& context);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  State state() const { return state_; }
  /// Where received bytes go.
  boost::asio::mutable_buffer room() { return boost::asio::buffer(room_); }
  /// Whether the first `size` bytes of the room begin a TLS handshake, and not something else.
  bool begins_handshake(std::size_t size) const;
  /// Takes what was received; what it says is added to `plain`.
  State take(std::size_t size, boost::beast::flat_buffer& plain);
  /// Turns bytes for the other side into what must go over the wire.
  void seal(std::string& bytes);
  /// Tells the other side that no more will come; `seal` then gives that. Idempotent.
  void close();

 private:
  struct Free {
    void operator()(ssl_st* session) const;
  };

  void note_failure(int result);

  std::unique_ptr<ssl_st, Free> session_;
  bio_st* received_;  ///< Owned by the session.
  bio_st* to_send_;   ///< Owned by the session.
  State state_ = State::fresh;
  std::array<char, 4096> room_;
};

}  // namespace keste::http
