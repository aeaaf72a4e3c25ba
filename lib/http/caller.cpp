// Reading of X-Forwarded-For from its trustworthy end.
#include "http/caller.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace keste::http {
namespace {

/// More proxies than that stand in no row.
constexpr int hops_max = 16;

bool is_trusted(const std::vector<IpNetwork>& proxies, const IpAddress& address) {
  return std::any_of(proxies.begin(), proxies.end(),
                     [&address](const IpNetwork& network) { return network.contains(address); });
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]" or "[2001:db8::1]:80".
std::optional<IpAddress> parse_hop(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    const bool sound = rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    const std::string_view inside = text.substr(1, end - 1);
    return sound && inside.find(':') != std::string_view::npos ? parse_ip(inside) : std::nullopt;
  }
  const auto colon = text.find(':');
  const bool has_port =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  if (!has_port) return parse_ip(text);
  return is_port(text.substr(colon + 1)) ? parse_ip(text.substr(0, colon)) : std::nullopt;
}

/// Takes the last entry off a comma-separated list.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const std::string_view item =
      trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return item;
}

IpAddress find_client(IpAddress nearest, const std::vector<IpNetwork>& proxies,
                      std::string_view forwarded_for) {
  for (int hop = 0; hop < hops_max && !forwarded_for.empty(); ++hop) {
    const auto next = parse_hop(take_last(forwarded_for));
    if (!next) break;
    nearest = *next;
    if (!is_trusted(proxies, nearest)) break;
  }
  return nearest;
}

}  // namespace

Caller find_caller(const Origin& origin, std::string_view forwarded_for,
                   std::string_view forwarded_proto) {
  Caller caller{"", origin.tls};
  if (origin.trusted) return caller;
  if (!origin.peer) return Caller{"unknown", origin.tls};
  const bool is_proxy = origin.proxies != nullptr && is_trusted(*origin.proxies, *origin.peer);
  if (!is_proxy) {
    caller.client = to_text(*origin.peer);
    return caller;
  }
  caller.client = to_text(find_client(*origin.peer, *origin.proxies, forwarded_for));
  const std::string proto = to_lower_ascii(take_last(forwarded_proto));
  if (proto == "https") caller.secure = true;
  if (proto == "http") caller.secure = false;
  return caller;
}

}  // namespace keste::http
