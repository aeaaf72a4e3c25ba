// Addresses and networks, good and bad.
#include "base/ip.hpp"

#include <catch2/catch.hpp>

namespace keste {
namespace {

TEST_CASE("addresses are read and written in their usual form", "[base][ip]") {
  struct Case {
    const char* text;
    const char* shown;
  };
  for (const Case& each :
       {Case{"192.0.2.1", "192.0.2.1"}, Case{"2001:DB8:0:0::1", "2001:db8::1"},
        Case{"::ffff:192.0.2.1", "192.0.2.1"}, Case{"::1", "::1"}, Case{"0.0.0.0", "0.0.0.0"}}) {
    CAPTURE(each.text);
    REQUIRE(parse_ip(each.text));
    CHECK(to_text(*parse_ip(each.text)) == each.shown);
  }
  for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "[::1]",
                          "::1%lo", "::1::", "localhost", "1.2.3.4:80"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_ip(bad));
  }
}

TEST_CASE("a network holds the addresses that begin like it", "[base][ip]") {
  struct Case {
    const char* network;
    const char* address;
    bool inside;
  };
  for (const Case& each :
       {Case{"10.0.0.0/8", "10.255.0.1", true}, Case{"10.0.0.0/8", "11.0.0.1", false},
        Case{"192.168.4.0/22", "192.168.7.255", true}, Case{"192.168.4.0/22", "192.168.8.0", false},
        Case{"0.0.0.0/0", "255.1.2.3", true}, Case{"0.0.0.0/0", "2001:db8::1", false},
        Case{"::/0", "10.0.0.1", true}, Case{"2001:db8::/33", "2001:db8:7fff::", true},
        Case{"2001:db8::/33", "2001:db8:8000::", false}, Case{"10.0.0.5", "10.0.0.5", true},
        Case{"10.0.0.5", "10.0.0.4", false}, Case{"10.0.0.5", "::ffff:10.0.0.5", true}}) {
    CAPTURE(each.network, each.address);
    REQUIRE(parse_ip_network(each.network));
    CHECK(parse_ip_network(each.network)->contains(*parse_ip(each.address)) == each.inside);
  }
  for (const char* bad : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                          "10.0.0.1/8", "::1/127", "::/129", "10/8"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_ip_network(bad));
  }
}

TEST_CASE("this machine's own addresses are known", "[base][ip]") {
  for (const char* own : {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"}) {
    CHECK(is_loopback(*parse_ip(own)));
  }
  for (const char* other : {"0.0.0.0", "::", "126.255.255.255", "128.0.0.0", "::2"}) {
    CHECK_FALSE(is_loopback(*parse_ip(other)));
  }
  CHECK(is_wildcard(*parse_ip("0.0.0.0")));
  CHECK(is_wildcard(*parse_ip("::")));
  CHECK_FALSE(is_wildcard(*parse_ip("::1")));
}

}  // namespace
}  // namespace keste
