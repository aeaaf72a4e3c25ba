// The server put together: a hub and its listeners.
#include "http/server.hpp"

#include <boost/asio/post.hpp>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "http/hub.hpp"
#include "http/listener.hpp"

namespace keste::http {

namespace {

/// Work on the worker, and back; without a worker both at once.
std::function<void(std::function<void()>, std::function<void()>)> make_aside(
    boost::asio::io_context& io, std::function<void(std::function<void()>)> post_to_worker) {
  if (!post_to_worker) {
    return [](const std::function<void()>& work, const std::function<void()>& done) {
      work();
      done();
    };
  }
  return [&io, post_to_worker = std::move(post_to_worker)](std::function<void()> work,
                                                           std::function<void()> done) {
    post_to_worker([&io, work = std::move(work), done = std::move(done)]() mutable {
      work();
      // What the work held is let go here, not beside the io thread that goes on with it.
      work = nullptr;
      boost::asio::post(io, std::move(done));
    });
  };
}

}  // namespace

ServerLimits make_trusted(ServerLimits limits) {
  constexpr std::size_t most_bytes = std::size_t{64} << 20;
  constexpr std::chrono::minutes longest{10};
  limits.body = most_bytes;
  limits.body_within = longest;
  limits.answer_within = longest;
  return limits;
}

struct Server::Impl {
  std::shared_ptr<void> alive = std::make_shared<int>(0);
  std::shared_ptr<Hub> hub;
  std::vector<std::shared_ptr<Listener>> listeners;

  void add(ListeningSocket socket) {
    listeners.push_back(std::make_shared<Listener>(hub, std::move(socket)));
    listeners.back()->start();
  }
  /// How far plain or encrypted HTTP may be reached from.
  Reach reach() const {
    const ServerSettings& settings = hub->service().settings;
    return settings.tls != nullptr || settings.plain_beyond_loopback ? Reach::anywhere
                                                                     : Reach::this_machine;
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
  CHECK(settings.campaign != nullptr);
  backend.run_aside = make_aside(io, settings.post_to_worker);
  backend.hash_aside = make_aside(io, settings.post_to_hasher);
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
  ListeningSocket socket = http::listen_tcp(host, port, impl_->reach());
  const std::uint16_t bound = socket.port;
  impl_->add(std::move(socket));
  return bound;
}

void Server::listen_unix(const std::string& path) { impl_->add(http::listen_unix(path)); }

void Server::listen_inherited(int descriptor) {
  impl_->add(adopt_listening(descriptor, impl_->reach()));
}

void Server::use_tls(std::shared_ptr<const TlsContext> context) {
  std::shared_ptr<const TlsContext>& present = impl_->hub->service().settings.tls;
  CHECK(context != nullptr && present != nullptr);
  present = std::move(context);
}

void Server::use_campaign(std::shared_ptr<const campaign::Campaign> campaign,
                          std::shared_ptr<const calendar::WorkingCalendar> calendar) {
  CHECK(campaign != nullptr);
  Service& service = impl_->hub->service();
  service.settings.campaign = std::move(campaign);
  service.settings.calendar = std::move(calendar);
  service.public_pages.clear();
}

void Server::stop(std::chrono::milliseconds within, std::function<void()> done) {
  impl_->close_listeners();
  impl_->hub->drain(within, std::move(done));
}

}  // namespace keste::http
