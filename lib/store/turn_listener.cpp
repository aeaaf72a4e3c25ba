// LISTEN, poll, and again.
#include "store/turn_listener.hpp"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>

#include "base/fault.hpp"
#include "base/thread_name.hpp"

namespace keste::store {
namespace {

constexpr int again_after_ms = 2'000;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

Handle listen(const std::string& url) {
  const std::array<const char*, 6> keys{"connect_timeout", "tcp_user_timeout",
                                        "keepalives_idle", "target_session_attrs",
                                        "dbname",          nullptr};
  const std::array<const char*, 6> values{"3", "10000", "5", "read-write", url.c_str(), nullptr};
  Handle handle(PQconnectdbParams(keys.data(), values.data(), 1));
  if (PQstatus(handle.get()) != CONNECTION_OK) return nullptr;
  PGresult* result = PQexec(handle.get(), "LISTEN keste_turn");
  const bool listens = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return listens ? std::move(handle) : nullptr;
}

}  // namespace

TurnListener::TurnListener(std::string url, std::function<void(std::int64_t)> on_turn)
    : url_(std::move(url)), on_turn_(std::move(on_turn)), stop_(::eventfd(0, EFD_CLOEXEC)) {
  if (stop_ < 0) throw errno_fault("making an eventfd");
  thread_ = std::thread([this] { loop(); });
}

TurnListener::~TurnListener() {
  const std::uint64_t one = 1;
  if (::write(stop_, &one, sizeof one) < 0) std::terminate();
  thread_.join();
  ::close(stop_);
}

void TurnListener::loop() {
  name_this_thread("keste-listener");
  Handle handle;
  while (true) {
    if (!handle) handle = listen(url_);
    std::array<pollfd, 2> wanted{{{stop_, POLLIN, 0}, {-1, POLLIN, 0}}};
    if (handle) wanted[1].fd = PQsocket(handle.get());
    ::poll(wanted.data(), wanted.size(), handle ? -1 : again_after_ms);
    if (wanted[0].revents != 0) return;
    if (!handle) continue;
    if (PQconsumeInput(handle.get()) == 0) {
      handle.reset();
      continue;
    }
    std::int64_t latest = 0;
    while (PGnotify* notice = PQnotifies(handle.get())) {
      const std::string_view number(notice->extra);
      std::from_chars(number.data(), number.data() + number.size(), latest);
      PQfreemem(notice);
    }
    if (latest > 0) on_turn_(latest);
  }
}

}  // namespace keste::store
