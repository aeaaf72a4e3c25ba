// A disk without space: the fault says so, nothing is half written, and all recovers.
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/fault.hpp"
#include "side_connection.hpp"
#include "store/audit.hpp"
#include "store/migration.hpp"
#include "support/audit_lines.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

/// Appends lines of 4 KB, `lines` to a transaction, until a fault comes; its kind.
FaultKind fill(Database& database, int lines) {
  const std::string detail(4'000, 'x');
  for (int round = 0; round < 10'000; ++round) {
    try {
      Transaction transaction(database);
      for (int i = 0; i < lines; ++i) {
        test::append_audit(database, {from_micros(round), "test", "filled", "", detail});
      }
      transaction.commit();
    } catch (const Fault& fault) {
      return fault.kind();
    }
  }
  throw std::logic_error("the disk is too large for this test");
}

void check_whole(Database& database, int lines) {
  const AuditVerification verification = verify_audit(database);
  CHECK_FALSE(verification.broken_at);
  CHECK(verification.lines > 0);
  CHECK(verification.lines % lines == 0);
}

TEST_CASE("a database at its largest size refuses whole transactions", "[store][disk_full]") {
  const test::ScratchFolder folder;
  Database database(folder.file("keste.db"), Access::writer);
  migrate(database);
  database.run_script("PRAGMA max_page_count = 200");
  CHECK(fill(database, 7) == FaultKind::storage_full);
  check_whole(database, 7);
  CHECK(fill(database, 7) == FaultKind::storage_full);
  database.run_script("PRAGMA max_page_count = 100000");
  Transaction transaction(database);
  test::append_audit(database, {from_micros(1), "a", "b", "c", "d"});
  transaction.commit();
  CHECK_FALSE(verify_audit(database).broken_at);
}

/// What the child of the next test does; 0 when all was as it must be.
int write_under_a_limit(const std::string& path) {
  ::signal(SIGXFSZ, SIG_IGN);
  Database database(path, Access::writer);
  migrate(database);
  const rlimit limit{1'000'000, 1'000'000};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  if (fill(database, 7) != FaultKind::storage_full) return 3;
  const AuditVerification verification = verify_audit(database);
  if (verification.broken_at || verification.lines == 0 || verification.lines % 7 != 0) return 4;
  return 0;
}

TEST_CASE("a file at the process's limit of size is a full disk", "[store][disk_full]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  const pid_t child = ::fork();
  if (child == 0) {
    int outcome = 1;
    try {
      outcome = write_under_a_limit(path);
    } catch (const std::exception&) {
      ::_exit(outcome);
    }
    ::_exit(outcome);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  Database database(path, Access::writer);
  check_whole(database, 7);
}

/// A file system of 1 MB; only root may mount one.
class SmallDisk {
 public:
  explicit SmallDisk(std::string at) : at_(std::move(at)) {
    std::filesystem::create_directory(at_);
    mounted_ = ::mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }

 private:
  std::string at_;
  bool mounted_ = false;
};

TEST_CASE("a full disk refuses writes, serves reads, and recovers", "[store][disk_full]") {
  const test::ScratchFolder folder;
  const SmallDisk disk(folder.file("small"));
  if (!disk.mounted()) {
    WARN("a small disk can be mounted by root only; left out");
    return;
  }
  Database database(folder.file("small/keste.db"), Access::writer);
  migrate(database);
  std::ofstream(folder.file("small/ballast")) << std::string(300'000, 'x');
  CHECK(fill(database, 7) == FaultKind::storage_full);
  Database reader(folder.file("small/keste.db"), Access::reader);
  check_whole(reader, 7);
  CHECK(fill(database, 7) == FaultKind::storage_full);
  std::filesystem::remove(folder.file("small/ballast"));
  Transaction transaction(database);
  test::append_audit(database, {from_micros(1), "a", "b", "c", "d"});
  transaction.commit();
  CHECK_FALSE(verify_audit(database).broken_at);
}

}  // namespace
}  // namespace keste::store
