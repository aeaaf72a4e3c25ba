// Keyed BLAKE2b and XChaCha20-Poly1305, both libsodium's.
#include "store/vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"

namespace keste::store {
namespace {

/// Never changed, never used again for another purpose: databases rest on them.
enum class Purpose : std::uint64_t {
  person = 1,
  code = 2,
  contact = 3,
  seal = 4,
  fingerprint = 5,
  receipt = 6
};
constexpr char derivation[crypto_kdf_CONTEXTBYTES + 1] = "kestevlt";

/// The first byte of what is sealed, so that a later format can be told from this one.
constexpr char format = 1;
constexpr std::size_t hash_size = 16;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_kdf_KEYBYTES == VaultKey::size);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == VaultKey::size);
static_assert(hash_size >= crypto_generichash_BYTES_MIN);

template <class Subkey>
void derive(Subkey& out, Purpose purpose, const VaultKey& key) {
  CHECK(crypto_kdf_derive_from_key(out.data(), out.size(), static_cast<std::uint64_t>(purpose),
                                   derivation, key.bytes()) == 0);
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

template <class Subkey>
std::string hash(std::string_view text, const Subkey& key) {
  std::string out(hash_size, '\0');
  CHECK(crypto_generichash(bytes_of(out), out.size(), bytes_of(text), text.size(), key.data(),
                           key.size()) == 0);
  return out;
}

}  // namespace

Vault::Vault(const VaultKey& key) {
  static_assert(nonce_size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  CHECK(sodium_init() >= 0);
  derive(person_, Purpose::person, key);
  derive(code_, Purpose::code, key);
  derive(contact_, Purpose::contact, key);
  derive(seal_, Purpose::seal, key);
  derive(fingerprint_, Purpose::fingerprint, key);
  derive(receipt_, Purpose::receipt, key);
}

Vault::~Vault() {
  for (Subkey* subkey : {&person_, &code_, &contact_, &seal_, &fingerprint_, &receipt_}) {
    sodium_memzero(subkey->data(), subkey->size());
  }
}

std::string Vault::person_key(std::string_view iin) const { return hash(iin, person_); }

std::string Vault::code_key(std::string_view folded_code) const { return hash(folded_code, code_); }

std::string Vault::contact_key(std::string_view folded_address) const {
  return hash(folded_address, contact_);
}

std::string Vault::fingerprint() const { return hash("keste.key", fingerprint_); }

std::string Vault::applicant_tag(std::string_view person_key) const {
  constexpr std::size_t tag_bytes = 8;
  return to_hex(hash(person_key, receipt_).substr(0, tag_bytes));
}

void Vault::take_nonce(unsigned char* out) const {
  const std::lock_guard hold(nonces_lock_);
  if (nonces_left_ == 0) {
    // The kernel is asked once for many: asking costs as much as sealing.
    randombytes_buf(nonces_.data(), nonces_.size());
    nonces_left_ = nonces_at_once;
  }
  --nonces_left_;
  std::copy_n(nonces_.data() + nonces_left_ * nonce_size, nonce_size, out);
}

std::string Vault::seal(std::string_view text, std::string_view context) const {
  std::string out(1 + nonce_size + text.size() + tag_size, format);
  unsigned char* const nonce = bytes_of(out) + 1;
  take_nonce(nonce);
  unsigned long long written = 0;
  CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_size, &written, bytes_of(text),
                                                   text.size(), bytes_of(context), context.size(),
                                                   nullptr, nonce, seal_.data()) == 0);
  CHECK(written == text.size() + tag_size);
  return out;
}

std::optional<std::string> Vault::open(std::string_view sealed, std::string_view context) const {
  if (sealed.size() < 1 + nonce_size + tag_size || sealed.front() != format) return std::nullopt;
  const auto nonce = sealed.substr(1, nonce_size);
  const auto body = sealed.substr(1 + nonce_size);
  std::string text(body.size() - tag_size, '\0');
  const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
      bytes_of(text), nullptr, nullptr, bytes_of(body), body.size(), bytes_of(context),
      context.size(), bytes_of(nonce), seal_.data());
  if (refused != 0) return std::nullopt;
  return text;
}

}  // namespace keste::store
