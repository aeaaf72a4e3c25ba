// GuessLimit: slows whoever tries promo codes, and never shuts out the holder of a right one.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/instant.hpp"

namespace keste::admission {

/// What counts as one client: an IPv4 address (also one written as ::ffff:a.b.c.d), the /64 of an
/// IPv6 address, or, for what is no address, the text itself.
std::string client_network(std::string_view address);

/// A wrong try is a code that was looked up and refused; a mistyped one told from its text alone is
/// none. The rule:
///
/// - A client has 10 wrong tries free and gets one back each hour. Each further one makes it wait,
///   1 s, 2 s, 4 s and so on up to an hour. Thousands may share one address, so a person without
///   a wrong try of late waits there a minute at most.
/// - A person's IIN likewise; but this holds up only clients with 3 wrong tries or more. So
/// guessing
///   at somebody's IIN from anywhere never keeps that person out: their own connection, or another
///   one, has its first tries free.
/// - After 1,000 wrong tries of all together within a minute (as a bucket that leaks 1,000 a
///   minute), for one minute each client with a wrong try waits 10 s after its own last one. Who
///   tries for the first time passes.
///
/// What a pause refuses is not looked up, and not noted: it lengthens nothing. Remembers a bounded
/// number of clients and of persons; those quiet for longest are forgotten first. One thread.
class GuessLimit {
 public:
  explicit GuessLimit(std::size_t most_remembered = 100'000);

  /// How long to wait before a code is looked up; whole seconds, rounded up, so that one who waits
  /// as told is not refused again. `client` is an address, `person` the person's key or empty.
  std::optional<std::chrono::seconds> find_pause(std::string_view client, std::string_view person,
                                                 Steady now) const;
  void note_wrong(std::string_view client, std::string_view person, Steady now);
  /// The person has shown their code: what was guessed at them is forgotten. The client's wrong
  /// tries are not, or one right code would pay for many guesses at others.
  void note_right(std::string_view person);

  /// How many clients and persons are remembered: for a gauge.
  std::size_t size() const { return clients_.size() + persons_.size(); }

 private:
  /// A bucket that leaks one wrong try an hour.
  struct Tries {
    Steady last_at{};
    Steady empty_at{};
    Steady waits_until{};
  };
  using Ledger = std::unordered_map<std::string, Tries>;

  static const Tries* find(const Ledger& ledger, std::string_view key, Steady now);
  static int count(const Tries* tries, Steady now);
  void note(Ledger& ledger, std::string_view key, Steady now);
  void forget_oldest(Ledger& ledger, Steady now) const;

  std::size_t most_remembered_;
  Ledger clients_;
  Ledger persons_;
  Steady all_empty_at_{};
  Steady crowded_until_{};
};

}  // namespace keste::admission
