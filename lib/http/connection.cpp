// The life of a connection: reading, answering in order, time-outs, and the end.
#include "http/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "http/html.hpp"

namespace keste::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// What is read at once, as a rule; a whole batch of pipelined requests fits.
constexpr std::size_t read_chunk = 4096;
constexpr std::size_t least_read = 1024;
/// Above this, answers are sent before more requests are read.
constexpr std::size_t outgoing_limit = 64 * 1024;

}  // namespace

Connection::Connection(std::shared_ptr<Hub> hub, Socket socket, bool trusted)
    : hub_(std::move(hub)),
      socket_(std::move(socket)),
      trusted_(trusted),
      limits_(hub_->limits(trusted)),
      reader_(limits_) {}

/// The boundary: what a step throws ends this connection and no other.
template <class Step>
void Connection::guarded(Step step) {
  try {
    step();
  } catch (const std::exception& fault) {
    hub_->report_fault(fault.what());
    cut();
  }
}

void Connection::start(Place place) {
  place_ = place;
  enter(Phase::fresh);
  incoming_.reserve(read_chunk);
  guarded([this] { receive(); });
}

void Connection::turn_away(Place place) {
  place_ = place;
  guarded([this] {
    fail(make_response(ProblemKind::too_many_connections, Language::kk));
    pump();
  });
}

std::chrono::milliseconds Connection::time_for(Phase phase) const {
  switch (phase) {
    case Phase::idle:
      return limits_.idle_within;
    case Phase::fresh:
    case Phase::head:
      return limits_.head_within;
    case Phase::body:
      return limits_.body_within;
    case Phase::answering:
      return limits_.answer_within;
    case Phase::lingering:
    case Phase::closed:
      break;
  }
  return limits_.linger_within;
}

void Connection::enter(Phase phase) {
  // A slow client does not gain time by sending one more byte of the same thing.
  if (phase_ == phase && phase != Phase::idle && phase != Phase::fresh) return;
  phase_ = phase;
  deadline_ = hub_->coarse_now() + time_for(phase);
}

void Connection::pump() {
  if (pumping_ || phase_ == Phase::closed) return;
  pumping_ = true;
  bool more = true;
  while (more) {
    consume();
    if (!writing_) send();
    const bool held_up = writing_ || waiting_ || last_ || starved_ || phase_ == Phase::closed;
    more = !held_up && incoming_.size() > 0;
  }
  pumping_ = false;
  snapshot_.reset();
  if (phase_ == Phase::closed || writing_ || waiting_) return;
  if (last_) return linger();
  if (reading_) return;
  if (!answered_late_) return receive();
  // The engine answers many at once. When this handful has its answers, the first of these clients
  // have sent again: reading only then finds their requests, instead of asking in vain now.
  reading_ = true;
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->reading_ = false;
    if (self->phase_ != Phase::closed) self->guarded([&] { self->receive(); });
  });
}

void Connection::consume() {
  const auto held = incoming_.cdata();
  std::string_view input(static_cast<const char*>(held.data()), held.size());
  starved_ = false;
  while (!input.empty() && !waiting_ && !last_ && outgoing_.size() < outgoing_limit) {
    if (!reader_.begun() && answer_quickly(input)) continue;
    if (!read_request(input)) {
      starved_ = true;
      break;
    }
  }
  incoming_.consume(held.size() - input.size());
}

bool Connection::answer_quickly(std::string_view& input) {
  if (hub_->stopping()) return false;
  const auto head = read_quick_head(input);
  if (!head) return false;
  if (!snapshot_) snapshot_ = hub_->service().backend.snapshot();
  const Prepared* ready = hub_->router().find_ready(*head, *snapshot_, trusted_);
  if (ready == nullptr) return false;
  Framing framing;
  framing.date = hub_->date();
  append_prepared(outgoing_, *ready, framing);
  input.remove_prefix(head->size);
  phase_ = Phase::idle;
  return true;
}

/// False when the input ends before the request does.
bool Connection::read_request(std::string_view& input) {
  switch (reader_.read(input)) {
    case RequestReader::Step::need_more:
      if (reader_.begun()) enter(reader_.in_body() ? Phase::body : Phase::head);
      return false;
    case RequestReader::Step::head_done:
      on_head(!input.empty());
      return true;
    case RequestReader::Step::complete:
      answer(reader_.take());
      return true;
    case RequestReader::Step::failed:
      fail(answer_problem(hub_->service(), reader_.problem(), reader_.head()));
      return true;
  }
  return false;
}

