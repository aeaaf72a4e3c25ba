// Tests of where the server listens.
#include "base/fault.hpp"
#include "fake_engine.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

using namespace keste;
using namespace keste::http;

namespace {

/// A directory of this test's own, removed at its end.
class Directory {
 public:
  Directory() {
    path_ = (std::filesystem::temp_directory_path() / "keste-http-XXXXXX").string();
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string operator/(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

void leave_stale_socket(const std::string& path) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  ::close(socket);
}

FaultKind fault_of(World& world, const std::function<void(Server&)>& action) {
  std::optional<FaultKind> kind;
  world.on_io([&](Server& server) {
    try {
      action(server);
    } catch (const Fault& fault) {
      kind = fault.kind();
    }
  });
  return kind.value();
}

}  // namespace

TEST_CASE("an address beyond the loopback is refused unless allowed", "[http][listening]") {
  World world;
  for (const char* host : {"0.0.0.0", "192.0.2.1", "::", "keste.example", ""}) {
    INFO(host);
    CHECK(fault_of(world, [&](Server& server) { server.listen_tcp(host, 0); }) == FaultKind::usage);
  }
  ServerSettings settings = test_settings();
  settings.plain_beyond_loopback = true;
  World open(std::move(settings));
  std::uint16_t port = 0;
  open.on_io([&](Server& server) { port = server.listen_tcp("0.0.0.0", 0); });
  CHECK(Client(port).ask(get("/healthz")).status == 200);
  CHECK(fault_of(open, [&](Server& server) { server.listen_tcp("keste.example", 0); }) ==
        FaultKind::usage);
}

TEST_CASE("a port in use is held by another", "[http][listening]") {
  World world;
  const std::uint16_t port = world.port();
  CHECK(fault_of(world, [&](Server& server) { server.listen_tcp("127.0.0.1", port); }) ==
        FaultKind::busy);
}

TEST_CASE("the Unix socket is private and serves the same pages", "[http][listening]") {
  const Directory directory;
  const std::string path = directory / "kested.sock";
  leave_stale_socket(path);
  World world;
  world.on_io([&](Server& server) { server.listen_unix(path); });
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  CHECK(Client(path).ask(get("/healthz")).status == 200);
  CHECK(fault_of(world, [&](Server& server) { server.listen_unix(path); }) == FaultKind::busy);
  world.stop(std::chrono::seconds(5)).wait();
  CHECK(::access(path.c_str(), F_OK) != 0);
}

TEST_CASE("a file in the socket's place is left alone", "[http][listening]") {
  const Directory directory;
  const std::string path = directory / "kested.sock";
  std::ofstream(path) << "mine";
  World world;
  CHECK(fault_of(world, [&](Server& server) { server.listen_unix(path); }) == FaultKind::usage);
  CHECK(std::filesystem::file_size(path) == 4);
  const std::string long_path = directory / std::string(120, 'x').c_str();
  CHECK(fault_of(world, [&](Server& server) { server.listen_unix(long_path); }) ==
        FaultKind::usage);
}

TEST_CASE("a descriptor that already listens is taken over", "[http][listening]") {
  World world;
  const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const Directory directory;
  const std::string path = directory / "given.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  REQUIRE(::bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(fault_of(world, [&](Server& server) { server.listen_inherited(listening); }) ==
        FaultKind::usage);
  REQUIRE(::listen(listening, 8) == 0);
  world.on_io([&](Server& server) { server.listen_inherited(listening); });
  CHECK(Client(path).ask(get("/healthz")).status == 200);
}
