// E-mail addresses that a letter can be sent to.
#include <string>

#include "admission/person.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

struct Address {
  std::string typed;
  std::string kept;
};

TEST_CASE("a usable address is kept with its domain in lower case", "[admission][email]") {
  const Address addresses[] = {
      {"aigerim@example.kz", "aigerim@example.kz"},
      {"Aigerim.S+pkr@Example.KZ", "Aigerim.S+pkr@example.kz"},
      {"o'neil_x-1@mail.example.com", "o'neil_x-1@mail.example.com"},
      {"әйгерім@example.kz", "әйгерім@example.kz"},
      {"a@Пошта.ҚАЗ", "a@пошта.қаз"},
      {"a@xn--80ao21a.xn--80ao21a", "a@xn--80ao21a.xn--80ao21a"},
      {"1@4.example", "1@4.example"},
  };
  for (const Address& address : addresses) {
    CAPTURE(address.typed);
    CHECK(read_email(address.typed) == address.kept);
  }
}

TEST_CASE("what is no address is refused", "[admission][email]") {
  for (const char* email : {
           "",
           "@",
           "example.kz",
           "a@",
           "@example.kz",
           "a@example",
           "a@@example.kz",
           "a@b@example.kz",
           "a b@example.kz",
           "a@exam ple.kz",
           " a@example.kz",
           "a@example.kz ",
           "a@.example.kz",
           "a@example..kz",
           "a@example.kz.",
           ".a@example.kz",
           "a.@example.kz",
           "a..b@example.kz",
           "\"a\"@example.kz",
           "<a@example.kz>",
           "a@-example.kz",
           "a@example-.kz",
           "a@exa_mple.kz",
           "a@127.0.0.1",
           "a@[127.0.0.1]",
           "a,b@example.kz",
           "a;b@example.kz",
           "a(b)@example.kz",
           "a\\b@example.kz",
           "a@example.kz\r\nBcc: b@c.kz",
           "a\n@example.kz",
           "a\x01@example.kz",
           "\xFF@example.kz",
           "a@ex\xC2\xA0mple.kz",
       }) {
    CAPTURE(email);
    CHECK_FALSE(read_email(email).has_value());
  }
}

TEST_CASE("a domain label with letters of two keyboards is refused", "[admission][email]") {
  CHECK_FALSE(read_email("a@gmail.\u0441om").has_value());
  CHECK_FALSE(read_email("a@gm\u0430il.com").has_value());
}

TEST_CASE("hidden marks in an address are refused", "[admission][email]") {
  CHECK_FALSE(read_email("a\u202Eb@example.kz").has_value());
  CHECK_FALSE(read_email("a@exa\u200Bmple.kz").has_value());
}

TEST_CASE("lengths are bounded in bytes", "[admission][email]") {
  const std::string local_64(64, 'a');
  CHECK(read_email(local_64 + "@example.kz").has_value());
  CHECK_FALSE(read_email(local_64 + "a@example.kz").has_value());

  const std::string label_63(63, 'b');
  CHECK(read_email("a@" + label_63 + ".kz").has_value());
  CHECK_FALSE(read_email("a@" + label_63 + "b.kz").has_value());

  const std::string long_domain = label_63 + "." + label_63 + "." + label_63 + ".";
  const std::string address_254 = std::string(57, 'a') + "@" + long_domain + "kzz.";
  REQUIRE(address_254.size() == 254);
  CHECK(read_email(address_254.substr(0, 253) + "z").has_value());
  CHECK_FALSE(read_email(address_254.substr(0, 253) + "zz").has_value());
}

}  // namespace
}  // namespace keste::admission
