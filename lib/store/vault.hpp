// Vault: personal data sealed at rest, and the keyed hashes by which it is looked up.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "store/vault_key.hpp"

namespace keste::store {

/// Nothing of a person can be read from the database without the key, and no hash in it can be
/// tried against a list of IINs. Every purpose has a key of its own, derived from the one given
/// (libsodium's crypto_kdf). Any thread. It does not keep what it seals.
class Vault {
 public:
  explicit Vault(const VaultKey& key);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  /// 16 bytes of keyed BLAKE2b: equal for equal texts, and unlike for another purpose. The caller
  /// folds what is typed in several ways before asking.
  std::string person_key(std::string_view iin) const;
  std::string code_key(std::string_view folded_code) const;
  std::string contact_key(std::string_view folded_address) const;
  /// 16 hexadecimal digits for a person key: what a receipt names its applicant by. Receipts of one
  /// person have the same; nobody without the key can tell whose they are, or find the person in
  /// the database by it.
  std::string applicant_tag(std::string_view person_key) const;

  /// XChaCha20-Poly1305 with a random nonce: a format byte, the nonce, the text, the tag; 41 bytes
  /// longer than `text`. `context` says whose and what it is ("person/17/iin"); what was sealed for
  /// one context opens in no other, so that nobody can move a row's secret to another row.
  std::string seal(std::string_view text, std::string_view context) const;
  /// Empty when it was sealed with another key or for another context, or was changed.
  std::optional<std::string> open(std::string_view sealed, std::string_view context) const;

  /// 16 bytes that tell this key from others and tell nothing else of it: kept in the database, so
  /// that a daemon that was given another database's key refuses to start.
  std::string fingerprint() const;

 private:
  static constexpr std::size_t nonce_size = 24;
  static constexpr std::size_t nonces_at_once = 128;
  using Subkey = std::array<unsigned char, VaultKey::size>;

  void take_nonce(unsigned char* out) const;

  Subkey person_;
  Subkey code_;
  Subkey contact_;
  Subkey seal_;
  Subkey fingerprint_;
  Subkey receipt_;
  mutable std::mutex nonces_lock_;
  mutable std::array<unsigned char, nonce_size * nonces_at_once> nonces_;  ///< Drawn in bulk.
  mutable std::size_t nonces_left_ = 0;
};

}  // namespace keste::store
