// Wire: the bytes of one TCP connection to a relay, in the clear or under TLS.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
}  // namespace boost::asio

namespace keste::dispatch {

/// What a wire tells its owner, on the io thread, never from within a call to the wire.
class WireEvents {
 public:
  virtual void on_connected(boost::system::error_code error) = 0;
  virtual void on_secured(boost::system::error_code error) = 0;
  /// The bytes are valid until the function returns; another `read` is the owner's to ask for.
  virtual void on_bytes(boost::system::error_code error, std::string_view bytes) = 0;
  virtual void on_written(boost::system::error_code error) = 0;
  virtual void on_deferred() = 0;

 protected:
  ~WireEvents() = default;
};

/// io thread only. One `read` and one `write` may be under way at once. When it is destroyed the
/// connection closes and its owner hears no more of it, whatever was under way.
class Wire {
 public:
  Wire(boost::asio::io_context& io, WireEvents& owner);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void connect(const boost::asio::ip::tcp::endpoint& endpoint);
  /// Begins TLS as a client. `host` is named to the server and, with `verify`, must be the
  /// certificate's.
  void secure(boost::asio::ssl::context& context, const std::string& host, bool verify);
  void read();
  void write(std::string_view commands);
  /// `content` and then `end`, in one go. `end` must be a constant.
  void write(std::shared_ptr<const std::string> content, std::string_view end);
  /// Calls `on_deferred` from the loop.
  void defer();

  bool is_writing() const;
  bool is_loopback() const;
  /// Our own address as a name for EHLO: "[192.0.2.1]" or "[IPv6:2001:db8::1]".
  std::string own_literal() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace keste::dispatch
