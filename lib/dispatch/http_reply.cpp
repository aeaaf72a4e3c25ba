// Feeding Beast's parser, and the dates of Retry-After.
#include "dispatch/http_reply.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "base/instant.hpp"

namespace keste::dispatch {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t unread_max = 32 * 1024;
constexpr int interims_max = 16;
/// Beast makes room for as much as an answer announces; what is longer is not read at all.
constexpr std::size_t announced_max = std::size_t{1} << 20;
constexpr std::chrono::hours retry_after_max{24};

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::optional<Instant> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT") || text.substr(3, 2) != ", ") {
    return std::nullopt;
  }
  const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
  if (month == months.end()) return std::nullopt;
  const std::string number = std::to_string(month - months.begin() + 1);
  std::string rfc3339(text.substr(12, 4));
  rfc3339.append(number.size() == 1 ? "-0" : "-").append(number).append("-");
  rfc3339.append(text.substr(5, 2)).append("T").append(text.substr(17, 8)).append("Z");
  return parse_instant(rfc3339);
}

}  // namespace

struct HttpReplyReader::Parser : http::response_parser<http::string_body> {};

HttpReplyReader::HttpReplyReader(std::size_t body_max) : body_max_(body_max) { restart(); }

HttpReplyReader::~HttpReplyReader() = default;

void HttpReplyReader::restart() {
  parser_ = std::make_unique<Parser>();
  parser_->eager(true);
  parser_->body_limit(announced_max);
}

HttpReplyReader::State HttpReplyReader::take(std::string_view bytes) {
  unread_.append(bytes);
  return advance();
}

HttpReplyReader::State HttpReplyReader::advance() {
  while (!unread_.empty()) {
    error_code error;
    const std::size_t used = parser_->put(boost::asio::buffer(std::as_const(unread_)), error);
    unread_.erase(0, used);
    const bool is_vast = error == http::error::body_limit && parser_->get().result_int() >= 200;
    if (error && error != http::error::need_more && !is_vast) return broken(error.message());
    if (is_vast || parser_->get().body().size() > body_max_) {
      is_cut_ = true;
      return State::complete;
    }
    if (parser_->is_done()) {
      if (parser_->get().result_int() >= 200) return State::complete;
      if (++interims_ > interims_max) return broken("it never comes to its answer");
      restart();
    } else if (error == http::error::need_more || used == 0) {
      if (unread_.size() > unread_max) return broken("its lines are too long");
      return State::incomplete;
    }
  }
  return State::incomplete;
}

HttpReplyReader::State HttpReplyReader::end() {
  if (!parser_->got_some()) return broken("no answer");
  error_code error;
  parser_->put_eof(error);
  if (error || !parser_->is_done()) return broken("half an answer");
  return State::complete;
}

HttpReply HttpReplyReader::take_reply() {
  CHECK(is_cut_ || parser_->is_done());
  auto& message = parser_->get();
  HttpReply reply;
  reply.status = static_cast<int>(message.result_int());
  reply.is_cut = is_cut_;
  const auto retry = message[http::field::retry_after];
  const auto date = message[http::field::date];
  reply.retry_after = read_retry_after({retry.data(), retry.size()}, {date.data(), date.size()});
  reply.body = std::move(message.body());
  if (reply.body.size() > body_max_) reply.body.resize(body_max_);
  return reply;
}

bool HttpReplyReader::keeps_alive() const {
  return !is_cut_ && unread_.empty() && parser_->keep_alive();
}

HttpReplyReader::State HttpReplyReader::broken(std::string why) {
  complaint_ = std::move(why);
  return State::broken;
}

std::optional<std::chrono::seconds> read_retry_after(std::string_view text, std::string_view date) {
  int seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  std::chrono::seconds wait{seconds};
  if (failure != std::errc() || end != text.data() + text.size()) {
    const auto until = parse_http_date(text);
    const auto from = parse_http_date(date);
    if (!until || !from) return std::nullopt;
    wait = std::chrono::duration_cast<std::chrono::seconds>(*until - *from);
  }
  if (wait.count() < 0) return std::nullopt;
  return std::min<std::chrono::seconds>(wait, retry_after_max);
}

}  // namespace keste::dispatch
