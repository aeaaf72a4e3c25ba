// The blocking test client.
#include "client.hpp"
#include "base/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstring>
#include <utility>

namespace keste::http {
namespace {

void set_patience(int socket) {
  timeval patience{};
  patience.tv_sec = 10;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

Answer parse_head(const std::string& head) {
  Answer answer;
  answer.head = head;
  answer.status = std::stoi(head.substr(9, 3));
  std::size_t at = head.find("\r\n") + 2;
  while (at < head.size() - 2) {
    const auto end = head.find("\r\n", at);
    const std::string line = head.substr(at, end - at);
    const auto colon = line.find(':');
    answer.fields[to_lower_ascii(line.substr(0, colon))] = trim(line.substr(colon + 1));
    at = end + 2;
  }
  return answer;
}

}  // namespace

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  set_patience(socket_);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

Client::Client(const std::string& unix_path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  set_patience(socket_);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, unix_path.c_str(), unix_path.size());
  REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

Client::~Client() { close(); }

void Client::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    REQUIRE(sent > 0);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::try_send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Client::fill() {
  char room[16 * 1024];
  const auto got = ::recv(socket_, room, sizeof room, 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) FAIL("the server stays silent");
  if (got <= 0) return false;
  received_.append(room, static_cast<std::size_t>(got));
  return true;
}

Answer Client::read(bool bodiless) {
  auto end = received_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) return Answer{};
    end = received_.find("\r\n\r\n");
  }
  Answer answer = parse_head(received_.substr(0, end + 2));
  received_.erase(0, end + 4);
  const bool has_length = !bodiless && answer.fields.count("content-length") > 0;
  const std::size_t length = has_length ? std::stoul(answer.fields["content-length"]) : 0;
  while (received_.size() < length) {
    if (!fill()) break;
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

std::optional<std::string> Client::wait_for(std::string_view text) {
  std::size_t at = received_.find(text);
  for (; at == std::string::npos; at = received_.find(text)) {
    if (!fill()) return std::nullopt;
  }
  std::string taken = received_.substr(0, at + text.size());
  received_.erase(0, taken.size());
  return taken;
}

void Client::shrink() {
  const int least = 1024;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
}

bool Client::is_closed() {
  while (fill()) {
  }
  return true;
}

namespace {

/// Who reads everything and changes nothing, unless somebody else asks.
std::string_view usual_asker(std::string_view fields) {
  const bool says = fields.find("Authorization") != std::string_view::npos ||
                    fields.find("Cookie") != std::string_view::npos;
  return says ? "" : "Authorization: Bearer auditor\r\n";
}

}  // namespace

std::string get(std::string_view target, std::string_view fields) {
  std::string out = "GET ";
  out.append(target).append(" HTTP/1.1\r\nHost: keste\r\n").append(usual_asker(fields));
  return out.append(fields).append("\r\n");
}

std::string post(std::string_view target, std::string_view body, std::string_view fields) {
  std::string out = "POST ";
  out.append(target).append(" HTTP/1.1\r\nHost: keste\r\nContent-Length: ");
  out.append(std::to_string(body.size())).append("\r\n").append(usual_asker(fields)).append(fields);
  if (fields.find("Content-Type") == std::string_view::npos) {
    out.append("Content-Type: application/json\r\n");
  }
  return out.append("\r\n").append(body);
}

}  // namespace keste::http