void Connection::on_head(bool body_has_come) {
  enter(Phase::body);
  if (!reader_.expects_continue()) return;
  const auto refusal = hub_->router().refuse_early(reader_.head(), trusted_);
  if (refusal) {
    fail(*refusal);
  } else if (!body_has_come) {
    outgoing_.append("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

void Connection::answer(Request request) {
  request.receipt = arrived_;
  request.trusted = trusted_;
  if (trusted_) {
    request.client.clear();
  } else if (request.client.empty()) {
    request.client = "local";
  }
  pending_.head_only = request.method == Method::head;
  pending_.keep_alive = request.keep_alive;
  pending_.minor = request.minor;
  waiting_ = true;
  enter(Phase::answering);
  const std::uint64_t serial = ++serial_;
  Request asked;  // What an answer to a fault must know.
  asked.path = request.path;
  asked.language = request.language;
  asked.accepts_html = request.accepts_html;
  auto reply = [weak = weak_from_this(), serial](Response response) {
    const auto self = weak.lock();
    if (!self) return;
    self->guarded([&] { self->on_answer(serial, std::move(response)); });
  };
  try {
    hub_->router().handle(std::move(request), std::move(reply));
  } catch (const std::exception& fault) {
    hub_->report_fault(fault.what());
    on_answer(serial, answer_problem(hub_->service(), ProblemKind::internal_error, asked));
  }
}

void Connection::on_answer(std::uint64_t serial, Response response) {
  // An answer that comes after its time-out, or twice, has no request any more.
  if (!waiting_ || serial != serial_ || phase_ == Phase::closed) return;
  waiting_ = false;
  enter(Phase::idle);
  append(response);
  answered_late_ = true;
  pump();
  answered_late_ = false;
}

void Connection::append(const Response& response) {
  Framing framing;
  framing.date = hub_->date();
  framing.head_only = pending_.head_only;
  framing.close = !pending_.keep_alive || hub_->stopping();
  framing.say_keep_alive = pending_.minor == 0;
  append_response(outgoing_, response, framing);
  if (framing.close) last_ = true;
}

void Connection::fail(const Response& response) {
  pending_ = Pending{};
  pending_.keep_alive = false;
  reader_.reset();
  hub_->service().figures.count(HttpFigures::route_limit - 1, response.status);
  append(response);
}

void Connection::receive() {
  if (phase_ != Phase::fresh && phase_ != Phase::lingering && !reader_.begun()) {
    enter(Phase::idle);
  }
  reading_ = true;
  const std::size_t room = incoming_.capacity() - incoming_.size();
  socket_.async_read_some(incoming_.prepare(std::max(room, least_read)),
                          [self = shared_from_this()](error_code error, std::size_t size) {
                            self->guarded([&] { self->on_received(error, size); });
                          });
}

void Connection::on_received(error_code error, std::size_t size) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (error) return cut();
  if (phase_ == Phase::lingering) return receive();
  incoming_.commit(size);
  arrived_ = hub_->receipt();
  pump();
}

void Connection::send() {
  if (outgoing_.empty()) return;
  error_code error;
  // Most answers fit into the kernel's buffer: then no operation needs to be queued.
  const std::size_t sent = socket_.write_some(asio::buffer(outgoing_), error);
  if (error && error != asio::error::would_block) return cut();
  if (sent == outgoing_.size()) {
    outgoing_.clear();
    if (outgoing_.capacity() > 2 * outgoing_limit) outgoing_.shrink_to_fit();
    return;
  }
  sending_.assign(outgoing_, sent);
  outgoing_.clear();
  writing_ = true;
  write_deadline_ = hub_->coarse_now() + limits_.write_within;
  asio::async_write(socket_, asio::buffer(sending_),
                    [self = shared_from_this()](error_code failed, std::size_t) {
                      self->guarded([&] { self->on_sent(failed); });
                    });
}

void Connection::on_sent(error_code error) {
  writing_ = false;
  if (phase_ == Phase::closed) return;
  if (error) return cut();
  sending_ = std::string();
  pump();
}

void Connection::linger() {
  // Closing with unread input would reset the connection, and the client might lose the answer.
  if (phase_ == Phase::lingering) return;
  enter(Phase::lingering);
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  incoming_.consume(incoming_.size());
  if (!reading_) receive();
}

void Connection::end_soon() {
  const bool quiet = phase_ == Phase::fresh || phase_ == Phase::idle;
  if (!quiet || waiting_ || writing_) return;
  error_code error;
  // A request that has come but has not been read yet is still answered.
  if (socket_.available(error) == 0 || error) cut();
}

void Connection::cut() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();
  phase_ = Phase::closed;
  error_code ignored;
  socket_.close(ignored);
  hub_->forget(*this);
}

void Connection::check_deadline(Steady now) {
  if (phase_ == Phase::closed) return;
  if (writing_) {
    if (now < write_deadline_) return;
    ++hub_->service().figures.connections_timed_out;
    return cut();
  }
  if (now < deadline_) return;
  if (phase_ != Phase::idle && phase_ != Phase::lingering) {
    ++hub_->service().figures.connections_timed_out;
  }
  if (phase_ == Phase::answering) {
    pending_.keep_alive = false;
    const Response late = make_response(ProblemKind::unanswered, Language::kk);
    return guarded([&] { on_answer(serial_, late); });
  }
  if (phase_ != Phase::head && phase_ != Phase::body) return cut();
  guarded([this] {
    fail(make_response(ProblemKind::request_timeout, reader_.head().language));
    pump();
  });
}

}  // namespace keste::http
