// libsodium's argon2id.
#include "http/password.hpp"

#include <sodium.h>

#include <set>

#include "base/text.hpp"

namespace keste::http {
namespace {

/// Fewer different characters than this are no password, however many there are.
constexpr std::size_t least_different = 5;

/// Of no user's password; made with the same bounds as all others.
constexpr std::string_view stand_in =
    "$argon2id$v=19$m=65536,t=2,p=1$ea7dHNaHP/V+QFstl"
    "0SHPQ$FetGkX1vAPr4gcy8nd5dlM2gDBKTVZdfQuhF0KpG5zo";

}  // namespace

std::string_view find_password_wrong(std::string_view password, std::string_view name) {
  constexpr std::size_t shortest = 12;
  constexpr std::size_t longest = 256;
  if (!is_utf8(password) || password.size() > longest) return "password_long";
  if (code_point_count(password) < shortest) return "password_short";
  if (to_lower_ascii(password).find(to_lower_ascii(name)) != std::string::npos) {
    return "password_like_name";
  }
  const std::set<char> different(password.begin(), password.end());
  return different.size() < least_different ? "password_plain" : "";
}

std::string hash_password(std::string_view password) {
  char hash[crypto_pwhash_STRBYTES];
  const int failed =
      crypto_pwhash_str(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE);
  return failed == 0 ? hash : std::string();
}

bool fits_hash(std::string_view password, std::string_view hash) {
  const std::string known(hash.empty() ? stand_in : hash);
  const bool fits = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

}  // namespace keste::http
