// Leaking buckets per client, per person and for all, and the pauses that follow from them.
#include "admission/guess_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace keste::admission {
namespace {

using namespace std::chrono_literals;
using Span = Steady::duration;

constexpr int free_tries = 10;
constexpr int tries_at_an_iin = 3;
constexpr Span one_leaks_in = 1h;
constexpr Span longest_pause = 1h;
constexpr Span longest_for_the_quiet = 1min;
/// The twelfth doubling of a second is the first beyond an hour; more is not kept.
constexpr int doublings = 12;
constexpr int most_tries = free_tries + 1 + doublings;

constexpr Span all_leak_in = 1min;
constexpr Span one_of_all = all_leak_in / 1000;
constexpr Span crowded_for = 1min;
constexpr Span pause_in_a_crowd = 10s;

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t network_size = 8;
constexpr std::size_t mapped_size = 12;

/// After the wrong try that made it `tries`.
Span pause_after(int tries) {
  if (tries <= free_tries) return Span::zero();
  return std::min<Span>(1s * (1 << (tries - free_tries - 1)), longest_pause);
}

}  // namespace

std::string client_network(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));
  std::array<char, ipv4_size> v4{};
  if (::inet_pton(AF_INET, text.c_str(), v4.data()) == 1) return {v4.data(), v4.size()};
  std::array<char, sizeof(in6_addr)> v6{};
  if (::inet_pton(AF_INET6, text.c_str(), v6.data()) != 1) return std::string(address);
  constexpr std::string_view mapped("\0\0\0\0\0\0\0\0\0\0\xFF\xFF", mapped_size);
  const std::string_view bytes(v6.data(), v6.size());
  const bool is_v4 = bytes.substr(0, mapped_size) == mapped;
  return std::string(is_v4 ? bytes.substr(mapped_size) : bytes.substr(0, network_size));
}

GuessLimit::GuessLimit(std::size_t most_remembered)
    : most_remembered_(std::max<std::size_t>(most_remembered, 1)) {}

const GuessLimit::Tries* GuessLimit::find(const Ledger& ledger, std::string_view key, Steady now) {
  const auto found = ledger.find(std::string(key));
  return found == ledger.end() || found->second.empty_at <= now ? nullptr : &found->second;
}

int GuessLimit::count(const Tries* tries, Steady now) {
  if (tries == nullptr) return 0;
  return static_cast<int>((tries->empty_at - now + one_leaks_in - Span(1)) / one_leaks_in);
}

std::optional<std::chrono::seconds> GuessLimit::find_pause(std::string_view client,
                                                           std::string_view person,
                                                           Steady now) const {
  const Tries* const here = find(clients_, client_network(client), now);
  if (here == nullptr) return std::nullopt;
  const Tries* const at_iin = find(persons_, person, now);
  Steady until = here->waits_until;
  if (at_iin == nullptr) until = std::min(until, here->last_at + longest_for_the_quiet);
  if (at_iin != nullptr && count(here, now) >= tries_at_an_iin) {
    until = std::max(until, at_iin->waits_until);
  }
  if (now < crowded_until_) until = std::max(until, here->last_at + pause_in_a_crowd);
  if (until <= now) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(until - now);
}

void GuessLimit::note_wrong(std::string_view client, std::string_view person, Steady now) {
  note(clients_, client_network(client), now);
  if (!person.empty()) note(persons_, person, now);
  all_empty_at_ = std::max(all_empty_at_, now) + one_of_all;
  if (all_empty_at_ - now <= all_leak_in) return;
  all_empty_at_ = now + all_leak_in;
  crowded_until_ = now + crowded_for;
}

void GuessLimit::note_right(std::string_view person) { persons_.erase(std::string(person)); }

void GuessLimit::note(Ledger& ledger, std::string_view key, Steady now) {
  Tries& tries = ledger[std::string(key)];
  tries.last_at = now;
  tries.empty_at =
      std::min(std::max(tries.empty_at, now) + one_leaks_in, now + most_tries * one_leaks_in);
  tries.waits_until = now + pause_after(count(&tries, now));
  if (ledger.size() > most_remembered_) forget_oldest(ledger, now);
}

/// A tenth at a time, so that looking through all is paid for by many.
void GuessLimit::forget_oldest(Ledger& ledger, Steady now) const {
  std::erase_if(ledger, [now](const auto& entry) { return entry.second.empty_at <= now; });
  const std::size_t kept = most_remembered_ - most_remembered_ / 10;
  if (ledger.size() <= kept) return;
  std::vector<Ledger::iterator> all;
  for (auto entry = ledger.begin(); entry != ledger.end(); ++entry) all.push_back(entry);
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(ledger.size() - kept);
  std::nth_element(all.begin(), middle, all.end(), [](const auto& one, const auto& other) {
    return one->second.last_at < other->second.last_at;
  });
  for (auto oldest = all.begin(); oldest != middle; ++oldest) ledger.erase(*oldest);
}

}  // namespace keste::admission
