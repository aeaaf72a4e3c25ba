// Who guesses waits longer and longer; who holds a right code never waits for another's guesses.
#include "admission/guess_limit.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

using namespace std::chrono_literals;
using Pause = std::optional<std::chrono::seconds>;

const Steady start = Steady() + 1000h;
const std::string attacker = "203.0.113.7";
const std::string home = "198.51.100.20";
const std::string victim(16, 'v');

void guess(GuessLimit& limit, const std::string& client, const std::string& person, int times,
           Steady at = start) {
  for (int i = 0; i < times; ++i) limit.note_wrong(client, person, at);
}

/// The n-th of many clients, each with an address of its own.
std::string client_at(int n) {
  return "10." + std::to_string(n >> 16) + "." + std::to_string((n >> 8) & 255) + "." +
         std::to_string(n & 255);
}

TEST_CASE("ten wrong tries are free, then each pause is twice the last, up to an hour",
          "[admission][guess_limit]") {
  GuessLimit limit;
  Steady now = start;
  for (int i = 0; i < 10; ++i) {
    CHECK_FALSE(limit.find_pause(attacker, victim, now).has_value());
    limit.note_wrong(attacker, victim, now);
  }
  CHECK_FALSE(limit.find_pause(attacker, victim, now).has_value());
  const std::chrono::seconds pauses[] = {1s,   2s,   4s,   8s,    16s,   32s,  64s,
                                         128s, 256s, 512s, 1024s, 2048s, 3600s};
  for (const std::chrono::seconds pause : pauses) {
    limit.note_wrong(attacker, victim, now);
    CAPTURE(pause.count());
    CHECK(limit.find_pause(attacker, victim, now) == pause);
    CHECK(limit.find_pause(attacker, victim, now + pause - 1ns) == 1s);
    CHECK_FALSE(limit.find_pause(attacker, victim, now + pause).has_value());
  }
  for (int i = 0; i < 1000; ++i) limit.note_wrong(attacker, victim, now);
  CHECK(limit.find_pause(attacker, victim, now) == 3600s);
}

TEST_CASE("one who waits as told each time gets no more than one try an hour in the end",
          "[admission][guess_limit]") {
  GuessLimit limit;
  Steady now = start;
  int tries = 0;
  while (now < start + 24h) {
    now += limit.find_pause(attacker, victim, now).value_or(0s);
    limit.note_wrong(attacker, victim, now);
    ++tries;
  }
  CHECK(tries > 24);
  CHECK(tries <= 10 + 13 + 24);
}

TEST_CASE("one try comes back each hour, at the full hour", "[admission][guess_limit]") {
  const std::pair<std::chrono::nanoseconds, Pause> rows[] = {{1h - 1ns, 1s}, {1h, std::nullopt}};
  for (const auto& [later, pause] : rows) {
    GuessLimit limit;
    guess(limit, attacker, victim, 10);
    limit.note_wrong(attacker, victim, start + later);
    CHECK(limit.find_pause(attacker, victim, start + later) == pause);
  }
  GuessLimit limit;
  guess(limit, attacker, victim, 11);
  guess(limit, attacker, victim, 10, start + 11h);
  CHECK_FALSE(limit.find_pause(attacker, victim, start + 11h).has_value());
}

TEST_CASE("guesses at an IIN from everywhere never keep its holder out",
          "[admission][guess_limit]") {
  GuessLimit limit;
  for (int i = 0; i < 500; ++i) guess(limit, client_at(i), victim, 10, start);
  const Steady now = start + 1s;
  CHECK_FALSE(limit.find_pause(home, victim, now).has_value());
  // Nor do two slips of their own, though the guessing goes on.
  for (int slip = 0; slip < 2; ++slip) {
    limit.note_wrong(home, victim, now - 10s);
    guess(limit, client_at(1000), victim, 1, now);
    CHECK_FALSE(limit.find_pause(home, victim, now).has_value());
  }
  limit.note_wrong(home, victim, now - 10s);
  guess(limit, client_at(1001), victim, 1, now);
  CHECK(limit.find_pause(home, victim, now) == 3600s);
  CHECK_FALSE(limit.find_pause("192.0.2.1", victim, now).has_value());
}

TEST_CASE("many clients that guess at one IIN are slowed together", "[admission][guess_limit]") {
  GuessLimit limit;
  for (int i = 0; i < 5; ++i) guess(limit, client_at(i), victim, 3);
  // Fifteen tries: five beyond the free ones.
  for (int i = 0; i < 5; ++i) CHECK(limit.find_pause(client_at(i), victim, start) == 16s);
  CHECK_FALSE(limit.find_pause(client_at(0), "another", start).has_value());
}

TEST_CASE("a person without a wrong try waits at a noisy address a minute at most",
          "[admission][guess_limit]") {
  GuessLimit limit;
  guess(limit, attacker, victim, 16);
  CHECK(limit.find_pause(attacker, "honest", start) == 32s);
  guess(limit, attacker, victim, 10);
  CHECK(limit.find_pause(attacker, victim, start) == 3600s);
  CHECK(limit.find_pause(attacker, "honest", start) == 60s);
  CHECK(limit.find_pause(attacker, "", start) == 60s);
  CHECK(limit.find_pause(attacker, "honest", start + 60s - 1ns) == 1s);
  CHECK_FALSE(limit.find_pause(attacker, "honest", start + 60s).has_value());
}

