// A lane's life: opening, one request after another, losing the connection, closing.
#include "dispatch/http_connection.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <utility>

#include "base/check.hpp"
#include "base/clock.hpp"
#include "dispatch/address_guard.hpp"
#include "dispatch/tls_context.hpp"

namespace keste::dispatch {

using boost::system::error_code;

namespace {

bool has_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::string format_request(const HttpRequest& request, const std::string& authority) {
  CHECK(!request.target.empty() && request.target.find(' ') == std::string::npos);
  CHECK(!has_break(request.method) && !has_break(request.target));
  std::string out = request.method + " " + request.target + " HTTP/1.1\r\nHost: " + authority +
                    "\r\nUser-Agent: Keste/" KESTE_VERSION "\r\n";
  for (const auto& [name, value] : request.headers) {
    CHECK(!has_break(name) && !has_break(value));
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!request.body.empty() || request.method == "POST") {
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return out.append("\r\n").append(request.body);
}

}  // namespace

HttpOrigin::HttpOrigin(boost::asio::io_context& io, HttpSettings settings)
    : io_(io),
      settings_(std::move(settings)),
      addresses_(io, settings_.host, settings_.port, settings_.timeouts.lookup_again) {
  if (settings_.is_secure) tls_ = make_tls_context(settings_.ca_file);
}

HttpOrigin::~HttpOrigin() = default;

boost::asio::ssl::context& HttpOrigin::tls() {
  CHECK(tls_ != nullptr);
  return *tls_;
}

std::string HttpOrigin::address() const {
  return settings_.host + ":" + std::to_string(settings_.port);
}

std::string HttpOrigin::authority() const {
  const bool is_v6 = settings_.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + settings_.host + "]" : settings_.host;
  const int usual = settings_.is_secure ? 443 : 80;
  return settings_.port == usual ? host : host + ":" + std::to_string(settings_.port);
}

HttpConnection::HttpConnection(HttpOrigin& origin) : origin_(origin) {}
HttpConnection::~HttpConnection() = default;

void HttpConnection::send(HttpRequest request, Done done) {
  CHECK(!done_ && !on_closed_);
  request_ = std::move(request);
  done_ = std::move(done);
  if (phase_ == Phase::idle) {
    exchange();
  } else {
    open();
  }
}

void HttpConnection::open() {
  phase_ = Phase::looking_up;
  wait(origin_.settings().timeouts.connect);
  connect_error_.clear();
  const int life = ++life_;
  origin_.addresses().find(
      [this, life](std::shared_ptr<const Endpoints> endpoints, const std::string& error) {
        if (life != life_) return;
        if (endpoints == nullptr) {
          return fail("looking up " + origin_.settings().host + ": " + error);
        }
        endpoints_ = std::move(endpoints);
        next_endpoint_ = 0;
        connect_next();
      });
}

void HttpConnection::connect_next() {
  // The very address that is connected to is judged: a name may mean another one a moment later.
  while (next_endpoint_ < endpoints_->size()) {
    const auto address = (*endpoints_)[next_endpoint_].address();
    if (origin_.settings().allow_private || is_public(address)) break;
    connect_error_ = address.to_string() + " is a private address";
    ++next_endpoint_;
  }
  if (next_endpoint_ == endpoints_->size()) {
    origin_.addresses().forget();
    return fail("connecting to " + origin_.address() + ": " + connect_error_);
  }
  phase_ = Phase::connecting;
  wait(origin_.settings().timeouts.connect);
  ++life_;
  WireEvents& events = *this;
  wire_ = std::make_unique<Wire>(origin_.io(), events);
  wire_->connect((*endpoints_)[next_endpoint_++]);
}

void HttpConnection::on_connected(error_code error) {
  if (error) {
    connect_error_ = error.message();
    return connect_next();
  }
  if (origin_.settings().is_secure) {
    phase_ = Phase::securing;
    wait(origin_.settings().timeouts.secure);
    return wire_->secure(origin_.tls(), origin_.settings().host, true);
  }
  exchange();
  wire_->read();
}

void HttpConnection::on_secured(error_code error) {
  if (error) return fail("TLS with " + origin_.address() + ": " + error.message());
  exchange();
  wire_->read();
}

void HttpConnection::exchange() {
  phase_ = Phase::exchanging;
  reader_.emplace(origin_.settings().body_max);
  wait(origin_.settings().timeouts.answer);
  wire_->write(format_request(request_, origin_.authority()));
}

void HttpConnection::on_bytes(error_code error, std::string_view bytes) {
  if (error) return on_end(error);
  // Whoever speaks unasked is not to be trusted with the next request.
  if (phase_ != Phase::exchanging) return leave();
  switch (reader_->take(bytes)) {
    case HttpReplyReader::State::incomplete:
      return wire_->read();
    case HttpReplyReader::State::broken:
      return lose("not an HTTP answer: " + reader_->complaint());
    case HttpReplyReader::State::complete:
      return finish();
  }
}

void HttpConnection::on_end(error_code error) {
  if (phase_ != Phase::exchanging) return leave();
  const bool is_closed = error == boost::asio::error::eof;
  if (is_closed && reader_->end() == HttpReplyReader::State::complete) return finish();
  const std::string& complaint = reader_->complaint();
  lose("connection lost: " + (complaint.empty() ? error.message() : complaint));
}

void HttpConnection::finish() {
  HttpOutcome outcome;
  outcome.kind = HttpOutcome::Kind::answered;
  const bool stays = reader_->keeps_alive() && !wire_->is_writing() && !on_closed_;
  outcome.reply = reader_->take_reply();
  reader_.reset();
  if (stays) {
    phase_ = Phase::idle;
    wait(origin_.settings().timeouts.idle);
    wire_->read();
  } else {
    drop();
  }
  answer(std::move(outcome));
}

void HttpConnection::fail(const std::string& why) {
  drop();
  HttpOutcome outcome;
  outcome.kind = HttpOutcome::Kind::not_sent;
  outcome.reason = why;
  answer(std::move(outcome));
}

void HttpConnection::lose(const std::string& why) {
  drop();
  HttpOutcome outcome;
  outcome.kind = HttpOutcome::Kind::lost;
  outcome.reason = origin_.address() + ": " + why;
  answer(std::move(outcome));
}

void HttpConnection::answer(HttpOutcome outcome) {
  const Done done = std::exchange(done_, nullptr);
  request_ = {};
  done(std::move(outcome));
  if (on_closed_) leave();
}

void HttpConnection::close(std::function<void()> done) {
  CHECK(!on_closed_);
  on_closed_ = std::move(done);
  if (phase_ == Phase::exchanging) return;
  if (phase_ == Phase::closed || phase_ == Phase::idle) return leave();
  fail("the channel is closing");
}

void HttpConnection::leave() {
  drop();
  if (const auto on_closed = std::exchange(on_closed_, nullptr)) on_closed();
}

void HttpConnection::drop() {
  ++life_;
  wire_.reset();
  phase_ = Phase::closed;
  deadline_ = Steady::max();
}

void HttpConnection::check(Steady now) {
  if (now < deadline_) return;
  const std::string overdue = "no answer within " + std::to_string(timeout_.count()) + " ms";
  switch (phase_) {
    case Phase::closed:
      return;
    case Phase::looking_up:
      return fail("looking up " + origin_.settings().host + ": " + overdue);
    case Phase::connecting:
      connect_error_ = overdue;
      return connect_next();
    case Phase::securing:
      return fail("TLS with " + origin_.address() + ": " + overdue);
    case Phase::exchanging:
      return lose(overdue);
    case Phase::idle:
      return leave();
  }
}

void HttpConnection::wait(std::chrono::milliseconds timeout) {
  timeout_ = timeout;
  deadline_ = steady_now() + timeout;
}

}  // namespace keste::dispatch
