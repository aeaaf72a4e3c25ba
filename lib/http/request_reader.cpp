// The only file that sees Beast's parser.
#include "http/request_reader.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/text.hpp"

namespace keste::http {
namespace {

namespace beast_http = boost::beast::http;
using BeastParser = beast_http::request_parser<beast_http::string_body>;
using beast_http::field;

std::string_view to_view(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool equals(std::string_view text, std::string_view lower) { return to_lower_ascii(text) == lower; }

/// An absolute-form target ("http://host/path", RFC 9112, 3.2.2) without its scheme and host.
std::string_view to_origin_form(std::string_view target) {
  if (!to_lower_ascii(target.substr(0, 7)).starts_with("http://")) return target;
  const auto slash = target.find('/', 7);
  return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

/// All values of a list field as one list.
template <class Name>
std::string join_fields(const BeastParser& parser, Name name, std::string_view joint = ", ") {
  std::string out;
  const auto range = parser.get().equal_range(name);
  for (auto it = range.first; it != range.second; ++it) {
    if (!out.empty()) out.append(joint);
    out.append(it->value().data(), it->value().size());
  }
  return out;
}

}  // namespace

struct RequestReader::Parser {
  BeastParser beast;
};

RequestReader::RequestReader(const ServerLimits& limits, const Origin& origin, BodyLimit body_limit)
    : limits_(limits), body_limit_(std::move(body_limit)), origin_(origin) {}
RequestReader::~RequestReader() = default;

void RequestReader::reset() {
  parser_.reset();
  request_ = Request{};
  begun_ = false;
  line_seen_ = false;
  head_done_ = false;
}

Request RequestReader::take() {
  request_.body = std::move(parser_->beast.get().body());
  Request taken = std::move(request_);
  reset();
  return taken;
}

bool RequestReader::expects_continue() const {
  return request_.minor == 1 && !parser_->beast.get()[field::expect].empty();
}

RequestReader::Step RequestReader::read(std::string_view& input) {
  if (!begun_) {
    // An empty line before a request is to be ignored (RFC 9112, 2.2).
    while (input.starts_with("\r\n")) input.remove_prefix(2);
    if (input.empty() || input == "\r") return Step::need_more;
    begun_ = true;
    parser_ = std::make_unique<Parser>();
    parser_->beast.header_limit(static_cast<std::uint32_t>(limits_.head));
    // How much is too much is known with the head only.
    parser_->beast.body_limit(boost::none);
  }
  return head_done_ ? read_body(input) : read_head(input);
}

RequestReader::Step RequestReader::read_head(std::string_view& input) {
  if (!line_seen_) {
    line_seen_ = input.substr(0, limits_.request_line).find('\n') != std::string_view::npos;
    const bool too_long = !line_seen_ && input.size() >= limits_.request_line;
    if (too_long) return fail(ProblemKind::target_too_long, limits_.request_line);
  }
  boost::beast::error_code error;
  while (!error && !parser_->beast.is_header_done() && !input.empty()) {
    const auto used = parser_->beast.put(boost::asio::buffer(input.data(), input.size()), error);
    input.remove_prefix(used);
  }
  if (error == beast_http::error::header_limit) {
    return fail(ProblemKind::head_too_large, limits_.head);
  }
  if (error && error != beast_http::error::need_more) return fail_malformed(error.message());
  if (!parser_->beast.is_header_done()) {
    const bool full = input.size() >= limits_.head;
    return full ? fail(ProblemKind::head_too_large, limits_.head) : Step::need_more;
  }
  return check_head();
}

RequestReader::Step RequestReader::check_head() {
  const auto& message = parser_->beast.get();
  fill_request();
  if (message.count(field::host) > 1 || (request_.minor == 1 && message.count(field::host) == 0)) {
    return fail_malformed("one Host field is needed");
  }
  const std::string_view path = request_.path;
  const bool asterisk = path == "*" && request_.method == Method::options;
  if (!path.starts_with('/') && !asterisk) return fail_malformed("target");
  const std::string coding = join_fields(parser_->beast, field::transfer_encoding);
  if (!coding.empty()) {
    if (request_.minor == 0) return fail_malformed("Transfer-Encoding in HTTP/1.0");
    if (!equals(coding, "chunked")) return fail(ProblemKind::transfer_coding_unknown);
  }
  const auto length = parser_->beast.content_length();
  const bool is_long = parser_->beast.chunked() || length.value_or(0) > limits_.body;
  longest_body_ = is_long && body_limit_ ? body_limit_(request_) : limits_.body;
  parser_->beast.body_limit(longest_body_);
  if (length && *length > longest_body_) return fail(ProblemKind::body_too_large, longest_body_);
  if (expects_continue() && !equals(to_view(message[field::expect]), "100-continue")) {
    return fail(ProblemKind::expectation_failed);
  }
  if (parser_->beast.is_done()) return Step::complete;
  head_done_ = true;
  parser_->beast.eager(true);
  return Step::head_done;
}

void RequestReader::fill_request() {
  const auto& message = parser_->beast.get();
  const std::string_view target = to_origin_form(to_view(message.target()));
  const auto question = target.find('?');
  request_.path = target.substr(0, question);
  if (question != std::string_view::npos) request_.query = target.substr(question + 1);
  request_.method = parse_method(to_view(message.method_string()));
  request_.minor = message.version() == 10 ? 0 : 1;
  request_.keep_alive = message.keep_alive();
  request_.language = choose_language(join_fields(parser_->beast, field::accept_language));
  request_.accepts_gzip = allows_gzip(join_fields(parser_->beast, field::accept_encoding));
  request_.accepts_html = allows_html(join_fields(parser_->beast, field::accept));
  request_.if_none_match = join_fields(parser_->beast, field::if_none_match);
  request_.content_type = to_view(message[field::content_type]);
  request_.content_encoding = to_view(message[field::content_encoding]);
  Caller caller = find_caller(origin_, join_fields(parser_->beast, "X-Forwarded-For"),
                              join_fields(parser_->beast, "X-Forwarded-Proto"));
  request_.trusted = origin_.trusted;
  request_.client = std::move(caller.client);
  request_.secure = caller.secure;
  request_.authorization = to_view(message[field::authorization]);
  request_.cookie = join_fields(parser_->beast, field::cookie, "; ");
  request_.csrf = to_view(message["Keste-Csrf"]);
  request_.background = message.count("Keste-Background") > 0;
  request_.wants_receipt = prefers(join_fields(parser_->beast, field::prefer), "receipt");
  request_.last_event_id = to_view(message["Last-Event-ID"]);
  const auto key = message.find("Idempotency-Key");
  if (key != message.end()) request_.idempotency_key = std::string(to_view(key->value()));
}

RequestReader::Step RequestReader::read_body(std::string_view& input) {
  boost::beast::error_code error;
  while (!error && !parser_->beast.is_done() && !input.empty()) {
    const auto used = parser_->beast.put(boost::asio::buffer(input.data(), input.size()), error);
    input.remove_prefix(used);
  }
  if (error == beast_http::error::body_limit) {
    return fail(ProblemKind::body_too_large, longest_body_);
  }
  if (error && error != beast_http::error::need_more) return fail_malformed(error.message());
  return parser_->beast.is_done() ? Step::complete : Step::need_more;
}

RequestReader::Step RequestReader::fail(ProblemKind kind, std::size_t limit) {
  problem_ = Problem(kind);
  if (limit != 0) problem_.arguments.push_back(std::to_string(limit));
  return Step::failed;
}

RequestReader::Step RequestReader::fail_malformed(std::string_view why) {
  problem_ = Problem(ProblemKind::malformed_request);
  problem_.arguments.emplace_back(why);
  return Step::failed;
}

}  // namespace keste::http
