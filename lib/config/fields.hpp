// Fields: a map of the file under the keys that it may hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"

namespace keste::config {

/// Reports unknown keys when made, and missing ones when asked. Refers to the node and the report;
/// lives while one map is read.
class Fields {
 public:
  /// `what` names the map in messages: "session".
  Fields(const Node& node, std::string_view what, std::vector<std::string_view> keys,
         Report& report);

  /// The key's value, or null when it is not there.
  const Node* find(std::string_view key) const;
  /// The same; an absent key is an error at the map's own place, unless an unknown key was reported
  /// that was most likely meant for it.
  const Node* require(std::string_view key) const;

 private:
  const Node* node_;  ///< Null when it is not a map at all.
  std::string what_;
  std::vector<std::string_view> keys_;
  std::vector<std::string_view> misspelled_;  ///< The known keys that unknown ones were meant for.
  Report& report_;
};

/// Reports unless the node is of that kind; silent about what the guard refused.
bool expect_map(const Node& node, std::string_view what, Report& report);
bool expect_list(const Node& node, std::string_view what, Report& report);

}  // namespace keste::config
