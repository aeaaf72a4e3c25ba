// HMAC through OpenSSL.
#include "dispatch/webhook_signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base64.hpp"
#include "base/check.hpp"

namespace keste::dispatch {
namespace {

std::string hmac_sha256(const std::string& key, const std::string& text) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                          reinterpret_cast<unsigned char*>(digest.data()), &size);
  CHECK(made != nullptr);
  digest.resize(size);
  return digest;
}

}  // namespace

std::string sign_webhook(const std::vector<std::string>& keys, std::string_view id,
                         std::int64_t timestamp, std::string_view body) {
  std::string text(id);
  text.append(".").append(std::to_string(timestamp)).append(".").append(body);
  std::string signatures;
  for (const std::string& key : keys) {
    signatures.append(signatures.empty() ? "v1," : " v1,")
        .append(to_base64(hmac_sha256(key, text)));
  }
  return signatures;
}

}  // namespace keste::dispatch
