// A connection that has become a stream of events: it is told, and asks no more.
#include "http/connection.hpp"

namespace keste::http {
namespace {

/// What a slow reader may leave in the kernel.
constexpr int send_buffer = 16 * 1024;

}  // namespace

/// The answer's head has been appended. The body ends with the connection.
void Connection::begin_stream(const EventWatch& watch) {
  streamed_ = true;
  enter(Phase::streaming);
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::socket_base::send_buffer_size(send_buffer), ignored);
  outgoing_.append(hub_->events().open(*this, watch));
}

void Connection::push(std::string_view bytes) {
  guarded([&] {
    if (!tls_) return write(bytes);
    outgoing_.append(bytes);
    send();
  });
}

void Connection::end_stream() {
  if (phase_ != Phase::streaming) return;
  if (!writing_) say_goodbye();
  cut();
}

}  // namespace keste::http
