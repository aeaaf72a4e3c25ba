// Gzip: compresses a body that is sent many times.
#pragma once

#include <string>
#include <string_view>

namespace keste::http {

/// The gzip form (RFC 1952) of `plain`: the same bytes for the same input.
std::string gzip(std::string_view plain);

}  // namespace keste::http
