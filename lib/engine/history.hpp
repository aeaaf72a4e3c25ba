// History: everything that is kept of one application, in the order in which it happened.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/notification.hpp"

namespace keste::store {
class Database;
}

namespace keste::engine {

struct HistoryLine {
  Instant at;
  std::string source;  ///< "audit", "notification", "result"
  std::int64_t id = 0;
  std::string what;   ///< The action, the kind of message, or the level.
  std::string actor;  ///< Of an action.
  std::string
      detail;        ///< Of an action; of a message its channel and state; of a result its status.
  std::string note;  ///< What a person wrote; empty once it was erased.
};
/// Looks at the whole log and outbox: for the reader's thread.
std::vector<HistoryLine> read_history(store::Database& database, ApplicationId application);

}  // namespace keste::engine
