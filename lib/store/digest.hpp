// SHA-256, which the audit log chains its lines with.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace keste::store {

constexpr std::size_t digest_size = 32;

/// OpenSSL's, which uses the processor's own instructions where there are such. One thread at a
/// time; made once and used for many lines.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  /// The `digest_size` bytes of the digest.
  std::string digest(std::string_view bytes);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace keste::store
