// Secrets through libsodium, which may be used from any thread once it is initialised.
#include "base/random.hpp"

#include <sodium.h>

#include <string_view>

#include "base/check.hpp"

namespace keste {

std::string secret_bytes(std::size_t count) {
  CHECK(sodium_init() >= 0);
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string crockford_base32(const std::string& bytes) {
  constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out;
  unsigned window = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    window = (window << 8U) | static_cast<unsigned char>(c);
    held += 8;
    while (held >= 5) {
      held -= 5;
      out.push_back(alphabet[(window >> held) & 31U]);
    }
  }
  if (held > 0) out.push_back(alphabet[(window << (5 - held)) & 31U]);
  return out;
}

}  // namespace keste
