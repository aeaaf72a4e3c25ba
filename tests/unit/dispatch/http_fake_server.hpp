// An HTTP server that plays a script: what it answers to each request, and when it hangs up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/channel.hpp"

namespace keste::dispatch::test {

/// What came in: "POST /send?a=1", its headers in lower case, its body.
struct SeenRequest {
  int connection = 0;  ///< Counted from 1.
  std::string line;
  std::string head;
  std::string body;

  /// The value of a header, named in lower case; empty without it.
  std::string header(const std::string& name) const;
};

struct HttpAnswer {
  enum class Then {
    stay,
    close,
    reset,
    silence,  ///< Says nothing, and keeps the connection.
  };

  HttpAnswer(std::string with, Then after = Then::stay) : text(std::move(with)), then(after) {}
  HttpAnswer(Then at_once) : then(at_once) {}

  std::string text;  ///< The whole answer; `ok` makes one.
  Then then;
};

/// "HTTP/1.1 200 OK" with a length and more header lines, each ended by CRLF.
std::string answer(int status, const std::string& body = "", const std::string& headers = "");

/// Runs on the test's own loop.
class FakeHttpServer {
 public:
  explicit FakeHttpServer(boost::asio::io_context& io);
  ~FakeHttpServer();

  /// The answers, in order over all connections; then 200 with an empty object.
  void on_request(std::vector<HttpAnswer> answers);
  void use_tls(boost::asio::ssl::context& context);
  void send_byte_by_byte();
  void stop_listening();
  /// Closes all connections.
  void hang_up();

  int port() const;
  int connections() const;
  const std::vector<SeenRequest>& requests() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Runs the loop until `holds`; fails the test after some seconds.
void run_until(boost::asio::io_context& io, const std::function<bool()>& holds);

}  // namespace keste::dispatch::test
