// Crockford's base32 of the number, a dash, and the secret.
#include "engine/ticket.hpp"

#include <algorithm>

#include "base/random.hpp"
#include "base/text.hpp"

namespace keste::engine {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t secret_length = 16;
constexpr std::size_t number_length_max = 12;

std::string fold(std::string_view typed) {
  std::string folded = to_lower_ascii(trim(typed));
  for (char& c : folded) {
    if (c == 'o') c = '0';
    if (c == 'i' || c == 'l') c = '1';
  }
  return folded;
}

bool is_alphabetic(std::string_view text) {
  return text.find_first_not_of(alphabet) == std::string_view::npos;
}

}  // namespace

std::string TicketSecrets::next() {
  constexpr std::size_t size = 10;
  constexpr std::size_t drawn = 64 * size;
  if (used_ == bytes_.size()) {
    bytes_ = secret_bytes(drawn);
    used_ = 0;
  }
  used_ += size;
  return crockford_base32(bytes_.substr(used_ - size, size));
}

std::string make_ticket(std::int64_t application, std::string_view secret) {
  std::string number;
  for (auto rest = static_cast<std::uint64_t>(application); rest > 0; rest >>= 5U) {
    number.push_back(alphabet[rest & 31U]);
  }
  std::reverse(number.begin(), number.end());
  number.push_back('-');
  number.append(secret);
  return number;
}

std::optional<TicketParts> read_ticket(std::string_view ticket) {
  const std::string folded = fold(ticket.substr(0, 64));
  const auto dash = folded.find('-');
  if (dash == std::string::npos || dash == 0 || dash > number_length_max) return std::nullopt;
  const std::string_view number = std::string_view(folded).substr(0, dash);
  const std::string_view secret = std::string_view(folded).substr(dash + 1);
  if (secret.size() != secret_length || !is_alphabetic(number) || !is_alphabetic(secret)) {
    return std::nullopt;
  }
  std::int64_t application = 0;
  for (const char c : number) {
    application = application * 32 + static_cast<std::int64_t>(alphabet.find(c));
  }
  return TicketParts{application, std::string(secret)};
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace keste::engine
