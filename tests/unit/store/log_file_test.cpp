// The writer's log in one piece: few writes, nothing hidden from readers, nothing lost when it is
// large, and the sync that tells when the disk did not take it.
#include "store/log_file.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "base/fault.hpp"
#include "side_connection.hpp"
#include "store/audit.hpp"
#include "store/migration.hpp"
#include "support/audit_lines.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

/// Calls of write and its kin by this process so far.
long count_writes() {
  std::ifstream io("/proc/self/io");
  std::string word;
  long count = 0;
  while (io >> word) {
    if (word == "syscw:") io >> count;
  }
  REQUIRE(count > 0);
  return count;
}

void append_lines(Database& database, int lines) {
  const std::string detail(1'000, 'x');
  for (int i = 0; i < lines; ++i) {
    test::append_audit(database, {from_micros(i), "test", "appended", "", detail});
  }
}

struct World {
  test::ScratchFolder folder;
  std::string path = folder.file("keste.db");
  Database database{path, Access::writer};
  World() { migrate(database); }
};

TEST_CASE("a commit of many pages is one write to the log", "[store][log_file]") {
  World world;
  Transaction first(world.database);
  append_lines(world.database, 1);
  first.commit();
  Transaction transaction(world.database);
  append_lines(world.database, 60);
  const long before = count_writes();
  transaction.commit();
  // About twenty pages, each with a header: forty writes without the log's gathering. A sanitizer
  // adds some of its own, into a pipe.
  CHECK(count_writes() - before <= 10);
  SideConnection side(world.path);
  CHECK(side.ask("SELECT count(*) FROM audit") == "61");
}

TEST_CASE("a transaction larger than the cache reads back what it has put into the log",
          "[store][log_file]") {
  World world;
  SideConnection side(world.path);
  world.database.run_script("PRAGMA cache_size = 8; PRAGMA cache_spill = ON");
  {
    Transaction dropped(world.database);
    append_lines(world.database, 500);
  }
  CHECK(side.ask("SELECT count(*) FROM audit") == "0");
  Transaction transaction(world.database);
  append_lines(world.database, 500);
  CHECK_FALSE(verify_audit(world.database).broken_at);
  CHECK(side.ask("SELECT count(*) FROM audit") == "0");
  transaction.commit();
  CHECK(side.ask("SELECT count(*) FROM audit") == "500");
  CHECK(side.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("pages of the largest size reach the log too", "[store][log_file]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  SideConnection(path).run("PRAGMA page_size = 65536; VACUUM");
  Database database(path, Access::writer);
  migrate(database);
  Transaction transaction(database);
  append_lines(database, 500);
  transaction.commit();
  SideConnection side(path);
  CHECK(side.ask("PRAGMA page_size") == "65536");
  CHECK(side.ask("SELECT count(*) FROM audit") == "500");
}

TEST_CASE("readers see each commit, before and after the log begins anew", "[store][log_file]") {
  World world;
  SideConnection side(world.path);
  for (int lines = 50; lines <= 500; lines += 50) {
    Transaction transaction(world.database);
    append_lines(world.database, 50);
    transaction.commit();
    CHECK(side.ask("SELECT count(*) FROM audit") == std::to_string(lines));
    if (lines % 200 == 0) world.database.run_script("PRAGMA wal_checkpoint(RESTART)");
  }
  CHECK(side.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a log that may not grow fails its commit and keeps what was committed",
          "[store][log_file]") {
  World world;
  Transaction kept(world.database);
  append_lines(world.database, 10);
  kept.commit();
  struct rlimit before {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small { 200'000, before.rlim_max };
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  std::optional<FaultKind> met;
  try {
    Transaction transaction(world.database);
    append_lines(world.database, 300);
    transaction.commit();
  } catch (const Fault& fault) {
    met = fault.kind();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  CHECK(met == FaultKind::storage_full);
  CHECK(verify_audit(world.database).lines == 10);
  Transaction transaction(world.database);
  append_lines(world.database, 300);
  transaction.commit();
  SideConnection side(world.path);
  CHECK(side.ask("SELECT count(*) FROM audit") == "310");
  CHECK(side.ask("PRAGMA integrity_check") == "ok");
}

TEST_CASE("the log's VFS has one name however often it is asked for", "[store][log_file]") {
  const char* const name = log_vfs_name();
  REQUIRE(name != nullptr);
  CHECK(log_vfs_name() == name);
  REQUIRE(sqlite3_vfs_find(name) != nullptr);
  CHECK(sqlite3_vfs_find(nullptr) != sqlite3_vfs_find(name));
}

}  // namespace
}  // namespace keste::store
