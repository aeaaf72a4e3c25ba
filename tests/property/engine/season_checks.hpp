// What the season's model and its checks share.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace keste::engine {

/// In the order of their first starts.
extern const std::vector<std::string> session_codes;

inline void demand(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace keste::engine
