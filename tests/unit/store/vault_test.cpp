// Sealed texts open only as they were sealed, and hashes of different purposes do not meet.
#include "store/vault.hpp"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/text.hpp"

#include <catch2/catch.hpp>

namespace keste::store {
namespace {

const std::string iin = "040923501237";
const std::string context = "person/17/iin";

VaultKey key_of(char byte) { return VaultKey(std::string(VaultKey::size, byte)); }

TEST_CASE("what was sealed opens as it was", "[store][vault]") {
  const Vault vault(key_of('k'));
  for (const std::string& text :
       {iin, std::string(), std::string("\0\xFF", 2), std::string(9999, 'a')}) {
    CHECK(vault.open(vault.seal(text, context), context) == text);
    CHECK(vault.open(vault.seal(text, ""), "") == text);
    CHECK(vault.seal(text, context).size() == text.size() + 41);
  }
  CHECK(Vault(key_of('k')).open(vault.seal(iin, context), context) == iin);
}

TEST_CASE("what was sealed shows nothing and differs each time", "[store][vault]") {
  const Vault vault(key_of('k'));
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string sealed = vault.seal(iin, context);
    CHECK(sealed.find(iin) == std::string::npos);
    // The nonce alone, for equal nonces would show what two texts have in common.
    seen.insert(sealed.substr(1, 24));
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("another key or another context opens nothing", "[store][vault]") {
  const Vault vault(key_of('k'));
  const std::string sealed = vault.seal(iin, context);
  CHECK_FALSE(Vault(key_of('l')).open(sealed, context).has_value());
  CHECK_FALSE(vault.open(sealed, "person/18/iin").has_value());
  CHECK_FALSE(vault.open(sealed, "").has_value());
}

TEST_CASE("a changed byte anywhere opens nothing", "[store][vault]") {
  const Vault vault(key_of('k'));
  const std::string sealed = vault.seal(iin, context);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (const int bit : {1, 128}) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      CAPTURE(i, bit);
      CHECK_FALSE(vault.open(changed, context).has_value());
    }
    CHECK_FALSE(vault.open(sealed.substr(0, i), context).has_value());
  }
  CHECK_FALSE(vault.open(sealed + '\0', context).has_value());
}

TEST_CASE("a hash is the same for the same key, text and purpose, and only then",
          "[store][vault]") {
  const Vault vault(key_of('k'));
  const Vault same(key_of('k'));
  const Vault other(key_of('l'));
  CHECK(vault.person_key(iin) == same.person_key(iin));
  CHECK(vault.fingerprint() == same.fingerprint());
  const std::set<std::string> all{vault.person_key(iin),      vault.code_key(iin),
                                  vault.contact_key(iin),     vault.person_key("040923501238"),
                                  vault.person_key(""),       other.person_key(iin),
                                  other.code_key(iin),        vault.fingerprint(),
                                  other.fingerprint(),        vault.person_key("keste.key"),
                                  vault.code_key("keste.key")};
  CHECK(all.size() == 11);
  for (const std::string& hash : all) CHECK(hash.size() == 16);
}

// Databases rest on these: a change would lose every person in them. The values come from
// Python's hashlib.blake2b: subkey = blake2b(key, salt = purpose, person = "kestevlt").
TEST_CASE("the hashes of the first release stay", "[store][vault]") {
  const Vault vault(key_of('k'));
  CHECK(to_hex(vault.person_key(iin)) == "f32df05e657c600799f390883f95c8d4");
  CHECK(to_hex(vault.code_key("K7QD")) == "ac6108da7280949946bce809731af1de");
  CHECK(to_hex(vault.contact_key("a@b.kz")) == "224639ba1750d5c49b961bab26092e85");
  CHECK(to_hex(vault.fingerprint()) == "de0f230d9bbad97c71b364fde55e5a5e");
}

TEST_CASE("a receipt names its applicant by what leads to no row", "[store][vault]") {
  const Vault vault(key_of('k'));
  const std::string person = vault.person_key(iin);
  const std::string tag = vault.applicant_tag(person);
  CHECK(tag.size() == 16);
  CHECK(tag.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(tag == Vault(key_of('k')).applicant_tag(person));
  CHECK(tag != Vault(key_of('l')).applicant_tag(person));
  CHECK(tag != vault.applicant_tag(vault.person_key("040923501238")));
  CHECK(to_hex(person).find(tag) == std::string::npos);
}

TEST_CASE("threads that seal at once never share a nonce", "[store][vault]") {
  const Vault vault(key_of('k'));
  std::vector<std::vector<std::string>> sealed(4);
  std::vector<std::thread> threads;
  for (auto& own : sealed) {
    threads.emplace_back([&vault, &own] {
      for (int i = 0; i < 500; ++i) own.push_back(vault.seal(iin, context));
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> nonces;
  for (const auto& own : sealed) {
    for (const std::string& one : own) nonces.insert(one.substr(1, 24));
  }
  CHECK(nonces.size() == 2000);
}

}  // namespace
}  // namespace keste::store
