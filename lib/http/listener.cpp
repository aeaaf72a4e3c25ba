// The accept loop.
#include "http/listener.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace keste::http {
namespace {

/// Accepted in one turn, so that a flood of clients does not starve those who are in.
constexpr int accepted_at_once = 64;
constexpr std::chrono::milliseconds pause_for{200};

}  // namespace

Listener::Listener(std::shared_ptr<Hub> hub, ListeningSocket socket)
    : hub_(std::move(hub)),
      socket_(std::move(socket)),
      readiness_(hub_->io(), socket_.descriptor),
      pause_timer_(hub_->io()) {}

Listener::~Listener() { close(); }

void Listener::start() { wait(); }

void Listener::close() {
  if (closed_) return;
  closed_ = true;
  boost::system::error_code ignored;
  readiness_.close(ignored);
  pause_timer_.cancel();
  if (!socket_.path.empty()) ::unlink(socket_.path.c_str());
}

void Listener::wait() {
  if (closed_) return;
  readiness_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [self = shared_from_this()](boost::system::error_code error) {
                          if (self->closed_) return;
                          if (error) return self->pause(error.value());
                          self->accept_some();
                        });
}

void Listener::accept_some() {
  for (int i = 0; i < accepted_at_once; ++i) {
    sockaddr_storage peer{};
    socklen_t peer_size = sizeof peer;
    const int accepted = ::accept4(socket_.descriptor, reinterpret_cast<sockaddr*>(&peer),
                                   &peer_size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0) {
      const int error = errno;
      if (error == EAGAIN || error == EWOULDBLOCK) break;
      if (error == ECONNABORTED || error == EINTR) continue;
      return pause(error);
    }
    if (!may_enter(accepted)) {
      ++hub_->service().figures.connections_refused;
      ::close(accepted);
      continue;
    }
    try {
      hub_->adopt(accepted, socket_.family, to_ip(peer));
    } catch (const std::exception& fault) {
      hub_->report_fault(fault.what());
    }
  }
  wait();
}

/// Out of descriptors or memory: those who are in go on, and this looks again soon.
void Listener::pause(int error) {
  hub_->log().warning("http_accept_paused", "No connection can be accepted; trying again shortly.",
                      {Field("error", std::strerror(error))});
  pause_timer_.expires_after(pause_for);
  pause_timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
    if (!self->closed_) self->accept_some();
  });
}

/// On the Unix socket only root and the daemon's own user may speak.
bool Listener::may_enter(int descriptor) const {
  if (socket_.family != AF_UNIX) return true;
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || peer.uid == ::geteuid();
}

}  // namespace keste::http
