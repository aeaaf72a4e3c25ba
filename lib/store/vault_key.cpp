// Where the key lies: systemd's credentials, or a file beside the database made at first start.
#include "store/vault_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "base/check.hpp"
#include "base/fault.hpp"

namespace keste::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "keste.key";
constexpr std::size_t digits = 2 * VaultKey::size;
constexpr mode_t others = S_IRWXO;
constexpr mode_t group_and_others = S_IRWXG | S_IRWXO;

/// A descriptor, closed when it goes.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

/// Room for a key on its way to or from its file; overwritten when it goes.
template <std::size_t Size>
struct Wiped {
  std::array<char, Size> bytes{};
  ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
};
using Key = Wiped<VaultKey::size>;
/// One byte more than a key and its line break: what fills it is too long.
using KeyText = Wiped<digits + 2>;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Fault(FaultKind::usage, "reading the key " + path.string(), why);
}

void check_mode(const File& file, const fs::path& path, mode_t forbidden) {
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) throw errno_fault("reading the key " + path.string());
  if (!S_ISREG(found.st_mode)) refuse(path, "it is no file");
  if ((found.st_mode & forbidden) != 0) {
    refuse(path, "others than its owner may use this file; chmod 600 " + path.string() +
                     ", and consider who may have read it");
  }
}

std::size_t read_all(const File& file, KeyText& text, const fs::path& path) {
  std::size_t size = 0;
  while (size < text.bytes.size()) {
    const auto got = ::read(file.number(), text.bytes.data() + size, text.bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw errno_fault("reading the key " + path.string());
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

VaultKey parse_key(const KeyText& text, std::size_t size, const fs::path& path) {
  const bool ends = size == digits || (size == digits + 1 && text.bytes[digits] == '\n');
  Key key;
  std::size_t decoded = 0;
  const bool is_hex =
      ends && sodium_hex2bin(reinterpret_cast<unsigned char*>(key.bytes.data()), key.bytes.size(),
                             text.bytes.data(), digits, nullptr, &decoded, nullptr) == 0;
  if (!is_hex || decoded != key.bytes.size()) {
    refuse(path,
           "it does not hold 64 hexadecimal digits and a line break; put the key back from "
           "the backup");
  }
  return VaultKey({key.bytes.data(), key.bytes.size()});
}

/// Empty when there is no such file. Not blocking, for a pipe under that name would hang the start.
std::optional<int> open_key(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (descriptor < 0) throw errno_fault("reading the key " + path.string());
  return descriptor;
}

VaultKey read_key(int descriptor, const fs::path& path, mode_t forbidden) {
  const File file(descriptor);
  check_mode(file, path, forbidden);
  KeyText text;
  const std::size_t size = read_all(file, text, path);
  return parse_key(text, size, path);
}

void write_all(const File& file, const char* bytes, std::size_t size, const std::string& doing) {
  while (size > 0) {
    const auto put = ::write(file.number(), bytes, size);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw errno_fault(doing);
    bytes += put;
    size -= static_cast<std::size_t>(put);
  }
  if (::fsync(file.number()) != 0) throw errno_fault(doing);
}

/// A new key under a name of its own, on disk; the name goes with this object.
class Draft {
 public:
  Draft(const fs::path& state, const std::string& doing)
      : name_((state / ".keste.key-XXXXXX").string()), file_(::mkostemp(name_.data(), O_CLOEXEC)) {
    if (!file_) throw errno_fault(doing);
  }
  ~Draft() { ::unlink(name_.c_str()); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void write(const std::string& doing) const {
    Key key;
    KeyText text;
    randombytes_buf(key.bytes.data(), key.bytes.size());
    sodium_bin2hex(text.bytes.data(), digits + 1,
                   reinterpret_cast<const unsigned char*>(key.bytes.data()), key.bytes.size());
    text.bytes[digits] = '\n';
    write_all(file_, text.bytes.data(), digits + 1, doing);
  }
  const char* name() const { return name_.c_str(); }

 private:
  std::string name_;
  File file_;  // mkostemp(3) makes it 0600.
};

/// A link, not a rename: whoever comes second must not put another key in the first one's place.
void make_key(const fs::path& state, const fs::path& path) {
  const std::string doing = "making the key " + path.string();
  const Draft draft(state, doing);
  draft.write(doing);
  if (::link(draft.name(), path.c_str()) != 0 && errno != EEXIST) throw errno_fault(doing);
  const File folder(::open(state.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.number()) != 0) throw errno_fault(doing);
}

}  // namespace

VaultKey::VaultKey(std::string_view bytes) {
  CHECK(bytes.size() == size);
  std::memcpy(bytes_.data(), bytes.data(), size);
}

VaultKey::~VaultKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

VaultKey load_or_make_vault_key(const fs::path& state, bool database_exists) {
  CHECK(sodium_init() >= 0);
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
    const fs::path given = fs::path(credentials) / file_name;
    // systemd lets the service's user in by an access list, whose mask shows as the group's bits.
    if (const auto found = open_key(given)) return read_key(*found, given, others);
  }
  const fs::path path = state / file_name;
  if (const auto found = open_key(path)) return read_key(*found, path, group_and_others);
  if (database_exists) {
    refuse(path, "the key of this database is missing; put it back from the backup");
  }
  make_key(state, path);
  const auto made = open_key(path);
  if (!made) throw errno_fault("reading the key " + path.string());
  return read_key(*made, path, group_and_others);
}

}  // namespace keste::store
