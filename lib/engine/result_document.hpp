// The document that a result gives its applicant.
#pragma once

#include <string_view>

#include "engine/notification.hpp"

namespace keste::engine {

/// "certificate" or "reference" by the campaign's pass level; empty while the result gives nothing.
/// May point into `news`. Pure.
std::string_view document_of(const ResultNews& news, std::string_view pass_level);

}  // namespace keste::engine
