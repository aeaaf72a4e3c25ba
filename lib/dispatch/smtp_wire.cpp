// The wire's operations. Each handler holds the state, so that it outlives what is under way.
#include "dispatch/smtp_wire.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

#include "base/check.hpp"

namespace keste::dispatch {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

namespace {

/// SNI. What OpenSSL's macro SSL_set_tlsext_host_name does, without its C cast.
void name_server(SSL* tls, std::string host) {
  SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
}

}  // namespace

struct Wire::State {
  State(asio::io_context& io, WireEvents& events) : socket(io), owner(&events) {}

  Socket socket;
  std::optional<asio::ssl::stream<Socket&>> tls;
  WireEvents* owner;
  bool writing = false;
  std::array<char, 4096> in{};
  std::string commands;
  std::shared_ptr<const std::string> content;

  void written(error_code error) {
    writing = false;
    content.reset();
    if (owner != nullptr) owner->on_written(error);
  }
};

Wire::Wire(asio::io_context& io, WireEvents& owner) : state_(std::make_shared<State>(io, owner)) {}

Wire::~Wire() {
  state_->owner = nullptr;
  error_code ignored;
  state_->socket.close(ignored);
}

void Wire::connect(const asio::ip::tcp::endpoint& endpoint) {
  state_->socket.async_connect(endpoint, [state = state_](error_code error) {
    if (state->owner == nullptr) return;
    if (!error) {
      error_code ignored;
      state->socket.set_option(asio::ip::tcp::no_delay(true), ignored);
      state->socket.set_option(asio::socket_base::keep_alive(true), ignored);
    }
    state->owner->on_connected(error);
  });
}

void Wire::secure(asio::ssl::context& context, const std::string& host, bool verify) {
  auto& tls = state_->tls.emplace(state_->socket, context);
  error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (not_an_address) name_server(tls.native_handle(), host);
  if (verify) {
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.set_verify_callback(asio::ssl::host_name_verification(host));
  } else {
    tls.set_verify_mode(asio::ssl::verify_none);
  }
  tls.async_handshake(asio::ssl::stream_base::client, [state = state_](error_code error) {
    if (state->owner != nullptr) state->owner->on_secured(error);
  });
}

void Wire::read() {
  auto on_read = [state = state_](error_code error, std::size_t size) {
    if (state->owner == nullptr) return;
    state->owner->on_bytes(error, std::string_view(state->in.data(), size));
  };
  const auto space = asio::buffer(state_->in);
  if (state_->tls) {
    state_->tls->async_read_some(space, std::move(on_read));
  } else {
    state_->socket.async_read_some(space, std::move(on_read));
  }
}

void Wire::write(std::string_view commands) {
  CHECK(!state_->writing);
  state_->writing = true;
  state_->commands = commands;
  auto on_write = [state = state_](error_code error, std::size_t) { state->written(error); };
  const auto bytes = asio::buffer(std::as_const(state_->commands));
  if (state_->tls) {
    asio::async_write(*state_->tls, bytes, std::move(on_write));
  } else {
    asio::async_write(state_->socket, bytes, std::move(on_write));
  }
}

void Wire::write(std::shared_ptr<const std::string> content, std::string_view end) {
  CHECK(!state_->writing);
  state_->writing = true;
  state_->content = std::move(content);
  auto on_write = [state = state_](error_code error, std::size_t) { state->written(error); };
  const std::array<asio::const_buffer, 2> bytes{asio::buffer(*state_->content), asio::buffer(end)};
  if (state_->tls) {
    asio::async_write(*state_->tls, bytes, std::move(on_write));
  } else {
    asio::async_write(state_->socket, bytes, std::move(on_write));
  }
}

void Wire::defer() {
  asio::post(state_->socket.get_executor(), [state = state_] {
    if (state->owner != nullptr) state->owner->on_deferred();
  });
}

bool Wire::is_writing() const { return state_->writing; }

bool Wire::is_loopback() const {
  error_code error;
  const auto peer = state_->socket.remote_endpoint(error);
  return !error && peer.address().is_loopback();
}

std::string Wire::own_literal() const {
  error_code error;
  const auto own = state_->socket.local_endpoint(error);
  if (error) return "localhost";
  const std::string address = own.address().to_string();
  // A zone ("fe80::1%eth0") means nothing to the other side.
  const std::string plain = address.substr(0, address.find('%'));
  return own.address().is_v6() ? "[IPv6:" + plain + "]" : "[" + plain + "]";
}

}  // namespace keste::dispatch
