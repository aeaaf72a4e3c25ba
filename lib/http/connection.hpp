// Connection: one client's socket, from its first request to its last answer.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <list>
#include <memory>
#include <string>

#include "http/hub.hpp"
#include "http/request_reader.hpp"
#include "http/tls_session.hpp"

namespace keste::http {

/// io thread only. The hub's list keeps it alive, and each pending operation until it has ended.
/// Requests are answered strictly in order: while one waits for the engine, nothing more is read.
///
/// TLS: handshake ──▶ idle; what follows is the same, with a TlsSession before the socket.
///
///            first byte        head whole        last byte          answered
///   idle ───────────────▶ head ──────────▶ body ──────────▶ answering ──────▶ idle
///     └────────── a plain GET of a cached page stays in idle ──────────┘
///   answering ── a stream of events ──▶ streaming, until either side ends it
///   any ── error, "Connection: close" or stop, once the answer is sent ──▶ lingering ──▶ closed
class Connection final : public std::enable_shared_from_this<Connection>, public EventWatcher {
 public:
  /// The executor is named, not type-erased: that saves an indirect call for each operation.
  using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol,
                                                  boost::asio::io_context::executor_type>;
  using Place = std::list<std::shared_ptr<Connection>>::iterator;

  /// `tls` is null for a plain connection; it is not kept.
  Connection(std::shared_ptr<Hub> hub, Socket socket, const Origin& origin, const TlsContext* tls);

  void start(Place place);
  /// Answers 503 and ends: there are too many connections.
  void turn_away(Place place);
  /// Ends now when nothing is under way, else after the answer.
  void end_soon();
  /// Ends now.
  void cut();
  /// Ends the connection when its time for the present phase is over.
  void check_deadline(Steady now);

  Place place() const { return place_; }

  bool is_ready() const override { return !writing_ && outgoing_.empty(); }
  void push(std::string_view bytes) override;
  void end_stream() override;

 private:
  enum class Phase { handshake, fresh, idle, head, body, answering, streaming, lingering, closed };

  /// The boundary: what a step throws ends this connection and no other.
  template <class Step>
  void guarded(Step step) {
    try {
      step();
    } catch (const std::exception& fault) {
      hub_->report_fault(fault.what());
      cut();
    }
  }
  /// What the answer to the present request must know of it.
  struct Pending {
    bool head_only = false;
    bool keep_alive = true;
    int minor = 1;
  };

  void enter(Phase phase);
  std::chrono::milliseconds time_for(Phase phase) const;
  void pump();
  void consume();
  bool answer_quickly(std::string_view& input);
  bool read_request(std::string_view& input);
  void on_head(bool body_has_come);
  void answer(Request request);
  void on_answer(std::uint64_t serial, Response response);
  void append(const Response& response);
  void fail(const Response& response);
  void begin_stream(const EventWatch& watch);

  void receive();
  void on_received(boost::system::error_code error, std::size_t size);
  bool decrypt(std::size_t size);
  void refuse_plain();
  void send();
  void write(std::string_view bytes);
  void on_sent(boost::system::error_code error);
  void linger();
  bool say_goodbye();

  std::shared_ptr<Hub> hub_;
  Socket socket_;
  const bool trusted_;
  const ServerLimits& limits_;
  Place place_;
  RequestReader reader_;
  std::unique_ptr<TlsSession> tls_;  ///< Null: plain.
  boost::beast::flat_buffer incoming_;
  std::string outgoing_;                              ///< Answers not yet given to the kernel.
  std::string sending_;                               ///< What a pending write refers to.
  engine::Receipt arrived_{};                         ///< When the last bytes had been read.
  std::shared_ptr<const engine::Snapshot> snapshot_;  ///< Held for one turn only.
  Steady deadline_;
  Steady write_deadline_;
  std::uint64_t serial_ = 0;  ///< Of the request that is being answered.
  Pending pending_;
  Phase phase_ = Phase::fresh;
  bool streamed_ = false;  ///< The feed of events knows this connection.
  bool starved_ = false;   ///< The rest of `incoming_` is no whole request.
  bool pumping_ = false;
  bool waiting_ = false;        ///< For the engine.
  bool answered_late_ = false;  ///< The answer under way came from the engine.
  bool reading_ = false;
  bool writing_ = false;
  bool last_ = false;  ///< No request after this one.
};

}  // namespace keste::http
