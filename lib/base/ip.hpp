// IpAddress and IpNetwork: who is at the other end, and which of them belong together.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace keste {

/// IPv4 is kept as the IPv6 address ::ffff:a.b.c.d, which is the same address.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// "192.0.2.1" or "2001:db8::1": no brackets, port, zone or spaces.
std::optional<IpAddress> parse_ip(std::string_view text);
/// Empty for a family that has no such address.
std::optional<IpAddress> to_ip(const sockaddr_storage& address);
/// The shortest usual form.
std::string to_text(const IpAddress& address);
/// 127.0.0.0/8 or ::1.
bool is_loopback(const IpAddress& address);
/// 0.0.0.0 or ::, which stand for every address of the machine.
bool is_wildcard(const IpAddress& address);

/// All addresses that begin with the same bits.
struct IpNetwork {
  IpAddress address;
  int bits = 128;  ///< Of all 128; an IPv4 network has 96 more than it is written with.

  bool contains(const IpAddress& other) const;
  friend bool operator==(const IpNetwork&, const IpNetwork&) = default;
};

/// "10.0.0.0/8", or an address alone. Empty also when there are ones after the network's bits.
std::optional<IpNetwork> parse_ip_network(std::string_view text);
/// What only this machine has.
std::vector<IpNetwork> loopback_networks();

}  // namespace keste
