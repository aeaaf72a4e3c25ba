// The server put together: a hub and its listeners.
#include "http/server.hpp"

#include <vector>

#include "base/check.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "http/hub.hpp"
#include "http/listener.hpp"

namespace keste::http {

struct Server::Impl {
  std::shared_ptr<void> alive = std::make_shared<int>(0);
  std::shared_ptr<Hub> hub;
  std::vector<std::shared_ptr<Listener>> listeners;

  void add(ListeningSocket socket) {
    listeners.push_back(std::make_shared<Listener>(hub, std::move(socket)));
    listeners.back()->start();
  }
  void close_listeners() {
    for (const auto& listener : listeners) listener->close();
    listeners.clear();
  }
};

Server::Server(boost::asio::io_context& io, Backend backend, const Clock& clock, Log& log,
               ServerSettings settings)
    : impl_(std::make_unique<Impl>()) {
  CHECK(settings.limits.sweep_every.count() > 0 && settings.limits.connections > 0);
  auto service = std::make_unique<Service>(make_guarded(std::move(backend), impl_->alive),
                                           std::move(settings), to_hex(secret_bytes(6)));
  impl_->hub = std::make_shared<Hub>(io, std::move(service), clock, log);
}

Server::~Server() {
  impl_->alive.reset();
  impl_->close_listeners();
  impl_->hub->cut();
}

std::uint16_t Server::listen_tcp(const std::string& host, std::uint16_t port) {
  ListeningSocket socket = http::listen_tcp(host, port);
  const std::uint16_t bound = socket.port;
  impl_->add(std::move(socket));
  return bound;
}

void Server::listen_unix(const std::string& path) { impl_->add(http::listen_unix(path)); }

void Server::listen_inherited(int descriptor) { impl_->add(adopt_listening(descriptor)); }

void Server::use_tests(std::vector<campaign::Test> tests) {
  impl_->hub->service().settings.tests = std::move(tests);
}

void Server::stop(std::chrono::milliseconds within, std::function<void()> done) {
  impl_->close_listeners();
  impl_->hub->drain(within, std::move(done));
}

}  // namespace keste::http
