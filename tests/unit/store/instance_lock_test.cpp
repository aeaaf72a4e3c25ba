// One daemon to one database, and a sentence for the second.
#include "store/instance_lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <memory>

#include "base/fault.hpp"
#include "support/scratch_folder.hpp"

namespace keste::store {
namespace {

TEST_CASE("a second holder is told who the first is", "[store][lock]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.lock");
  auto first = std::make_unique<InstanceLock>(path);
  try {
    const InstanceLock second(path);
    FAIL("the second got the lock");
  } catch (const Fault& fault) {
    CHECK(fault.kind() == FaultKind::busy);
    const std::string holder = "process " + std::to_string(::getpid()) + " holds this database";
    CHECK_THAT(fault.what(), Catch::Contains(holder) && Catch::Contains("--state"));
  }
  first.reset();
  const InstanceLock third(path);
}

TEST_CASE("the lock of a killed process is free, and its number is written over", "[store][lock]") {
  const test::ScratchFolder folder;
  const std::string path = folder.file("keste.lock");
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const InstanceLock held(path);
    const bool told = ::write(ready[1], "x", 1) == 1;
    while (told) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK_THROWS_WITH(InstanceLock(path), Catch::Contains("process " + std::to_string(child)));
  ::kill(child, SIGKILL);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  const InstanceLock mine(path);
  CHECK_THROWS_WITH(InstanceLock(path), Catch::Contains("process " + std::to_string(::getpid())));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a lock that cannot be made says where", "[store][lock]") {
  const test::ScratchFolder folder;
  CHECK_THROWS_WITH(InstanceLock(folder.file("missing/keste.lock")),
                    Catch::Contains("missing/keste.lock"));
}

}  // namespace
}  // namespace keste::store
