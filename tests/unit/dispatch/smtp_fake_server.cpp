// The fake server: callbacks on the test's loop, one peer object a connection.
#include "smtp_fake_server.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <optional>
#include <utility>

namespace keste::dispatch::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Peer {
  Peer(tcp::socket s, int n) : socket(std::move(s)), number(n) {}
  tcp::socket socket;
  std::optional<asio::ssl::stream<tcp::socket&>> tls;
  int number;
  std::array<char, 8192> in{};
  std::string received;
  std::string content;
  bool in_content = false;
  bool in_auth = false;
  bool closed = false;
  std::deque<std::string> out;
};

using PeerPtr = std::shared_ptr<Peer>;

struct FakeSmtpServer::Impl {
  Impl(asio::io_context& loop, const std::string& address)
      : io(loop), acceptor(loop, tcp::endpoint(asio::ip::make_address(address), 0)) {}

  asio::io_context& io;
  tcp::acceptor acceptor;
  std::map<std::string, std::deque<Answer>> script;
  std::string ehlo = "250 fake";
  asio::ssl::context* tls = nullptr;
  bool tls_at_once = false;
  bool byte_by_byte = false;
  std::vector<std::string> commands;
  std::vector<std::string> contents;
  std::vector<PeerPtr> peers;

  Answer answer_to(const std::string& step) {
    auto& answers = script[step];
    if (!answers.empty()) {
      Answer answer = answers.front();
      answers.pop_front();
      return answer;
    }
    if (step == "connect") return "220 fake ESMTP";
    if (step == "EHLO") return ehlo;
    if (step == "STARTTLS") return {"220 go", Answer::Then::secure};
    if (step == "AUTH") return "235 welcome";
    if (step == "DATA") return "354 go";
    if (step == "QUIT") return {"221 bye", Answer::Then::close};
    return "250 ok";
  }

  void accept(const std::shared_ptr<Impl>& self) {
    acceptor.async_accept([self](error_code error, tcp::socket socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      auto peer =
          std::make_shared<Peer>(std::move(socket), static_cast<int>(self->peers.size()) + 1);
      self->peers.push_back(peer);
      if (self->tls_at_once) {
        secure(self, peer, true);
      } else {
        say(self, peer, self->answer_to("connect"));
        read(self, peer);
      }
      self->accept(self);
    });
  }

  static void secure(const std::shared_ptr<Impl>& self, const PeerPtr& peer, bool greet) {
    peer->tls.emplace(peer->socket, *self->tls);
    peer->tls->async_handshake(asio::ssl::stream_base::server,
                               [self, peer, greet](error_code error) {
                                 if (error || peer->closed) return close_peer(peer);
                                 if (greet) say(self, peer, self->answer_to("connect"));
                                 read(self, peer);
                               });
  }

  static void close_peer(const PeerPtr& peer) {
    peer->closed = true;
    error_code ignored;
    peer->socket.shutdown(tcp::socket::shutdown_both, ignored);
    peer->socket.close(ignored);
  }

  static void read(const std::shared_ptr<Impl>& self, const PeerPtr& peer) {
    auto on_read = [self, peer](error_code error, std::size_t size) {
      if (error || peer->closed) return;
      peer->received.append(peer->in.data(), size);
      if (take_all(self, peer)) read(self, peer);
    };
    if (peer->tls) {
      peer->tls->async_read_some(asio::buffer(peer->in), std::move(on_read));
    } else {
      peer->socket.async_read_some(asio::buffer(peer->in), std::move(on_read));
    }
  }

  /// False when reading must not go on: closed, or TLS has taken over.
  static bool take_all(const std::shared_ptr<Impl>& self, const PeerPtr& peer) {
    while (!peer->closed) {
      const std::size_t end = peer->received.find("\r\n");
      if (end == std::string::npos) return true;
      const std::string line = peer->received.substr(0, end);
      peer->received.erase(0, end + 2);
      if (!take_line(self, peer, line)) return false;
    }
    return false;
  }

  static bool take_line(const std::shared_ptr<Impl>& self, const PeerPtr& peer,
                        const std::string& line) {
    std::string step = line.substr(0, line.find_first_of(" :"));
    if (peer->in_content) {
      peer->content.append(line).append("\r\n");
      if (line != ".") return true;
      peer->in_content = false;
      self->contents.push_back(std::exchange(peer->content, {}));
      step = ".";
    } else {
      self->commands.push_back(std::to_string(peer->number) + " " + line);
      if (peer->in_auth) step = "line";
    }
    const Answer answer = self->answer_to(step);
    peer->in_content = step == "DATA" && answer.text.starts_with("354");
    peer->in_auth = answer.text.starts_with("334");
    return say(self, peer, answer);
  }

