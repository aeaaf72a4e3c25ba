// The fake server: callbacks on the test's loop, one peer object a connection.
#include "http_fake_server.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace keste::dispatch::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct HttpPeer {
  HttpPeer(tcp::socket s, int n) : socket(std::move(s)), number(n) {}
  tcp::socket socket;
  std::optional<asio::ssl::stream<tcp::socket&>> tls;
  int number;
  std::array<char, 8192> in{};
  std::string received;
  bool closed = false;
};

using HttpPeerPtr = std::shared_ptr<HttpPeer>;

struct FakeHttpServer::Impl {
  explicit Impl(asio::io_context& loop)
      : acceptor(loop, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {}

  tcp::acceptor acceptor;
  std::deque<HttpAnswer> script;
  asio::ssl::context* tls = nullptr;
  bool byte_by_byte = false;
  std::vector<SeenRequest> requests;
  std::vector<HttpPeerPtr> peers;

  void accept(const std::shared_ptr<Impl>& self) {
    acceptor.async_accept([self](error_code error, tcp::socket socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      const int number = static_cast<int>(self->peers.size()) + 1;
      auto peer = std::make_shared<HttpPeer>(std::move(socket), number);
      self->peers.push_back(peer);
      if (self->tls == nullptr) {
        read(self, peer);
      } else {
        peer->tls.emplace(peer->socket, *self->tls);
        peer->tls->async_handshake(asio::ssl::stream_base::server, [self, peer](error_code failed) {
          if (failed) return close_peer(peer);
          read(self, peer);
        });
      }
      self->accept(self);
    });
  }

  static void close_peer(const HttpPeerPtr& peer) {
    if (peer->closed) return;
    peer->closed = true;
    error_code ignored;
    peer->socket.shutdown(tcp::socket::shutdown_both, ignored);
    peer->socket.close(ignored);
  }

  static void read(const std::shared_ptr<Impl>& self, const HttpPeerPtr& peer) {
    auto on_read = [self, peer](error_code error, std::size_t size) {
      if (error || peer->closed) return close_peer(peer);
      peer->received.append(peer->in.data(), size);
      take_request(self, peer);
      if (!peer->closed) read(self, peer);
    };
    if (peer->tls) {
      peer->tls->async_read_some(asio::buffer(peer->in), std::move(on_read));
    } else {
      peer->socket.async_read_some(asio::buffer(peer->in), std::move(on_read));
    }
  }

  static void take_request(const std::shared_ptr<Impl>& self, const HttpPeerPtr& peer) {
    const std::size_t end = peer->received.find("\r\n\r\n");
    if (end == std::string::npos) return;
    SeenRequest request;
    request.connection = peer->number;
    const std::string head = peer->received.substr(0, end + 2);
    request.line = head.substr(0, head.find(" HTTP/1.1"));
    request.head = head.substr(head.find("\r\n"));
    const std::string length = request.header("content-length");
    const std::size_t size = length.empty() ? 0 : std::stoul(length);
    if (peer->received.size() < end + 4 + size) return;
    request.body = peer->received.substr(end + 4, size);
    peer->received.erase(0, end + 4 + size);
    self->requests.push_back(std::move(request));
    say(self, peer);
  }

  static void say(const std::shared_ptr<Impl>& self, const HttpPeerPtr& peer) {
    HttpAnswer reply(answer(200, "{}"));
    if (!self->script.empty()) {
      reply = self->script.front();
      self->script.pop_front();
    }
    const std::size_t step = self->byte_by_byte ? 1 : std::max<std::size_t>(reply.text.size(), 1);
    error_code ignored;
    for (std::size_t at = 0; at < reply.text.size(); at += step) {
      const auto bytes =
          asio::buffer(reply.text.data() + at, std::min(step, reply.text.size() - at));
      if (peer->tls) {
        asio::write(*peer->tls, bytes, ignored);
      } else {
        asio::write(peer->socket, bytes, ignored);
      }
    }
    if (reply.then == HttpAnswer::Then::reset) {
      peer->socket.set_option(asio::socket_base::linger(true, 0), ignored);
      peer->closed = true;
      peer->socket.close(ignored);
    } else if (reply.then == HttpAnswer::Then::close) {
      close_peer(peer);
    }
  }
};

std::string SeenRequest::header(const std::string& name) const {
  const std::string key = "\r\n" + name + ": ";
  const std::size_t at = to_lower_ascii(head).find(key);
  if (at == std::string::npos) return {};
  const std::size_t from = at + key.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

std::string answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

FakeHttpServer::FakeHttpServer(asio::io_context& io) : impl_(std::make_shared<Impl>(io)) {
  impl_->accept(impl_);
}

FakeHttpServer::~FakeHttpServer() {
  stop_listening();
  hang_up();
}

void FakeHttpServer::on_request(std::vector<HttpAnswer> answers) {
  impl_->script.insert(impl_->script.end(), answers.begin(), answers.end());
}

void FakeHttpServer::use_tls(asio::ssl::context& context) { impl_->tls = &context; }
void FakeHttpServer::send_byte_by_byte() { impl_->byte_by_byte = true; }

void FakeHttpServer::stop_listening() {
  error_code ignored;
  impl_->acceptor.close(ignored);
}

void FakeHttpServer::hang_up() {
  for (const HttpPeerPtr& peer : impl_->peers) Impl::close_peer(peer);
}

int FakeHttpServer::port() const { return impl_->acceptor.local_endpoint().port(); }
int FakeHttpServer::connections() const { return static_cast<int>(impl_->peers.size()); }
const std::vector<SeenRequest>& FakeHttpServer::requests() const { return impl_->requests; }

}  // namespace keste::dispatch::test
