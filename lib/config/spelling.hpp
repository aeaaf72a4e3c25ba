// Spelling: what somebody most likely meant to write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keste::config {

/// The candidate nearest to `text`, or empty when none is near.
std::string_view nearest(std::string_view text, const std::vector<std::string_view>& candidates);

/// "a, b, c".
std::string join(const std::vector<std::string_view>& texts);

/// "; did you mean 'seats'?" or "; known: a, b, c".
std::string suggest(std::string_view text, const std::vector<std::string_view>& candidates);

/// A value as a message may show it: clipped, and without control characters.
std::string shown(std::string_view text);

}  // namespace keste::config
