// Making of listening sockets, with system calls: TCP and Unix alike.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/fault.hpp"
#include "base/ip.hpp"
#include "http/listener.hpp"

namespace keste::http {
namespace {

constexpr int backlog = 4096;

/// Closes what is not released.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

Descriptor open_socket(int family) {
  const int number = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (number < 0) throw errno_fault("open a listening socket");
  return Descriptor(number);
}

void set_option(int descriptor, int level, int option) {
  const int on = 1;
  if (::setsockopt(descriptor, level, option, &on, sizeof on) != 0) {
    throw errno_fault("set an option of a listening socket");
  }
}

struct Address {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* any() { return reinterpret_cast<sockaddr*>(&storage); }
};

/// Throws unless that is allowed.
void check_reach(const std::string& doing, const std::optional<IpAddress>& address, Reach reach) {
  if (reach == Reach::anywhere || (address && is_loopback(*address))) return;
  throw Fault(FaultKind::usage, doing,
              "other machines could reach it, and without TLS everybody on the way reads along; "
              "give it a certificate, or a loopback address, or allow plain_beyond_loopback");
}

Address parse_address(const std::string& host, std::uint16_t port, Reach reach) {
  const std::string text = host == "localhost" ? "127.0.0.1" : host;
  const std::string doing = "listen on " + host;
  Address address;
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    std::memcpy(&address.storage, &four, sizeof four);
    address.size = sizeof four;
  } else if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&address.storage, &six, sizeof six);
    address.size = sizeof six;
  } else {
    throw Fault(FaultKind::usage, doing, "an address is needed, such as 127.0.0.1 or ::1");
  }
  check_reach(doing, to_ip(address.storage), reach);
  return address;
}

std::uint16_t port_of(int descriptor) {
  Address address;
  if (::getsockname(descriptor, address.any(), &address.size) != 0) {
    throw errno_fault("read the address of a listening socket");
  }
  if (address.storage.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address.storage, sizeof four);
    return ntohs(four.sin_port);
  }
  sockaddr_in6 six{};
  std::memcpy(&six, &address.storage, sizeof six);
  return ntohs(six.sin6_port);
}

sockaddr_un to_unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    throw Fault(FaultKind::usage, "listen on " + path,
                "the path of a Unix socket has 1 to 107 bytes");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

/// Removes a socket whose process is gone; anything else in the way is a Fault.
void remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return;
  if (!S_ISSOCK(found.st_mode)) {
    throw Fault(FaultKind::usage, "listen on " + path, "something that is no socket is there");
  }
  const Descriptor probe = open_socket(AF_UNIX);
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(probe.number(), any, sizeof address) == 0 || errno != ECONNREFUSED) {
    throw Fault(FaultKind::busy, "listen on " + path, "another process answers there");
  }
  if (::unlink(path.c_str()) != 0) throw errno_fault("remove the stale socket " + path);
}

}  // namespace

ListeningSocket listen_tcp(const std::string& host, std::uint16_t port, Reach reach) {
  Address address = parse_address(host, port, reach);
  const int family = address.storage.ss_family;
  Descriptor descriptor = open_socket(family);
  const std::string doing = "listen on " + host + " port " + std::to_string(port);
  set_option(descriptor.number(), SOL_SOCKET, SO_REUSEADDR);
  // Accepted sockets inherit it: an answer is never held back for more.
  set_option(descriptor.number(), IPPROTO_TCP, TCP_NODELAY);
  // So that [::] and 0.0.0.0 can be listed beside each other, whatever the system's default is.
  if (family == AF_INET6) set_option(descriptor.number(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (::bind(descriptor.number(), address.any(), address.size) != 0) throw errno_fault(doing);
  if (::listen(descriptor.number(), backlog) != 0) throw errno_fault(doing);
  ListeningSocket made;
  made.port = port_of(descriptor.number());
  made.family = family;
  made.descriptor = descriptor.release();
  return made;
}

ListeningSocket listen_unix(const std::string& path) {
  const sockaddr_un address = to_unix_address(path);
  remove_stale(path, address);
  Descriptor descriptor = open_socket(AF_UNIX);
  // On Linux the file takes the socket's mode at the bind, so that it is never open to others.
  if (::fchmod(descriptor.number(), 0600) != 0) throw errno_fault("protect the socket " + path);
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  if (::bind(descriptor.number(), any, sizeof address) != 0) {
    throw errno_fault("listen on " + path);
  }
  if (::chmod(path.c_str(), 0600) != 0) throw errno_fault("protect the socket " + path);
  if (::listen(descriptor.number(), backlog) != 0) throw errno_fault("listen on " + path);
  ListeningSocket made;
  made.family = AF_UNIX;
  made.path = path;
  made.descriptor = descriptor.release();
  return made;
}

ListeningSocket adopt_listening(int descriptor, Reach reach) {
  Address address;
  int listens = 0;
  socklen_t size = sizeof listens;
  const bool is_listening =
      ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0 &&
      ::getsockname(descriptor, address.any(), &address.size) == 0;
  if (!is_listening) {
    throw Fault(FaultKind::usage, "take over descriptor " + std::to_string(descriptor),
                "it is no listening socket");
  }
  ListeningSocket made;
  made.family = address.storage.ss_family;
  if (made.family != AF_UNIX && !to_ip(address.storage)) {
    throw Fault(FaultKind::usage, "take over descriptor " + std::to_string(descriptor),
                "it is neither a TCP nor a Unix socket");
  }
  if (made.family != AF_UNIX) {
    check_reach("take over descriptor " + std::to_string(descriptor), to_ip(address.storage),
                reach);
    set_option(descriptor, IPPROTO_TCP, TCP_NODELAY);
    made.port = port_of(descriptor);
  }
  made.descriptor = descriptor;
  return made;
}

}  // namespace keste::http
