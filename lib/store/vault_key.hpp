// VaultKey: the secret that a database's personal data are sealed with, and the file it lies in.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace keste::store {

/// 32 secret bytes, overwritten when the object goes.
class VaultKey {
 public:
  static constexpr std::size_t size = 32;

  /// `bytes` are exactly `size`.
  explicit VaultKey(std::string_view bytes);
  ~VaultKey();
  VaultKey(const VaultKey&) = delete;
  VaultKey& operator=(const VaultKey&) = delete;

  const unsigned char* bytes() const { return bytes_.data(); }

 private:
  std::array<unsigned char, size> bytes_;
};

/// The key in `$CREDENTIALS_DIRECTORY/keste.key` (systemd's LoadCredential=), else in
/// `<state>/keste.key`: 64 hexadecimal digits and a line break. Where neither file is there, a new
/// key is drawn and written to the second, for its owner only (0600); it is on disk before this
/// returns, and of two processes that come at once both get the same key. Throws Fault(usage) when
/// the file may be read by others or holds no key, and when a `database_exists` whose key is gone:
/// a new key would open nothing in it.
VaultKey load_or_make_vault_key(const std::filesystem::path& state, bool database_exists);

}  // namespace keste::store
