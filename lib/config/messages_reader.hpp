// Message files: messages/{kk,ru,en}.yaml to patterns; ICU's syntax is judged by dispatch.
#pragma once

#include <map>
#include <string>

#include "config/config.hpp"
#include "config/document.hpp"

namespace keste::config {

struct MessagesFile {
  MessagePatterns patterns;
  std::map<std::string, Place> places;  ///< By "results_due.text".
};

MessagesFile read_messages(const Node& root, Report& report);

}  // namespace keste::config
