// libsodium's BLAKE2b and base64.
#include "http/secrets.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/random.hpp"
#include "base/text.hpp"

namespace keste::http {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hash(std::size_t size, std::string_view text, std::string_view key) {
  std::string out(size, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), bytes_of(text),
                     text.size(), key.empty() ? nullptr : bytes_of(key),
                     std::min<std::size_t>(key.size(), crypto_generichash_KEYBYTES_MAX));
  return out;
}

}  // namespace

std::string make_secret() {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  constexpr std::size_t secret_size = 32;
  const std::string bytes = secret_bytes(secret_size);
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // The zero at the end.
  return text;
}

std::string digest_of(std::string_view secret) {
  constexpr std::size_t digest_size = 32;
  return hash(digest_size, secret, {});
}

std::string derive_value(std::string_view secret, std::string_view purpose) {
  constexpr std::size_t value_size = 16;
  return to_hex(hash(value_size, purpose, digest_of(secret)));
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace keste::http
