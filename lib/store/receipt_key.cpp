// Ed25519 by libsodium; the DER of such a key is a fixed head and its 32 bytes.
#include "store/receipt_key.hpp"

#include <sodium.h>

#include "base/base64.hpp"
#include "base/check.hpp"
#include "base/text.hpp"
#include "store/digest.hpp"

namespace keste::store {
namespace {

static_assert(crypto_sign_SEEDBYTES == ReceiptSigner::seed_size);
static_assert(crypto_sign_SECRETKEYBYTES == 64);

constexpr std::string_view der_head("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
constexpr std::string_view pem_begin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view pem_end = "-----END PUBLIC KEY-----";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string to_der(std::string_view public_key) {
  return std::string(der_head) + std::string(public_key);
}

}  // namespace

ReceiptSigner::ReceiptSigner(std::string_view seed) {
  CHECK(sodium_init() >= 0);
  CHECK(seed.size() == seed_size);
  public_key_.resize(crypto_sign_PUBLICKEYBYTES);
  CHECK(crypto_sign_seed_keypair(bytes_of(public_key_), secret_.data(), bytes_of(seed)) == 0);
  id_ = receipt_key_id(public_key_);
}

ReceiptSigner::~ReceiptSigner() { sodium_memzero(secret_.data(), secret_.size()); }

std::string ReceiptSigner::sign(std::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  CHECK(crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(text), text.size(),
                             secret_.data()) == 0);
  return signature;
}

std::string receipt_key_id(std::string_view public_key) {
  constexpr std::size_t id_bytes = 8;
  Sha256 sha256;
  return to_hex(sha256.digest(to_der(public_key)).substr(0, id_bytes));
}

std::string to_pem(std::string_view public_key) {
  return std::string(pem_begin) + "\n" + to_base64(to_der(public_key)) + "\n" +
         std::string(pem_end) + "\n";
}

std::optional<std::string> read_pem(std::string_view pem) {
  const auto begin = pem.find(pem_begin);
  if (begin == std::string_view::npos) return std::nullopt;
  pem.remove_prefix(begin + pem_begin.size());
  const auto end = pem.find(pem_end);
  if (end == std::string_view::npos) return std::nullopt;
  std::string digits;
  for (const char c : pem.substr(0, end)) {
    if (c != '\n' && c != '\r' && c != ' ') digits.push_back(c);
  }
  const auto der = from_base64(digits);
  const bool fits = der && der->size() == der_head.size() + crypto_sign_PUBLICKEYBYTES &&
                    std::string_view(*der).starts_with(der_head);
  if (!fits) return std::nullopt;
  return der->substr(der_head.size());
}

bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature) {
  CHECK(sodium_init() >= 0);
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) {
    return false;
  }
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(text), text.size(),
                                     bytes_of(public_key)) == 0;
}

}  // namespace keste::store
