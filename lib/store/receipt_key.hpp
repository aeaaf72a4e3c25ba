// ReceiptKey: who signs receipts (Ed25519), and what anybody may verify them with.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace keste::store {

/// Never leaves the process unsealed; overwritten when the object goes. Any thread.
class ReceiptSigner {
 public:
  static constexpr std::size_t seed_size = 32;

  /// `seed` is exactly `seed_size` secret bytes: the same seed is the same key.
  explicit ReceiptSigner(std::string_view seed);
  ~ReceiptSigner();
  ReceiptSigner(const ReceiptSigner&) = delete;
  ReceiptSigner& operator=(const ReceiptSigner&) = delete;

  /// 64 bytes, the same for the same text; about 20 µs.
  std::string sign(std::string_view text) const;
  const std::string& public_key() const { return public_key_; }  ///< 32 bytes.
  const std::string& id() const { return id_; }                  ///< See receipt_key_id.

 private:
  std::array<unsigned char, 64> secret_;
  std::string public_key_;
  std::string id_;
};

/// The first 16 hexadecimal digits of the SHA-256 of the key's DER form (SubjectPublicKeyInfo).
std::string receipt_key_id(std::string_view public_key);
/// "-----BEGIN PUBLIC KEY-----…", as OpenSSL reads it (RFC 8410).
std::string to_pem(std::string_view public_key);
/// The first Ed25519 key of a PEM text; empty when there is none.
std::optional<std::string> read_pem(std::string_view pem);
bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature);

}  // namespace keste::store
