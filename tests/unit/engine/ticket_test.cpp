// Tickets: made, read as typed, compared.
#include "engine/ticket.hpp"

#include <limits>
#include <set>

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

TEST_CASE("a ticket reads back as the number and secret that it was made of", "[engine][ticket]") {
  const auto number = GENERATE(as<std::int64_t>{}, 1, 31, 32, 1'000'000, (1LL << 60) - 1);
  const std::string secret = TicketSecrets().next();
  const auto parts = read_ticket(make_ticket(number, secret));
  REQUIRE(parts.has_value());
  CHECK(parts->application == number);
  CHECK(parts->secret == secret);
}

TEST_CASE("a ticket is read in any case, with o for 0 and i or l for 1", "[engine][ticket]") {
  const std::string typed = GENERATE("1z-0123456789abc01x", "1Z-0123456789ABC01X",
                                     "iz-oi23456789abcolx", " LZ-OL23456789ABCOIX\r\n");
  const auto parts = read_ticket(typed);
  REQUIRE(parts.has_value());
  CHECK(parts->application == 63);
  CHECK(parts->secret == "0123456789abc01x");
}

TEST_CASE("what is no ticket is not read", "[engine][ticket]") {
  const std::string bad = GENERATE(
      "", "-", "1", "1-", "-0123456789abcdef", "1-0123456789abcde", "1-0123456789abcdefg",
      "1-0123456789abcdeu", "u-0123456789abcdef", "1_0123456789abcdef", "1-01234567-9abcdef",
      "1234567890abc-0123456789abcdef", "1 -0123456789abcdef", "1-0123456789abcde\xD3\x99");
  CAPTURE(bad);
  CHECK_FALSE(read_ticket(bad).has_value());
}

TEST_CASE("secrets have 16 letters and do not repeat", "[engine][ticket]") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string secret = TicketSecrets().next();
    CHECK(secret.size() == 16);
    CHECK(seen.insert(secret).second);
  }
}

TEST_CASE("secrets compare by every letter", "[engine][ticket]") {
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "zbc"));
  CHECK_FALSE(same_secret("abc", "ab"));
  CHECK(same_secret("", ""));
}

}  // namespace
}  // namespace keste::engine
