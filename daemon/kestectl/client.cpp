// One HTTP request over a Unix socket, answered or explained.
#include "kestectl/client.hpp"

#include <CLI/App.hpp>
#include <boost/asio/error.hpp>
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
#include "manual/command.hpp"

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

http::request<http::string_body> make_request(const Question& question, const Shared& shared) {
  http::verb verb = question.body ? http::verb::post : http::verb::get;
  if (!question.method.empty()) verb = http::string_to_verb(question.method);
  http::request<http::string_body> request(verb,
                                           (question.at_root ? "" : "/api/v1") + question.path, 11);
  request.set(http::field::host, "localhost");
  request.set(http::field::accept_language, shared.language);
  request.set(http::field::connection, "close");
  if (!question.key.empty()) request.set("Idempotency-Key", question.key);
  if (question.body) {
    request.set(http::field::content_type, question.content_type);
    request.body() = *question.body;
  }
  request.prepare_payload();
  return request;
}

/// One request and its answer; each step starts the next.
class Exchange {
 public:
  Exchange(const std::string& socket_path, http::request<http::string_body> request)
      : place_(socket_path), request_(std::move(request)) {
    parser_.body_limit(answer_limit);
  }

  Answer run(std::chrono::milliseconds within) {
    socket_.async_connect(place_, [this](const auto& error) {
      if (goes_on(error)) write();
    });
    if (within.count() > 0) {
      io_.run_for(within);
    } else {
      io_.run();
    }
    if (!done_) throw boost::system::system_error(boost::asio::error::timed_out);
    if (failure_) throw boost::system::system_error(failure_);
    auto response = parser_.release();
    return Answer{response.result_int(), std::move(response.body())};
  }

 private:
  bool goes_on(const boost::system::error_code& error) {
    if (!error) return true;
    failure_ = error;
    done_ = true;
    return false;
  }

  void write() {
    http::async_write(socket_, request_, [this](const auto& error, std::size_t) {
      // A refusal may come before the whole request went.
      if (error == boost::asio::error::broken_pipe || goes_on(error)) read();
    });
  }

  void read() {
    http::async_read(socket_, buffer_, parser_,
                     [this](const auto& error, std::size_t) { done_ = goes_on(error) || done_; });
  }

  boost::asio::io_context io_;
  boost::asio::local::stream_protocol::endpoint place_;
  http::request<http::string_body> request_;
  Socket socket_{io_};
  boost::beast::flat_buffer buffer_;
  http::response_parser<http::string_body> parser_;
  boost::system::error_code failure_;
  bool done_ = false;
};

/// The sentences of a problem+json answer, or its status line.
std::string explain(const Answer& answer) {
  boost::json::error_code error;
  const boost::json::value body = boost::json::parse(answer.body, error);
  const std::string detail = error ? "" : text_at(body, "detail");
  if (detail.empty()) return "HTTP " + std::to_string(answer.status);
  std::string out = detail;
  for (const boost::json::value& each : list_at(body, "errors")) {
    out += "\n  " + text_at(each, "field") + ": " + text_at(each, "detail");
  }
  for (const boost::json::value& each : list_at(body, "problems")) {
    const std::string session = text_at(each, "session");
    out += "\n  " + (session.empty() ? text_at(each, "city") : session) + ": " +
           text_at(each, "detail");
  }
  for (const boost::json::value& line : list_at(body, "moved")) {
    out += "\n  " + std::string(line.as_string());
  }
  return out;
}

/// A refusal of what was asked is not a daemon that does not work.
int exit_of(unsigned status) {
  switch (static_cast<http::status>(status)) {
    case http::status::not_found:
      return exit_code::unknown;
    case http::status::unauthorized:
    case http::status::forbidden:
      return exit_code::forbidden;
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

std::optional<Answer> fetch_or_complain(const Question& question, Shared& shared) {
  const std::string socket_path = find_socket(shared);
  try {
    Exchange exchange(socket_path, make_request(question, shared));
    return exchange.run(question.within);
  } catch (const boost::system::system_error& error) {
    shared.err << "kestectl: no answer on " << socket_path << ": " << error.code().message()
               << "\nIs kested running, and are you root or its own user? Another state directory "
                  "is given with --state DIR.\n";
    shared.exit = error.code() == boost::system::errc::permission_denied ? exit_code::forbidden
                                                                         : exit_code::unavailable;
    return std::nullopt;
  }
}

std::optional<boost::json::value> ask_or_complain(const Question& question, Shared& shared) {
  const auto answer = fetch_or_complain(question, shared);
  if (!answer) return std::nullopt;
  if (answer->status / 100 != 2) {
    shared.err << "kestectl: kested answered: " << explain(*answer) << '\n';
    shared.exit = exit_of(answer->status);
    return std::nullopt;
  }
  boost::json::error_code error;
  boost::json::value json = boost::json::parse(answer->body, error);
  if (!error) return json;
  shared.err << "kestectl: kested's answer is no JSON: " << error.message() << '\n';
  shared.exit = exit_code::software;
  return std::nullopt;
}

std::optional<boost::json::value> ask_quietly(const Question& question, const Shared& shared) {
  std::ostringstream nowhere;
  Shared apart = aside(shared, nowhere);
  return ask_or_complain(question, apart);
}

Shared aside(const Shared& shared, std::ostream& told) {
  Shared apart{told, told};
  apart.etc = shared.etc;
  apart.state = shared.state;
  apart.socket = shared.socket;
  apart.language = shared.language;
  return apart;
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
  command
      .add_option("--state", shared.state,
                  "The daemon's state directory; without it, where the service has it")
      ->type_name("DIR")
      ->group(manual::shared_group);
  command
      .add_option("--socket", shared.socket,
                  "The daemon's socket, where that is not kested.sock in the state directory")
      ->type_name("FILE")
      ->group(manual::shared_group);
}

}  // namespace keste::kestectl
