// The special-purpose registries of IANA (RFC 6890 and its successors) as tables.
#include "dispatch/address_guard.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace keste::dispatch {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;
using Bytes = address_v6::bytes_type;

struct Range {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

constexpr std::array special_v4{
    Range{quad(0, 0, 0, 0), 8},         // this network
    Range{quad(10, 0, 0, 0), 8},        // private
    Range{quad(100, 64, 0, 0), 10},     // shared by a provider's customers
    Range{quad(127, 0, 0, 0), 8},       // loopback
    Range{quad(168, 63, 129, 16), 32},  // Azure's machine services
    Range{quad(169, 254, 0, 0), 16},    // link-local, and the clouds' metadata
    Range{quad(172, 16, 0, 0), 12},     // private
    Range{quad(192, 0, 0, 0), 24},      // protocol assignments
    Range{quad(192, 0, 2, 0), 24},      // documentation
    Range{quad(192, 88, 99, 0), 24},    // 6to4 relays
    Range{quad(192, 168, 0, 0), 16},    // private
    Range{quad(198, 18, 0, 0), 15},     // benchmarks
    Range{quad(198, 51, 100, 0), 24},   // documentation
    Range{quad(203, 0, 113, 0), 24},    // documentation
    Range{quad(224, 0, 0, 0), 3},       // multicast, reserved, broadcast
};

bool is_public_v4(std::uint32_t address) {
  return std::none_of(special_v4.begin(), special_v4.end(), [address](const Range& range) {
    return (address ^ range.network) >> (32 - range.bits) == 0;
  });
}

std::uint32_t v4_at(const Bytes& bytes, std::size_t at) {
  return quad(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

/// Whether the address begins with these bytes.
template <std::size_t N>
bool begins(const Bytes& bytes, const std::array<std::uint8_t, N>& with) {
  return std::equal(with.begin(), with.end(), bytes.begin());
}

bool is_public_v6(const address_v6& address) {
  const Bytes bytes = address.to_bytes();
  constexpr std::array<std::uint8_t, 12> nat64{0x00, 0x64, 0xFF, 0x9B};
  if (address.is_v4_mapped() || begins(bytes, nat64)) return is_public_v4(v4_at(bytes, 12));
  // Only 2000::/3 is given out as global unicast.
  if ((bytes[0] & 0xE0U) != 0x20U) return false;
  if (begins(bytes, std::array<std::uint8_t, 2>{0x20, 0x02})) return is_public_v4(v4_at(bytes, 2));
  const bool is_protocol = begins(bytes, std::array<std::uint8_t, 2>{0x20, 0x01}) &&
                           bytes[2] < 0x02;  // 2001::/23, Teredo among it
  const bool is_example = begins(bytes, std::array<std::uint8_t, 4>{0x20, 0x01, 0x0D, 0xB8}) ||
                          (bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10);
  return !is_protocol && !is_example;
}

}  // namespace

bool is_public(const boost::asio::ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6());
}

}  // namespace keste::dispatch
