// The lookup's thread, and the eventfd over which it says that it is done.
#include "dispatch/name_lookup.hpp"

#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace keste::dispatch {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Shared by the two threads. The loop may be gone when the answer comes.
class Answer {
 public:
  Answer() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Answer() {
    if (event_ >= 0) ::close(event_);
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  void give(Endpoints endpoints, std::string error) {
    {
      const std::lock_guard lock(mutex_);
      endpoints_ = std::move(endpoints);
      error_ = std::move(error);
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto wrote = ::write(event_, &one, sizeof one);
  }
  std::pair<Endpoints, std::string> take() {
    const std::lock_guard lock(mutex_);
    return {std::move(endpoints_), std::move(error_)};
  }
  /// A descriptor of one's own that becomes readable once the answer is given; -1 without one.
  int duplicate_event() const { return ::dup(event_); }

 private:
  const int event_;
  std::mutex mutex_;
  Endpoints endpoints_;
  std::string error_;
};

Endpoints read_addresses(const addrinfo* list) {
  Endpoints endpoints;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (entry->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.resize(entry->ai_addrlen);
    endpoints.push_back(endpoint);
  }
  return endpoints;
}

void look_up(const std::string& host, int port, Answer& answer) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (code != 0) return answer.give({}, ::gai_strerror(code));
  Endpoints endpoints = read_addresses(list);
  ::freeaddrinfo(list);
  const char* error = endpoints.empty() ? "no address" : "";
  answer.give(std::move(endpoints), error);
}

}  // namespace

struct NameLookup::Waiter {
  Waiter(asio::io_context& io, Done on_done)
      : answer(std::make_shared<Answer>()), event(io), done(std::move(on_done)) {}

  void finish() {
    if (!done) return;
    auto [endpoints, error] = answer->take();
    const Done on_done = std::exchange(done, nullptr);
    on_done(std::move(endpoints), std::move(error));
  }

  std::shared_ptr<Answer> answer;
  asio::posix::stream_descriptor event;
  Done done;
};

NameLookup::NameLookup(asio::io_context& io, const std::string& host, int port, Done done)
    : waiter_(std::make_shared<Waiter>(io, std::move(done))) {
  const int event = waiter_->answer->duplicate_event();
  if (event < 0) {
    waiter_->answer->give({}, std::strerror(errno));
    asio::post(io, [waiter = waiter_] { waiter->finish(); });
    return;
  }
  waiter_->event.assign(event);
  waiter_->event.async_wait(asio::posix::stream_descriptor::wait_read,
                            [waiter = waiter_](error_code) { waiter->finish(); });
  try {
    std::thread([host, port, answer = waiter_->answer] { look_up(host, port, *answer); }).detach();
  } catch (const std::system_error& error) {
    waiter_->answer->give({}, error.what());
  }
}

NameLookup::~NameLookup() {
  waiter_->done = nullptr;
  error_code ignored;
  waiter_->event.close(ignored);
}

}  // namespace keste::dispatch
