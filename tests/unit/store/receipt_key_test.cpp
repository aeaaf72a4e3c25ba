// Keys of receipts: what OpenSSL makes of them and of their signatures.
#include "store/receipt_key.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <catch2/catch.hpp>
#include <memory>

namespace keste::store {
namespace {

const std::string text = "Keste receipt 1\nкілт: жоқ\n";

std::string seed_of(char letter) { return std::string(ReceiptSigner::seed_size, letter); }

const unsigned char* bytes_of(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// What OpenSSL reads from a PEM.
std::shared_ptr<EVP_PKEY> read_by_openssl(const std::string& pem) {
  const std::shared_ptr<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                 BIO_free);
  return {PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
}

bool verify_by_openssl(EVP_PKEY* key, const std::string& signed_text, const std::string& by) {
  const std::shared_ptr<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  REQUIRE(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1);
  return EVP_DigestVerify(context.get(), bytes_of(by), by.size(), bytes_of(signed_text),
                          signed_text.size()) == 1;
}

TEST_CASE("OpenSSL reads the key and verifies what it signed", "[store][receipt]") {
  const ReceiptSigner signer(seed_of('k'));
  const auto key = read_by_openssl(to_pem(signer.public_key()));
  REQUIRE(key);
  CHECK(EVP_PKEY_id(key.get()) == EVP_PKEY_ED25519);
  const std::string signature = signer.sign(text);
  CHECK(signature.size() == 64);
  CHECK(verify_by_openssl(key.get(), text, signature));
  CHECK_FALSE(verify_by_openssl(key.get(), text + "\n", signature));
}

TEST_CASE("a flipped bit anywhere breaks the signature", "[store][receipt]") {
  const ReceiptSigner signer(seed_of('k'));
  const std::string signature = signer.sign(text);
  REQUIRE(is_signed_by(signer.public_key(), text, signature));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK_FALSE(is_signed_by(signer.public_key(), other, signature));
  }
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string other = signature;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK_FALSE(is_signed_by(signer.public_key(), text, other));
  }
  CHECK_FALSE(is_signed_by(signer.public_key(), text, signature.substr(1)));
  CHECK_FALSE(is_signed_by("short", text, signature));
}

TEST_CASE("a key is known by its seed, and its id is that of the DER", "[store][receipt]") {
  const ReceiptSigner signer(seed_of('k'));
  const ReceiptSigner same(seed_of('k'));
  const ReceiptSigner other(seed_of('o'));
  CHECK(signer.id() == same.id());
  CHECK(signer.sign(text) == same.sign(text));
  CHECK(signer.id() != other.id());
  CHECK_FALSE(is_signed_by(other.public_key(), text, signer.sign(text)));
  CHECK(signer.id().size() == 16);
  // openssl pkey -pubin -in key.pem -outform DER | sha256sum
  unsigned char* der = nullptr;
  const auto key = read_by_openssl(to_pem(signer.public_key()));
  const int size = i2d_PUBKEY(key.get(), &der);
  REQUIRE(size == 44);
  unsigned char digest[32];
  REQUIRE(EVP_Digest(der, 44, digest, nullptr, EVP_sha256(), nullptr) == 1);
  OPENSSL_free(der);
  char first[3];
  std::snprintf(first, sizeof first, "%02x", digest[0]);
  CHECK(signer.id().substr(0, 2) == first);
}

TEST_CASE("a PEM is read as it was written, and nothing else is", "[store][receipt]") {
  const ReceiptSigner signer(seed_of('k'));
  const std::string pem = to_pem(signer.public_key());
  CHECK(read_pem(pem) == signer.public_key());
  CHECK(read_pem("The key of Keste:\n" + pem) == signer.public_key());
  std::string windows;
  for (const char c : pem) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(read_pem(windows) == signer.public_key());
  CHECK_FALSE(read_pem(""));
  CHECK_FALSE(read_pem(pem.substr(0, 60)));
  std::string other = pem;
  other.replace(other.find("MCow"), 4, "MCox");
  CHECK_FALSE(read_pem(other));
}

}  // namespace
}  // namespace keste::store
