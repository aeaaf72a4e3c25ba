// One HTTP request over a Unix socket, answered or explained.
#include "kestectl/client.hpp"

#include <CLI/App.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json.hpp>
#include <boost/system/system_error.hpp>
#include <cstdlib>
#include <ostream>

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

http::response<http::string_body> fetch(const std::string& socket_path, const std::string& path) {
  boost::asio::io_context io;
  Socket socket(io);
  socket.connect(boost::asio::local::stream_protocol::endpoint(socket_path));
  http::request<http::empty_body> request(http::verb::get, "/api/v1" + path, 11);
  request.set(http::field::host, "localhost");
  request.set(http::field::accept_language, "en");
  request.set(http::field::connection, "close");
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_limit);
  http::read(socket, buffer, parser);
  return parser.release();
}

/// The sentence of a problem+json answer, or its status line.
std::string explain(const http::response<http::string_body>& response) {
  boost::json::error_code error;
  const boost::json::value body = boost::json::parse(response.body(), error);
  if (!error && body.is_object()) {
    if (const auto* detail = body.as_object().if_contains("detail")) {
      if (detail->is_string()) return std::string(detail->as_string());
    }
  }
  return "HTTP " + std::to_string(response.result_int());
}

}  // namespace

std::optional<boost::json::value> ask_or_complain(const std::string& path, Shared& shared) {
  const std::string socket_path = find_socket(shared);
  try {
    const auto response = fetch(socket_path, path);
    if (response.result() != http::status::ok) {
      shared.err << "kestectl: kested answered: " << explain(response) << '\n';
      shared.exit = response.result() == http::status::not_found ? exit_code::unknown
                                                                 : exit_code::unavailable;
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

void add_socket_options(CLI::App& command, Shared& shared) {
  command.add_option("--state", shared.state, "The daemon's state directory");
  command.add_option("--socket", shared.socket, "Its socket, where that lies elsewhere");
}

}  // namespace keste::kestectl
