// Message files: messages/{kk,ru,en}.yaml to patterns; ICU's syntax is judged by dispatch.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "config/document.hpp"

namespace keste::config {

/// The kinds of notification that need a text.
inline constexpr std::array<std::string_view, 3> message_kinds{"application_received",
                                                               "session_reminder", "results_due"};

struct MessagesFile {
  MessagePatterns patterns;
  std::map<std::string, Place> places;  ///< By "results_due.text".
};

MessagesFile read_messages(const Node& root, Report& report);

}  // namespace keste::config
