// Secrets of tokens and sign-ins: made, digested and compared.
#pragma once

#include <string>
#include <string_view>

namespace keste::http {

/// 256 random bits as 43 letters, digits, "-" and "_".
std::string make_secret();
/// 32 bytes of BLAKE2b: what is kept of a secret, and by which it is found again.
std::string digest_of(std::string_view secret);
/// A value that only who has the secret can work out, another for each purpose; 32 hex digits.
std::string derive_value(std::string_view secret, std::string_view purpose);
/// In a time that tells nothing of where they differ; two empty ones are not equal.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace keste::http
