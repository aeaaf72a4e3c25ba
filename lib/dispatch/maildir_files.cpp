// Writing, syncing and moving a batch of message files.
#include "dispatch/maildir_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/fault.hpp"

namespace keste::dispatch {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int value() const { return value_; }
  void close() {
    if (value_ >= 0) ::close(std::exchange(value_, -1));
  }

 private:
  int value_;
};

/// No space is one message's trouble and passes; anything else is the maildir's own.
SendResult failure(const char* doing) {
  const int code = errno;
  const bool full = code == ENOSPC || code == EDQUOT;
  return {full ? Outcome::soft : Outcome::unavailable,
          std::string(doing) + ": " + std::strerror(code)};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// One message on its way from tmp to new.
struct Draft {
  std::size_t index;  ///< In the batch.
  std::string name;
  Descriptor file;
};

void make_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    const bool full = error == std::errc::no_space_on_device;
    throw Fault(full ? FaultKind::storage_full : FaultKind::io, "making " + directory.string(),
                error.message());
  }
}

/// Makes the names in a directory durable; false with errno.
bool sync_directory(const fs::path& directory) {
  const Descriptor handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return handle.value() >= 0 && ::fsync(handle.value()) == 0;
}

}  // namespace

std::string maildir_name(std::string_view message_id) {
  if (message_id.starts_with('<')) message_id.remove_prefix(1);
  if (message_id.ends_with('>')) message_id.remove_suffix(1);
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name;
  for (const char c : message_id) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool mark = c == '_' || c == '@' || c == '-' || (c == '.' && !name.empty());
    if (letter || mark) {
      name.push_back(c);
    } else {
      name += {'=', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return name;
}

MaildirFiles::MaildirFiles(fs::path root) : root_(std::move(root)) {
  for (const char* part : {"tmp", "new", "cur"}) make_directory(root_ / part);
}

void MaildirFiles::read_cur() {
  std::error_code error;
  const auto changed_at = fs::last_write_time(root_ / "cur", error);
  if (!error && cur_known_ && changed_at == cur_read_at_) return;
  cur_.clear();
  for (const auto& entry : fs::directory_iterator(root_ / "cur", error)) {
    const std::string name = entry.path().filename().string();
    cur_.insert(name.substr(0, name.find(":2,")));
  }
  // A change in the same tick of the file system's clock would leave the time as it is, so the
  // listing is trusted later only when it was made well after the last change.
  ::utimensat(AT_FDCWD, (root_ / "tmp").c_str(), nullptr, 0);
  const auto read_at = fs::last_write_time(root_ / "tmp", error);
  cur_known_ = !error && read_at - changed_at > std::chrono::seconds(2);
  cur_read_at_ = changed_at;
}

bool MaildirFiles::stands(const std::string& name) {
  // First new, then cur: mail readers move files that way, so none slips through between.
  if (::access((root_ / "new" / name).c_str(), F_OK) == 0) return true;
  read_cur();
  return cur_.count(name) != 0;
}

std::vector<SendResult> MaildirFiles::write(const std::vector<Mail>& mails) {
  std::vector<SendResult> results(mails.size());
  std::vector<Draft> drafts;
  for (std::size_t i = 0; i < mails.size(); ++i) {
    std::string name = maildir_name(mails[i].message_id);
    if (stands(name)) continue;
    const fs::path path = root_ / "tmp" / name;
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.value() < 0 || !write_all(file.value(), mails[i].content)) {
      results[i] = failure("writing a message");
      ::unlink(path.c_str());
      continue;
    }
    // Started for all before any is waited for, so that they share the journal's commits.
    ::sync_file_range(file.value(), 0, 0, SYNC_FILE_RANGE_WRITE);
    drafts.push_back({i, std::move(name), std::move(file)});
  }
  for (Draft& draft : drafts) {
    const fs::path from = root_ / "tmp" / draft.name;
    const fs::path to = root_ / "new" / draft.name;
    const bool synced = ::fsync(draft.file.value()) == 0;
    if (!synced || ::rename(from.c_str(), to.c_str()) != 0) {
      results[draft.index] = failure("keeping a message");
      ::unlink(from.c_str());
    }
    draft.file.close();
  }
  if (drafts.empty() || sync_directory(root_ / "new")) return results;
  const SendResult failed = failure("syncing the maildir");
  for (const Draft& draft : drafts) results[draft.index] = failed;
  return results;
}

}  // namespace keste::dispatch
