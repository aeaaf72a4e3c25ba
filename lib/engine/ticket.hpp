// Tickets: the applicant's secret, which also says which application it opens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"

namespace keste::engine {

/// The secret parts of tickets, 80 random bits as 16 characters each. Draws from the kernel for
/// many tickets at once. One thread.
class TicketSecrets {
 public:
  std::string next();

 private:
  std::string bytes_;
  std::size_t used_ = 0;
};

/// "4f-7zk2m9xw0hq3ab5c": the application's number and its secret, both in Crockford's base32.
/// The number needs no index of its own to be found by, and the secret cannot be guessed.
std::string make_ticket(std::int64_t application, std::string_view secret);

struct TicketParts {
  std::int64_t application;
  std::string secret;
};
/// Reads a ticket as people type it: any case, o for 0, i and l for 1.
std::optional<TicketParts> read_ticket(std::string_view ticket);

/// Compares in a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace keste::engine