TEST_CASE("guesses at many people from one address are slowed too", "[admission][guess_limit]") {
  GuessLimit limit;
  for (int i = 0; i < 30; ++i) limit.note_wrong(attacker, "person " + std::to_string(i), start);
  CHECK(limit.find_pause(attacker, "person 30", start) == 60s);
  CHECK(limit.find_pause(attacker, "person 0", start) == 3600s);
}

TEST_CASE("a thousand wrong tries a minute slow those who have one, and nobody else",
          "[admission][guess_limit]") {
  GuessLimit limit;
  for (int i = 0; i < 1000; ++i) limit.note_wrong(client_at(i), client_at(i), start);
  CHECK_FALSE(limit.find_pause(client_at(0), victim, start).has_value());
  limit.note_wrong(client_at(1000), "p", start);
  CHECK(limit.find_pause(client_at(0), victim, start) == 10s);
  CHECK(limit.find_pause(client_at(0), victim, start + 10s - 1ns) == 1s);
  CHECK_FALSE(limit.find_pause(client_at(0), victim, start + 10s).has_value());
  CHECK_FALSE(limit.find_pause(home, victim, start).has_value());
  CHECK_FALSE(limit.find_pause(home, client_at(0), start).has_value());
  limit.note_wrong(home, victim, start + 55s);
  CHECK(limit.find_pause(home, victim, start + 59s) == 6s);
  CHECK_FALSE(limit.find_pause(home, victim, start + 60s).has_value());
}

TEST_CASE("a thousand wrong tries over more than a minute slow nobody",
          "[admission][guess_limit]") {
  GuessLimit limit;
  Steady now = start;
  for (int i = 0; i < 5000; ++i) limit.note_wrong(client_at(i), client_at(i), now += 60ms);
  CHECK_FALSE(limit.find_pause(client_at(4999), victim, now).has_value());
}

TEST_CASE("a right code clears the person and not the client", "[admission][guess_limit]") {
  GuessLimit limit;
  guess(limit, attacker, victim, 23);
  limit.note_right(victim);
  CHECK(limit.find_pause(attacker, victim, start) == 60s);
  guess(limit, home, victim, 3);
  CHECK_FALSE(limit.find_pause(home, victim, start).has_value());
  limit.note_right("never seen");
}

TEST_CASE("a pause is only told, never lengthened by asking", "[admission][guess_limit]") {
  GuessLimit limit;
  guess(limit, attacker, victim, 15);
  for (int i = 0; i < 100; ++i) CHECK(limit.find_pause(attacker, victim, start) == 16s);
}

TEST_CASE("an address counts by its network", "[admission][guess_limit]") {
  CHECK(client_network("2001:db8:1:2::1") == client_network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  CHECK(client_network("2001:db8:1:2::1") == client_network("2001:0DB8:0001:0002::"));
  CHECK(client_network("2001:db8:1:2::1") != client_network("2001:db8:1:3::1"));
  CHECK(client_network("fe80::1%eth0") == client_network("fe80::2"));
  CHECK(client_network("::ffff:203.0.113.7") == client_network("203.0.113.7"));
  CHECK(client_network("::ffff:203.0.113.7") != client_network("::ffff:203.0.113.8"));
  CHECK(client_network("203.0.113.7") != client_network("203.0.113.8"));
  CHECK(client_network("::1") != client_network("127.0.0.1"));
  CHECK(client_network("unix") == "unix");
  CHECK(client_network("").empty());
  GuessLimit limit;
  guess(limit, "2001:db8:1:2::1", victim, 11);
  CHECK(limit.find_pause("2001:db8:1:2:3:4:5:6", victim, start) == 1s);
}

TEST_CASE("no more is remembered than allowed, and the quietest go first",
          "[admission][guess_limit]") {
  GuessLimit limit(100);
  guess(limit, attacker, victim, 16, start + 1s);
  for (int i = 0; i < 1000; ++i) {
    const Steady now = start + 2s + i * 1ms;
    limit.note_wrong(client_at(i), client_at(i), now);
    CHECK(limit.size() <= 200);
    // Kept as long as it goes on guessing.
    if (i % 50 == 0) limit.note_wrong(attacker, victim, now);
  }
  CHECK(limit.find_pause(attacker, victim, start + 3s) > 1000s);
  for (int i = 1000; i < 1101; ++i) limit.note_wrong(client_at(i), client_at(i), start + 4s);
  CHECK_FALSE(limit.find_pause(attacker, victim, start + 4s).has_value());
  GuessLimit least(0);
  guess(least, attacker, victim, 12);
  CHECK(least.find_pause(attacker, victim, start) == 2s);
}

TEST_CASE("what has leaked away is not kept", "[admission][guess_limit]") {
  GuessLimit limit(100);
  for (int i = 0; i < 100; ++i) limit.note_wrong(client_at(i), client_at(i), start);
  limit.note_wrong(home, victim, start + 1h);
  CHECK(limit.size() == 2);
}

}  // namespace
}  // namespace keste::admission
