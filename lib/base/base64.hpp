// Base64 as on one line (RFC 4648, 4), for keys and signatures.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keste {

/// With padding, without line breaks.
std::string to_base64(std::string_view bytes);
/// Empty unless the whole text is base64; its padding may be left out.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace keste
