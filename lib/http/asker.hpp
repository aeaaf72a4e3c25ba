// Asker: who sent a request, and what they may do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/access.hpp"

namespace keste::http {

/// What a route asks of whoever comes. See docs/access.md for the table.
enum class Right {
  everybody,    ///< No sign-in.
  signed_in,    ///< Any sign-in or token.
  watch,        ///< Status: all but issuers.
  figures,      ///< Metrics: admin, auditor, monitor.
  read,         ///< Lists, with personal data: admin, coordinator, auditor.
  codes,        ///< Promo codes: admin, issuer.
  code_report,  ///< Their counts: the auditor too.
  run,          ///< Whatever changes a city's campaign: admin, coordinator.
  oversee,      ///< The audit log and who has access: admin, auditor.
  manage,       ///< Users, tokens, imports for all cities, persons' rights: admin.
};

/// A value, worked out anew for each request.
struct Asker {
  enum class Kind { nobody, socket, token, user };
  Kind kind = Kind::nobody;
  engine::Role role = engine::Role::monitor;
  engine::Actor actor{};  ///< Whose name and cities go with commands.
  std::string name{};     ///< Of the user or the token.
  std::int64_t id = 0;    ///< Of the user or the token.
  std::string digest{};   ///< Of the sign-in's secret; empty but for users.
  std::string csrf{};     ///< What their pages send with each change; empty but for users.
  bool stale = false;     ///< They showed a token or a cookie that opens nothing (any more).
};

bool may(const Asker& asker, Right right);
/// "code_report": the word of the OpenAPI document.
std::string_view to_text(Right right);

}  // namespace keste::http
