// OpenSSL's HMAC-SHA-1 to six digits.
#include "http/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/check.hpp"
#include "http/secrets.hpp"

namespace keste::http {
namespace {

constexpr std::int64_t step_seconds = 30;

}  // namespace

std::string make_totp(std::string_view key, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<unsigned char>((step >> (8 * (7 - i))) & 0xff);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  CHECK(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
             mac.data(), &size) != nullptr);
  // RFC 4226, 5.3: four bytes from where the last half byte points.
  const std::size_t at = mac[size - 1] & 0x0f;
  const std::uint32_t word = (static_cast<std::uint32_t>(mac[at] & 0x7f) << 24) |
                             (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                             (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
  constexpr std::size_t digits = 6;
  constexpr std::uint32_t modulus = 1'000'000;
  const std::string text = std::to_string(word % modulus);
  return std::string(digits - text.size(), '0') + text;
}

std::optional<std::int64_t> find_totp_step(std::string_view key, std::string_view code,
                                           Instant now) {
  std::string given;
  for (const char c : code) {
    if (c != ' ') given.push_back(c);
  }
  const std::int64_t present = to_micros(now) / 1'000'000 / step_seconds;
  for (const std::int64_t step : {present, present - 1, present + 1}) {
    if (equal_secrets(make_totp(key, step), given)) return step;
  }
  return std::nullopt;
}

std::string make_totp_uri(std::string_view key, std::string_view user) {
  return "otpauth://totp/Keste:" + std::string(user) + "?secret=" + to_base32(key) +
         "&issuer=Keste";
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held << 8) | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(alphabet[(held >> bits) & 31]);
    }
  }
  if (bits > 0) out.push_back(alphabet[(held << (5 - bits)) & 31]);
  return out;
}

}  // namespace keste::http
