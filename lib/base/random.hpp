// Randomness: secrets from the kernel, and a seeded source for jitter.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace keste {

/// `count` bytes that nobody can guess (libsodium over getrandom). Any thread.
std::string secret_bytes(std::size_t count);

/// `bytes` in Crockford's base32 alphabet, lower case, 5 bits a character, the last one padded
/// with zero bits. (https://www.crockford.com/base32.html)
std::string crockford_base32(const std::string& bytes);

/// For jitter and simulations: the same seed gives the same numbers. Not for secrets.
class Jitter {
 public:
  explicit Jitter(std::uint64_t seed) : engine_(seed) {}
  /// Uniform in [0, 1).
  double next() { return std::uniform_real_distribution<double>(0.0, 1.0)(engine_); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace keste
