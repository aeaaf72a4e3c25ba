// Address guard: which network addresses are somebody else's, out on the internet.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace keste::dispatch {

/// Pure. False for loopback, private, link-local, shared, multicast, reserved and documentation
/// addresses and for those under which clouds serve their machines' credentials; an IPv6 address
/// that stands for an IPv4 one (mapped, 6to4, NAT64) is judged by that.
bool is_public(const boost::asio::ip::address& address);

}  // namespace keste::dispatch
