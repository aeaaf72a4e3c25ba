// Who asks, through proxies that are believed and others.
#include "http/caller.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

const std::vector<IpNetwork> proxies{parse_ip_network("127.0.0.1").value(),
                                     parse_ip_network("10.0.0.0/8").value(),
                                     parse_ip_network("2001:db8:1::/48").value()};

Caller ask(const char* peer, std::string_view forwarded_for, std::string_view proto = {},
           bool tls = false) {
  return find_caller(Origin{false, parse_ip(peer), tls, &proxies}, forwarded_for, proto);
}

TEST_CASE("the client is the last address that is no trusted proxy", "[http][caller]") {
  struct Case {
    const char* forwarded_for;
    const char* client;
  };
  for (const Case& each : {
           Case{"", "127.0.0.1"},
           Case{"203.0.113.7", "203.0.113.7"},
           Case{"1.1.1.1, 203.0.113.7", "203.0.113.7"},
           Case{"1.1.1.1, 203.0.113.7, 10.1.2.3,10.0.0.1", "203.0.113.7"},
           Case{"10.9.9.9, 10.0.0.1", "10.9.9.9"},
           Case{" 203.0.113.7:4711 ", "203.0.113.7"},
           Case{"2001:db8:2::1", "2001:db8:2::1"},
           Case{"[2001:db8:2::1]:443", "2001:db8:2::1"},
           Case{"203.0.113.7, [2001:db8:1::9]", "203.0.113.7"},
           Case{"::ffff:203.0.113.7", "203.0.113.7"},
           // What cannot be read ends the chain: nothing to the left of it is believed.
           Case{"203.0.113.7, unknown", "127.0.0.1"},
           Case{"203.0.113.7, unknown, 10.0.0.1", "10.0.0.1"},
           Case{"203.0.113.7,", "127.0.0.1"},
           Case{",,,", "127.0.0.1"},
           Case{"203.0.113.7:port", "127.0.0.1"},
           Case{"[203.0.113.7]", "127.0.0.1"},
           Case{"[::1", "127.0.0.1"},
           Case{"[2001:db8:2::1]x", "127.0.0.1"},
           Case{"203.0.113.700", "127.0.0.1"},
       }) {
    CAPTURE(each.forwarded_for);
    CHECK(ask("127.0.0.1", each.forwarded_for).client == each.client);
  }
}

TEST_CASE("a row of proxies without an end is followed so far", "[http][caller]") {
  std::string endless = "203.0.113.7";
  for (int hop = 0; hop < 1000; ++hop) endless.append(",10.0.0.1");
  CHECK(ask("127.0.0.1", endless).client == "10.0.0.1");
}

TEST_CASE("a header from somebody else changes nothing", "[http][caller]") {
  const Caller forged = ask("203.0.113.9", "1.1.1.1", "https");
  CHECK(forged.client == "203.0.113.9");
  CHECK_FALSE(forged.secure);
  const Caller encrypted = ask("203.0.113.9", "1.1.1.1", "http", true);
  CHECK(encrypted.client == "203.0.113.9");
  CHECK(encrypted.secure);
  const Caller none =
      find_caller(Origin{false, parse_ip("127.0.0.1"), false, nullptr}, "1.1.1.1", "https");
  CHECK(none.client == "127.0.0.1");
  CHECK_FALSE(none.secure);
}

TEST_CASE("the trusted proxy says how the client came", "[http][caller]") {
  CHECK(ask("127.0.0.1", "", "https").secure);
  CHECK(ask("127.0.0.1", "", "HTTPS").secure);
  CHECK(ask("127.0.0.1", "", "http, https").secure);
  CHECK_FALSE(ask("127.0.0.1", "", "https, http").secure);
  CHECK_FALSE(ask("127.0.0.1", "", "httpsx").secure);
  CHECK_FALSE(ask("127.0.0.1", "", "").secure);
  CHECK(ask("127.0.0.1", "", "", true).secure);
  CHECK_FALSE(ask("127.0.0.1", "", "http", true).secure);
  CHECK(ask("127.0.0.1", "", "nonsense", true).secure);
}

TEST_CASE("on the Unix socket nobody stands between", "[http][caller]") {
  const Caller caller = find_caller(Origin{true, {}, false, &proxies}, "1.1.1.1", "https");
  CHECK(caller.client.empty());
  CHECK_FALSE(caller.secure);
}

}  // namespace
}  // namespace keste::http
