// Client: questions to a running kested over its Unix socket.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>

#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// A GET of a path below /api/v1 ("/status"); with a body, a POST, unless it says otherwise.
struct Question {
  std::string path;
  std::string method = {};
  std::optional<std::string> body = {};
  std::string content_type = "application/json";
  bool at_root = false;                 ///< The path is not below /api/v1.
  std::string key = {};                 ///< Idempotency-Key; empty for none.
  std::chrono::milliseconds within{0};  ///< For the whole exchange; 0 is as long as it takes.

  Question(std::string asked) : path(std::move(asked)) {}
  Question(const char* asked) : path(asked) {}
  Question(std::string asked, const boost::json::value& json);
  /// A DELETE.
  static Question remove(std::string path);
};

/// What was answered, whatever it was.
struct Answer {
  unsigned status = 0;
  std::string body;
};
/// Empty, with the reason printed and `exit` set, when nobody answers.
std::optional<Answer> fetch_or_complain(const Question& question, Shared& shared);

/// The answer's JSON; empty, with the reason printed and `exit` set, when nobody answers or the
/// daemon refuses.
std::optional<boost::json::value> ask_or_complain(const Question& question, Shared& shared);
/// The same, but a failure is only empty: for a progress bar, or the tab key.
std::optional<boost::json::value> ask_quietly(const Question& question, const Shared& shared);

/// The same settings, with streams that lead to `told`.
Shared aside(const Shared& shared, std::ostream& told);

/// For one segment of a path, or one value of a query.
std::string percent_encode(std::string_view text);

/// Adds --socket and --state to a subcommand of the online kind.
void add_socket_options(CLI::App& command, Shared& shared);

}  // namespace keste::kestectl
