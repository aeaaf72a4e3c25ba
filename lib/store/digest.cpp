// OpenSSL's digests, looked up once: a look-up takes longer than a line.
#include "store/digest.hpp"

#include <openssl/evp.h>

#include "base/check.hpp"

namespace keste::store {

struct Sha256::Context {
  EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* state = EVP_MD_CTX_new();
  Context() = default;
  ~Context() {
    EVP_MD_CTX_free(state);
    EVP_MD_free(method);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  CHECK(context_->method != nullptr && context_->state != nullptr);
}
Sha256::~Sha256() = default;

std::string Sha256::digest(std::string_view bytes) {
  std::string out(digest_size, '\0');
  EVP_MD_CTX* state = context_->state;
  const bool done =
      EVP_DigestInit_ex(state, context_->method, nullptr) == 1 &&
      EVP_DigestUpdate(state, bytes.data(), bytes.size()) == 1 &&
      EVP_DigestFinal_ex(state, reinterpret_cast<unsigned char*>(out.data()), nullptr) == 1;
  CHECK(done);
  return out;
}

}  // namespace keste::store
