// Passwords: what is taken for one, and its hash. Hashing takes some 70 ms: never on the io thread.
#pragma once

#include <string>
#include <string_view>

namespace keste::http {

/// Why a password is not taken, as a field's code ("password_short", "password_like_name",
/// "password_long", "password_plain"); empty when it is. At least 12 characters, at most 256 bytes,
/// not the user's name, and not one character or a run of the alphabet over and over
/// (NIST SP 800-63B, 5.1.1.2).
std::string_view find_password_wrong(std::string_view password, std::string_view name);

/// argon2id with 64 MiB and two passes (libsodium's "interactive" bounds). Empty when there is not
/// that much memory.
std::string hash_password(std::string_view password);
/// False for an empty hash too, after as much work as for a real one: the time tells nobody
/// whether there is such a user.
bool fits_hash(std::string_view password, std::string_view hash);

}  // namespace keste::http
