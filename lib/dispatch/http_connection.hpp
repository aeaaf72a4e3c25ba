// HttpConnection: one lane to an HTTP server; opens when needed, one request at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "dispatch/endpoint_cache.hpp"
#include "dispatch/http_client.hpp"
#include "dispatch/http_reply.hpp"
#include "dispatch/smtp_wire.hpp"

namespace keste::dispatch {

/// What the connections to one server share. io thread only; outlives them.
class HttpOrigin {
 public:
  HttpOrigin(boost::asio::io_context& io, HttpSettings settings);
  ~HttpOrigin();

  boost::asio::io_context& io() { return io_; }
  EndpointCache& addresses() { return addresses_; }
  const HttpSettings& settings() const { return settings_; }
  /// CHECKs that it is an https server.
  boost::asio::ssl::context& tls();
  /// "api.example.kz:443", for reasons.
  std::string address() const;
  /// The value of Host: the port only where it is not the scheme's own.
  std::string authority() const;

 private:
  boost::asio::io_context& io_;
  const HttpSettings settings_;
  EndpointCache addresses_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
};

/// io thread only. A read is always under way while it is open, so that a server that closes an
/// idle connection is noticed at once.
///
///   closed → looking_up → connecting → (securing) → exchanging ⇄ idle
///
/// A request whose connection is lost is never sent again from here: it may have arrived.
class HttpConnection final : private WireEvents {
 public:
  using Done = HttpClient::Done;

  explicit HttpConnection(HttpOrigin& origin);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Not while another request is under way. `done` may be called from within.
  void send(HttpRequest request, Done done);
  /// Lets a request that was sent be answered (one that still waits for a connection is given up),
  /// then closes and calls `done`, perhaps at once.
  void close(std::function<void()> done);
  /// Gives up what should have happened before `now`.
  void check(Steady now);
  bool has_deadline() const { return deadline_ != Steady::max(); }

 private:
  enum class Phase { closed, looking_up, connecting, securing, exchanging, idle };

  void on_connected(boost::system::error_code error) override;
  void on_secured(boost::system::error_code error) override;
  void on_bytes(boost::system::error_code error, std::string_view bytes) override;
  void on_written(boost::system::error_code) override {}
  void on_deferred() override {}

  void open();
  void connect_next();
  void exchange();
  void on_end(boost::system::error_code error);
  void finish();
  void fail(const std::string& why);
  void lose(const std::string& why);
  void answer(HttpOutcome outcome);
  void drop();
  void leave();
  void wait(std::chrono::milliseconds timeout);

  HttpOrigin& origin_;
  Phase phase_ = Phase::closed;
  Steady deadline_ = Steady::max();
  std::chrono::milliseconds timeout_{};
  std::unique_ptr<Wire> wire_;
  std::shared_ptr<const Endpoints> endpoints_;
  std::size_t next_endpoint_ = 0;
  int life_ = 0;  ///< Tells the present lookup from those given up.
  std::string connect_error_;
  std::optional<HttpReplyReader> reader_;
  HttpRequest request_;
  Done done_;
  std::function<void()> on_closed_;
};

}  // namespace keste::dispatch
