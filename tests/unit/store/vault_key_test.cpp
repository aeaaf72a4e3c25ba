// The key's file: made once for its owner only, and never replaced by another.
#include "store/vault_key.hpp"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/fault.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::store {
namespace {

namespace fs = std::filesystem;

const std::string digits(64, 'a');

/// A state folder and a credentials folder, with the environment of a daemon that has the second
/// only when told.
struct Home {
  Home() {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    fs::create_directory(state);
    fs::create_directory(credentials);
  }
  ~Home() { ::unsetenv("CREDENTIALS_DIRECTORY"); }

  void give_credentials() const { ::setenv("CREDENTIALS_DIRECTORY", credentials.c_str(), 1); }
  std::string load(bool database_exists = false) const {
    const VaultKey key = load_or_make_vault_key(state, database_exists);
    return {reinterpret_cast<const char*>(key.bytes()), VaultKey::size};
  }

  test::ScratchFolder folder;
  fs::path state = folder.file("state");
  fs::path credentials = folder.file("credentials");
  fs::path file = state / "keste.key";
};

void write_key(const fs::path& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path, std::ios::binary) << text;
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string refusal_of(const Home& home, bool database_exists = false) {
  try {
    home.load(database_exists);
  } catch (const Fault& fault) {
    CHECK(fault.kind() == FaultKind::usage);
    CHECK_THAT(fault.what(), Catch::Contains("keste.key"));
    return fault.what();
  }
  return "loaded";
}

TEST_CASE("the first start makes a key for its owner only, the next ones read it",
          "[store][vault_key]") {
  const Home home;
  const mode_t before = ::umask(0);
  const std::string first = home.load();
  ::umask(before);
  CHECK(home.load() == first);
  CHECK(home.load(true) == first);
  struct stat found {};
  REQUIRE(::stat(home.file.c_str(), &found) == 0);
  CHECK((found.st_mode & 07777U) == 0600U);
  const std::string text = read_file(home.file);
  CHECK(text.size() == 65);
  CHECK(text.find_first_not_of("0123456789abcdef") == 64);
  CHECK(text.back() == '\n');
  // Nothing is left of the making.
  CHECK(std::distance(fs::directory_iterator(home.state), {}) == 1);
  const Home other;
  CHECK(other.load() != first);
}

TEST_CASE("processes that start at once get one key", "[store][vault_key]") {
  const Home home;
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (std::string& key : keys) threads.emplace_back([&] { key = home.load(); });
  for (auto& thread : threads) thread.join();
  for (const std::string& key : keys) CHECK(key == home.load());
  CHECK(std::distance(fs::directory_iterator(home.state), {}) == 1);
}

TEST_CASE("a database without its key is refused, and no key is made", "[store][vault_key]") {
  const Home home;
  CHECK_THAT(refusal_of(home, true),
             Catch::Contains("the key of this database is missing; put it back from the backup"));
  CHECK_FALSE(fs::exists(home.file));
  home.give_credentials();
  CHECK_THAT(refusal_of(home, true), Catch::Contains("missing"));
}

TEST_CASE("a key that others may use is refused", "[store][vault_key]") {
  for (const mode_t mode : {0640U, 0604U, 0660U, 0602U, 0601U, 0777U}) {
    const Home home;
    write_key(home.file, digits + "\n", mode);
    CAPTURE(mode);
    CHECK_THAT(refusal_of(home), Catch::Contains("chmod 600"));
  }
  for (const mode_t mode : {0600U, 0400U}) {
    const Home home;
    write_key(home.file, digits + "\n", mode);
    CHECK(home.load() == std::string(VaultKey::size, '\xAA'));
  }
}

TEST_CASE("a file that holds no key is refused, and stays as it is", "[store][vault_key]") {
  for (const std::string& text :
       {std::string(), std::string("\n"), digits.substr(1) + "\n", digits + "a", digits + "a\n",
        digits + "\n\n", digits + "\r\n", " " + digits, digits.substr(1) + "g\n",
        std::string(65, '\0'), std::string(32, 'k'), std::string(100'000, 'a')}) {
    const Home home;
    write_key(home.file, text);
    CAPTURE(text.substr(0, 80));
    CHECK_THAT(refusal_of(home), Catch::Contains("64 hexadecimal digits"));
    CHECK_THAT(refusal_of(home), !Catch::Contains("aaaa"));
    CHECK(read_file(home.file) == text);
  }
  const Home home;
  write_key(home.file, std::string(64, 'A'));  // Capitals and no line break, as typed by hand.
  CHECK(home.load() == std::string(VaultKey::size, '\xAA'));
}

TEST_CASE("a folder or a pipe under the key's name is refused at once", "[store][vault_key]") {
  const Home home;
  REQUIRE(::mkfifo(home.file.c_str(), 0600) == 0);
  CHECK_THAT(refusal_of(home), Catch::Contains("it is no file"));
  const Home other;
  fs::create_directory(other.file);
  CHECK_THAT(refusal_of(other), Catch::Contains("it is no file"));
}

TEST_CASE("systemd's credential comes first", "[store][vault_key]") {
  const Home home;
  write_key(home.file, digits + "\n");
  home.give_credentials();
  CHECK(home.load(true) == std::string(VaultKey::size, '\xAA'));
  write_key(home.credentials / "keste.key", std::string(64, 'b') + "\n", 0440);
  CHECK(home.load(true) == std::string(VaultKey::size, '\xBB'));
  fs::remove(home.file);
  CHECK(home.load() == std::string(VaultKey::size, '\xBB'));
  CHECK_FALSE(fs::exists(home.file));
  write_key(home.credentials / "keste.key", std::string(64, 'b') + "\n", 0444);
  CHECK_THAT(refusal_of(home), Catch::Contains("credentials") && Catch::Contains("chmod 600"));
}

TEST_CASE("a state folder that cannot be written is told with its name", "[store][vault_key]") {
  const Home home;
  CHECK_THROWS_WITH(load_or_make_vault_key(home.state / "missing", false),
                    Catch::Contains("missing/keste.key"));
}

}  // namespace
}  // namespace keste::store
