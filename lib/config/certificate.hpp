// Certificate and key: two PEM files, read together and found to fit each other.
#pragma once

#include <filesystem>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace keste::config {

/// Where the two files are.
struct CertificateFiles {
  std::filesystem::path certificate;  ///< The server's own first, then those that vouch for it.
  std::filesystem::path key;

  friend bool operator==(const CertificateFiles&, const CertificateFiles&) = default;
};

struct CertificatePair {
  std::string chain;   ///< PEM
  std::string key;     ///< PEM, not encrypted
  Instant expires_at;  ///< Of the server's own certificate.
};

/// Why a pair cannot be used; the sentence names the file, never what the key holds.
struct CertificateTrouble {
  bool is_of_key = false;
  std::string sentence;
};

/// Blocks on the disk. A key that others may read or the group may change is refused. Whether the
/// certificate is still valid is not asked.
Result<CertificatePair, CertificateTrouble> read_certificate(const CertificateFiles& files);

}  // namespace keste::config
