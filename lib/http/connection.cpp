// The life of a connection: its phases, and answering in order.
#include "http/connection.hpp"

#include <boost/asio/post.hpp>

#include "http/html.hpp"

namespace keste::http {
namespace {

namespace asio = boost::asio;

/// What is read at once, as a rule; a whole batch of pipelined requests fits.
constexpr std::size_t read_chunk = 4096;
/// Above this, answers are sent before more requests are read.
constexpr std::size_t outgoing_limit = 64 * 1024;
constexpr std::chrono::hours no_end{24 * 365 * 10};

}  // namespace

Connection::Connection(std::shared_ptr<Hub> hub, Socket socket, const Origin& origin,
                       const TlsContext* tls)
    : hub_(std::move(hub)),
      socket_(std::move(socket)),
      trusted_(origin.trusted),
      limits_(hub_->limits(origin.trusted)),
      reader_(
          limits_, origin,
          [this](const Request& head) { return hub_->router().find_body_limit(head, trusted_); }),
      tls_(tls == nullptr ? nullptr : std::make_unique<TlsSession>(*tls)) {}

void Connection::start(Place place) {
  place_ = place;
  enter(tls_ ? Phase::handshake : Phase::fresh);
  incoming_.reserve(read_chunk);
  guarded([this] { receive(); });
}

void Connection::turn_away(Place place) {
  place_ = place;
  if (tls_) return cut();  // Nothing can be said before the handshake, which costs too much now.
  guarded([this] {
    fail(make_response(ProblemKind::too_many_connections, Language::kk));
    pump();
  });
}

std::chrono::milliseconds Connection::time_for(Phase phase) const {
  switch (phase) {
    case Phase::handshake:
      return limits_.handshake_within;
    case Phase::idle:
      return limits_.idle_within;
    case Phase::fresh:
    case Phase::head:
      return limits_.head_within;
    case Phase::body:
      return limits_.body_within;
    case Phase::answering:
      return limits_.answer_within;
    case Phase::streaming:
      return no_end;
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
  // Nothing is asked during a stream.
  if (phase_ == Phase::streaming) incoming_.consume(incoming_.size());
  const auto held = incoming_.cdata();
  std::string_view input(static_cast<const char*>(held.data()), held.size());
  starved_ = false;
  while (!input.empty() && !waiting_ && !last_ && phase_ != Phase::streaming &&
         outgoing_.size() < outgoing_limit) {
    if (!reader_.begun() && answer_quickly(input)) continue;
    if (!read_request(input)) {
      starved_ = true;
      break;
    }
  }
  // What came behind the request for a stream is answered by nobody.
  if (phase_ == Phase::streaming) input = {};
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
  const bool streams = response.watch != nullptr && !pending_.head_only;
  framing.close = !pending_.keep_alive || hub_->stopping() || streams;
  framing.say_keep_alive = pending_.minor == 0;
  append_response(outgoing_, response, framing);
  if (streams && !hub_->stopping()) return begin_stream(*response.watch);
  if (framing.close) last_ = true;
}

void Connection::fail(const Response& response) {
  pending_ = Pending{};
  pending_.keep_alive = false;
  reader_.reset();
  hub_->service().figures.count(HttpFigures::route_limit - 1, response.status);
  append(response);
}

}  // namespace keste::http