  static bool say(const std::shared_ptr<Impl>& self, const PeerPtr& peer, const Answer& answer) {
    std::string text = answer.text;
    if (!text.empty() && !text.ends_with('\n')) text.append("\r\n");
    if (answer.then == Answer::Then::stay) {
      write(self, peer, text);
      return true;
    }
    // The last words leave before what follows them; they are short.
    error_code ignored;
    if (peer->tls) {
      asio::write(*peer->tls, asio::buffer(text), ignored);
    } else {
      asio::write(peer->socket, asio::buffer(text), ignored);
    }
    if (answer.then == Answer::Then::deaf) return false;
    if (answer.then == Answer::Then::secure) {
      secure(self, peer, false);
      return false;
    }
    if (answer.then == Answer::Then::reset) {
      peer->socket.set_option(asio::socket_base::linger(true, 0), ignored);
      peer->closed = true;
      peer->socket.close(ignored);
    } else {
      close_peer(peer);
    }
    return false;
  }

  static void write(const std::shared_ptr<Impl>& self, const PeerPtr& peer,
                    const std::string& text) {
    const bool is_idle = peer->out.empty();
    if (self->byte_by_byte) {
      for (const char c : text) peer->out.emplace_back(1, c);
    } else if (!text.empty()) {
      peer->out.push_back(text);
    }
    if (is_idle && !peer->out.empty()) write_next(peer);
  }

  static void write_next(const PeerPtr& peer) {
    auto on_write = [peer](error_code error, std::size_t) {
      peer->out.pop_front();
      if (!error && !peer->closed && !peer->out.empty()) write_next(peer);
    };
    const auto bytes = asio::buffer(std::as_const(peer->out.front()));
    if (peer->tls) {
      asio::async_write(*peer->tls, bytes, std::move(on_write));
    } else {
      asio::async_write(peer->socket, bytes, std::move(on_write));
    }
  }
};

FakeSmtpServer::FakeSmtpServer(asio::io_context& io, const std::string& address)
    : impl_(std::make_shared<Impl>(io, address)) {
  impl_->accept(impl_);
}

FakeSmtpServer::~FakeSmtpServer() {
  stop_listening();
  hang_up();
}

void FakeSmtpServer::on(const std::string& step, std::vector<Answer> answers) {
  auto& script = impl_->script[step];
  script.insert(script.end(), answers.begin(), answers.end());
}

void FakeSmtpServer::offer(std::vector<std::string> keywords) {
  impl_->ehlo.clear();
  keywords.insert(keywords.begin(), "fake");
  for (std::size_t at = 0; at < keywords.size(); ++at) {
    impl_->ehlo += (at + 1 < keywords.size() ? "250-" : "250 ") + keywords[at] + "\r\n";
  }
}

void FakeSmtpServer::use_tls(asio::ssl::context& context, bool at_once) {
  impl_->tls = &context;
  impl_->tls_at_once = at_once;
}

void FakeSmtpServer::send_byte_by_byte() { impl_->byte_by_byte = true; }

void FakeSmtpServer::hang_up(const std::string& words) {
  for (const PeerPtr& peer : impl_->peers) {
    if (peer->closed) continue;
    error_code ignored;
    if (!words.empty()) asio::write(peer->socket, asio::buffer(words), ignored);
    Impl::close_peer(peer);
  }
}

void FakeSmtpServer::stop_listening() {
  error_code ignored;
  impl_->acceptor.close(ignored);
}

int FakeSmtpServer::port() const { return impl_->acceptor.local_endpoint().port(); }
const std::vector<std::string>& FakeSmtpServer::commands() const { return impl_->commands; }
const std::vector<std::string>& FakeSmtpServer::contents() const { return impl_->contents; }
int FakeSmtpServer::connections() const { return static_cast<int>(impl_->peers.size()); }

SmtpSettings settings_for(const FakeSmtpServer& server) {
  SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = server.port();
  settings.tls = TlsMode::none;
  settings.helo = "keste.example.kz";
  settings.connections = 1;
  return settings;
}

Mail make_mail(const std::string& content) {
  Mail mail;
  mail.sender = "keste@example.kz";
  mail.recipient = "aigerim@example.kz";
  mail.message_id = "<1@example.kz>";
  mail.content = content;
  return mail;
}

void run_until(asio::io_context& io, const std::function<bool()>& holds) {
  io.restart();
  while (!holds()) REQUIRE(io.run_one_for(std::chrono::seconds(20)) > 0);
}

SendResult send(asio::io_context& io, Channel& channel, Mail mail) {
  std::optional<SendResult> got;
  channel.send(0, std::move(mail), [&got](SendResult result) { got = std::move(result); });
  REQUIRE(!got);
  run_until(io, [&got] { return got.has_value(); });
  return *got;
}

void close(asio::io_context& io, Channel& channel) {
  bool closed = false;
  channel.close([&closed] { closed = true; });
  REQUIRE(!closed);
  run_until(io, [&closed] { return closed; });
}

}  // namespace keste::dispatch::test
