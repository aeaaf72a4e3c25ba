// HttpClient: requests to one server over connections that stay open.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/http_reply.hpp"

namespace boost::asio {
class io_context;
}

namespace keste::dispatch {

/// How long each step may take, on the steady clock.
struct HttpTimeouts {
  std::chrono::milliseconds connect = std::chrono::seconds(10);  ///< The lookup; each address.
  std::chrono::milliseconds secure = std::chrono::seconds(10);   ///< The TLS handshake.
  std::chrono::milliseconds answer = std::chrono::seconds(20);  ///< From the request to its answer.
  std::chrono::milliseconds idle = std::chrono::seconds(20);    ///< Then the connection closes.
  /// How often deadlines are looked at: a step may last this much longer.
  std::chrono::milliseconds check_every = std::chrono::seconds(1);
  std::chrono::milliseconds lookup_again = std::chrono::minutes(5);  ///< Age of a looked-up name.
};

struct HttpSettings {
  bool is_secure = true;  ///< https: the certificate must be the host's.
  std::string host;       ///< A name, or an address without brackets.
  int port = 443;
  std::string ca_file;        ///< Empty: the system's trust store.
  bool allow_private = true;  ///< Else only public addresses are connected to (address_guard.hpp).
  int connections = 1;
  std::size_t body_max = std::size_t{64} * 1024;  ///< More of an answer is cut off.
  HttpTimeouts timeouts;
};

struct HttpRequest {
  std::string method = "POST";
  std::string target = "/";  ///< Path and query, ready to be sent. Never logged: it holds secrets.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Besides Host and Content-Length.
  std::string body;
};

struct HttpOutcome {
  enum class Kind {
    answered,  ///< `reply` holds whatever the server said.
    not_sent,  ///< Not a byte of the request has left.
    lost,      ///< The request may have arrived; no answer has.
  };
  Kind kind = Kind::not_sent;
  HttpReply reply;
  std::string reason;  ///< Names the host, never the target.
};

/// io thread only. One connection a lane, opened by the first request. Nothing is sent twice,
/// redirects are not followed. Destroyed while requests are under way, it drops them unanswered; it
/// must not be destroyed from within a `done`.
class HttpClient {
 public:
  using Done = std::function<void(HttpOutcome)>;

  /// Throws Fault(usage) when the settings cannot work. Nothing is connected yet.
  HttpClient(boost::asio::io_context& io, HttpSettings settings);
  ~HttpClient();

  int width() const;
  /// `lane` is 0 based, one request at a time in each. `done` is called from the loop, never from
  /// within.
  void send(int lane, HttpRequest request, Done done);
  /// Lets requests that were sent be answered, gives up the others, then calls `done` from the
  /// loop. No `send` afterwards.
  void close(std::function<void()> done);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace keste::dispatch
