// TOTP: the second factor of a sign-in, as authenticator apps make it (RFC 6238; 6 digits, SHA-1,
// 30 seconds: what every app knows).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace keste::http {

inline constexpr std::size_t totp_key_size = 20;

/// The code of a step; a step is 30 seconds since 1970.
std::string make_totp(std::string_view key, std::int64_t step);
/// The step whose code was given: the present one, or the one before or after it. Blanks do not
/// matter.
std::optional<std::int64_t> find_totp_step(std::string_view key, std::string_view code,
                                           Instant now);
/// "otpauth://totp/…": what an app reads from a QR code.
std::string make_totp_uri(std::string_view key, std::string_view user);
/// RFC 4648, without padding: as people type a key.
std::string to_base32(std::string_view bytes);

}  // namespace keste::http
