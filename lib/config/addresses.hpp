// Addresses in kested.yaml: where to listen, whom to hand mail to, who it is from.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "config/config.hpp"

namespace keste::config {

/// "127.0.0.1:8080", "[::1]:8080" or "localhost:8080"; other names are not looked up, and refused.
/// Errors are sentences.
Result<Settings::Http::Address, std::string> parse_listen(std::string_view text);
/// Whether other machines can reach what listens there.
bool is_beyond_loopback(const Settings::Http::Address& address);

/// smtp://[USER[:PASSWORD]@]HOST[:PORT], smtps://… or maildir:PATH, into scheme, host, port, user,
/// password and maildir.
Result<Settings::Mail, std::string> parse_mail_url(std::string_view text);

/// An http or https address with a host, without a slash at its end.
Result<std::string, std::string> parse_public_url(std::string_view text);

struct WebAddress {
  WebServer server;
  std::string target;  ///< Path and query as written, from its slash; "/" when there is none.
};

/// An http or https address. What follows the host is not looked into: it may hold placeholders.
Result<WebAddress, std::string> parse_web_address(std::string_view text);

/// This machine, by its addresses or as "localhost".
bool is_loopback(const WebServer& server);

/// "name@host" or "Name <name@host>".
bool is_mailbox(std::string_view text);

}  // namespace keste::config
