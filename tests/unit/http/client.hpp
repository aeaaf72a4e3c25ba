// A blocking HTTP client for tests: it sends exactly the bytes that it is told.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace keste::http {

struct Answer {
  int status = 0;  ///< 0 when the connection ended before an answer.
  std::string head;
  std::map<std::string, std::string> fields;  ///< Names in lower case.
  std::string body;
};

/// Fails the test when the server stays silent for ten seconds.
class Client {
 public:
  explicit Client(std::uint16_t port);
  explicit Client(const std::string& unix_path);
  ~Client();
  Client(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes);
  /// Like `send`, but a connection that the server has ended is no failure.
  void try_send(std::string_view bytes);
  /// The next answer. `bodiless` for the answer to a HEAD.
  Answer read(bool bodiless = false);
  Answer ask(std::string_view bytes) {
    send(bytes);
    return read();
  }
  /// Reads until `text` has come; all that came up to its end, or nothing when the server ends the
  /// connection first.
  std::optional<std::string> wait_for(std::string_view text);
  /// Lets little lie in the kernel unread.
  void shrink();
  /// Waits for the server to end the connection.
  bool is_closed();
  void close();

 private:
  bool fill();

  int socket_;
  std::string received_;
};

/// "GET target HTTP/1.1" with Host and more fields, each with its line end.
/// As an auditor, unless `fields` has an Authorization or a Cookie.
std::string get(std::string_view target, std::string_view fields = {});
std::string post(std::string_view target, std::string_view body, std::string_view fields = {});

}  // namespace keste::http
