// What SMTP settings must hold before a connection is tried.
#include "dispatch/smtp_settings.hpp"

#include <algorithm>

#include "base/fault.hpp"

namespace keste::dispatch {
namespace {

void require(bool holds, const char* otherwise) {
  if (!holds) throw Fault(FaultKind::usage, "setting up SMTP", otherwise);
}

bool is_visible(char c) { return c > ' ' && c < 0x7f; }

}  // namespace

void validate(const SmtpSettings& settings) {
  require(!settings.host.empty(), "a relay host must be named");
  require(settings.port >= 1 && settings.port <= 65535, "the port must be 1 to 65535");
  require(settings.connections >= 1 && settings.connections <= 256, "connections must be 1 to 256");
  require(settings.messages_per_connection >= 0, "messages_per_connection must not be negative");
  require(std::all_of(settings.helo.begin(), settings.helo.end(), is_visible),
          "the EHLO name must be a host name");
  require(settings.user.empty() || !settings.password.empty(), "a user needs a password");
  require(settings.user.find('\0') == std::string::npos &&
              settings.password.find('\0') == std::string::npos,
          "user and password must not hold a zero byte");
  require(settings.timeouts.check_every.count() > 0, "check_every must be above zero");
}

}  // namespace keste::dispatch
