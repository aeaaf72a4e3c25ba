// One HTTP request over a Unix socket, answered or explained.
#include "kestectl/client.hpp"

#include <CLI/App.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json.hpp>
#include <boost/system/system_error.hpp>
#include <cctype>
#include <cstdlib>
#include <ostream>
#include <sstream>

#include "kestectl/answers.hpp"

namespace keste::kestectl {
namespace {

namespace http = boost::beast::http;
using Socket = boost::asio::local::stream_protocol::socket;

// A page of a thousand entries is far below this.
constexpr std::uint64_t answer_limit = 64U * 1024 * 1024;

/// RuntimeDirectory of the unit first, then the state directory.
std::string find_socket(const Shared& shared) {
  if (!shared.socket.empty()) return shared.socket.string();
  if (shared.state.empty()) {
    const std::filesystem::path of_service = "/run/keste/kested.sock";
    std::error_code error;
    if (std::filesystem::exists(of_service, error)) return of_service.string();
    return "/var/lib/keste/kested.sock";
  }
  return (shared.state / "kested.sock").string();
}

http::request<http::string_body> make_request(const Question& question) {
  http::verb verb = question.body ? http::verb::post : http::verb::get;
  if (!question.method.empty()) verb = http::string_to_verb(question.method);
  http::request<http::string_body> request(verb, "/api/v1" + question.path, 11);
  request.set(http::field::host, "localhost");
  request.set(http::field::accept_language, "en");
  request.set(http::field::connection, "close");
  if (question.body) {
    request.set(http::field::content_type, question.content_type);
    request.body() = *question.body;
  }
  request.prepare_payload();
  return request;
}

http::response<http::string_body> fetch(const std::string& socket_path, const Question& question) {
  boost::asio::io_context io;
  Socket socket(io);
  socket.connect(boost::asio::local::stream_protocol::endpoint(socket_path));
  auto request = make_request(question);
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_limit);
  http::read(socket, buffer, parser);
  return parser.release();
}

/// The sentences of a problem+json answer, or its status line.
std::string explain(const http::response<http::string_body>& response) {
  boost::json::error_code error;
  const boost::json::value body = boost::json::parse(response.body(), error);
  const std::string detail = error ? "" : text_at(body, "detail");
  if (detail.empty()) return "HTTP " + std::to_string(response.result_int());
  std::string out = detail;
  for (const boost::json::value& each : list_at(body, "errors")) {
    out += "\n  " + text_at(each, "field") + ": " + text_at(each, "detail");
  }
  return out;
}

/// A refusal of what was asked is not a daemon that does not work.
int exit_of(http::status status) {
  switch (status) {
    case http::status::not_found:
      return exit_code::unknown;
    case http::status::bad_request:
    case http::status::conflict:
    case http::status::payload_too_large:
    case http::status::unprocessable_entity:
      return exit_code::broken;
    default:
      return exit_code::unavailable;
  }
}

}  // namespace

Question::Question(std::string asked, const boost::json::value& json)
    : path(std::move(asked)), body(boost::json::serialize(json)) {}

Question Question::remove(std::string path) {
  Question question(std::move(path));
  question.method = "DELETE";
  return question;
}

std::optional<boost::json::value> ask_or_complain(const Question& question, Shared& shared) {
  const std::string socket_path = find_socket(shared);
  try {
    const auto response = fetch(socket_path, question);
    if (response.result_int() / 100 != 2) {
      shared.err << "kestectl: kested answered: " << explain(response) << '\n';
      shared.exit = exit_of(response.result());
      return std::nullopt;
    }
    return boost::json::parse(response.body());
  } catch (const boost::system::system_error& error) {
    shared.err << "kestectl: no answer on " << socket_path << ": " << error.code().message()
               << "\nIs kested running, and are you root or its own user? Another state directory "
                  "is given with --state DIR.\n";
    shared.exit = exit_code::unavailable;
    return std::nullopt;
  }
}

std::optional<boost::json::value> ask_quietly(const Question& question, Shared& shared) {
  std::ostringstream nowhere;
  Shared apart{nowhere, nowhere};
  apart.state = shared.state;
  apart.socket = shared.socket;
  return ask_or_complain(question, apart);
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
      out.push_back(c);
    } else {
      out.append({'%', digits[byte / 16], digits[byte % 16]});
    }
  }
  return out;
}

void add_socket_options(CLI::App& command, Shared& shared) {
  command.add_option("--state", shared.state, "The daemon's state directory");
  command.add_option("--socket", shared.socket, "Its socket, where that lies elsewhere");
}

}  // namespace keste::kestectl
