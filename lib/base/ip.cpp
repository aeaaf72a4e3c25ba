// Addresses by inet_pton and inet_ntop; nothing is looked up.
#include "base/ip.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace keste {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int mapped_bits = 96;

bool is_four(const IpAddress& address) {
  return std::equal(mapped.begin(), mapped.end(), address.bytes.begin());
}

IpAddress from_four(const in_addr& four) {
  IpAddress address;
  std::copy(mapped.begin(), mapped.end(), address.bytes.begin());
  std::memcpy(address.bytes.data() + mapped.size(), &four, sizeof four);
  return address;
}

IpAddress from_six(const in6_addr& six) {
  IpAddress address;
  std::memcpy(address.bytes.data(), &six, sizeof six);
  return address;
}

bool has_bit(const IpAddress& address, int bit) {
  const auto byte = address.bytes[static_cast<std::size_t>(bit / 8)];
  return ((byte >> (7 - bit % 8)) & 1) != 0;
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string whole(text);
  in_addr four{};
  if (::inet_pton(AF_INET, whole.c_str(), &four) == 1) return from_four(four);
  in6_addr six{};
  if (::inet_pton(AF_INET6, whole.c_str(), &six) == 1) return from_six(six);
  return std::nullopt;
}

std::optional<IpAddress> to_ip(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    return from_four(four.sin_addr);
  }
  if (address.ss_family != AF_INET6) return std::nullopt;
  sockaddr_in6 six{};
  std::memcpy(&six, &address, sizeof six);
  return from_six(six.sin6_addr);
}

std::string to_text(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN]{};
  if (is_four(address)) {
    ::inet_ntop(AF_INET, address.bytes.data() + mapped.size(), text, sizeof text);
  } else {
    ::inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
  }
  return text;
}

bool is_loopback(const IpAddress& address) {
  const std::vector<IpNetwork> own = loopback_networks();
  return std::any_of(own.begin(), own.end(),
                     [&address](const IpNetwork& network) { return network.contains(address); });
}

bool is_wildcard(const IpAddress& address) {
  return address == from_four(in_addr{INADDR_ANY}) || address == IpAddress{};
}

bool IpNetwork::contains(const IpAddress& other) const {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (std::memcmp(address.bytes.data(), other.bytes.data(), whole) != 0) return false;
  for (int bit = static_cast<int>(whole) * 8; bit < bits; ++bit) {
    if (has_bit(address, bit) != has_bit(other, bit)) return false;
  }
  return true;
}

std::optional<IpNetwork> parse_ip_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_ip(text.substr(0, slash));
  if (!address) return std::nullopt;
  IpNetwork network{*address};
  if (slash == std::string_view::npos) return network;
  const std::string_view size = text.substr(slash + 1);
  const auto [end, failure] = std::from_chars(size.data(), size.data() + size.size(), network.bits);
  const int most = text.find(':') == std::string_view::npos ? 32 : 128;
  const bool whole = failure == std::errc() && end == size.data() + size.size();
  if (size.empty() || !whole || network.bits < 0 || network.bits > most) return std::nullopt;
  if (most == 32) network.bits += mapped_bits;
  for (int bit = network.bits; bit < 128; ++bit) {
    if (has_bit(*address, bit)) return std::nullopt;
  }
  return network;
}

std::vector<IpNetwork> loopback_networks() {
  const IpNetwork four{from_four(in_addr{htonl(INADDR_LOOPBACK - 1)}), mapped_bits + 8};
  const IpNetwork six{from_six(in6addr_loopback), 128};
  return {four, six};
}

}  // namespace keste
