// A certificate's life: looked at by itself, taken when it is good, and warned of in time.
#include "kested/certificate_keeper.hpp"
#include "base/fault.hpp"
#include "support/test_certificate.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>
#include <fstream>

namespace keste::kested {
namespace {

namespace fs = std::filesystem;
using test::make_pem;
using test::Pem;

/// Two files in a folder of their own, and a keeper that looks at them often.
struct World {
  World() {
    std::string pattern = (fs::temp_directory_path() / "keste-pair-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    files = {folder / "a.crt", folder / "a.key"};
  }
  ~World() {
    workers.join();
    fs::remove_all(folder);
  }

  /// Each at one stroke, so that no look finds half a file.
  void write(const fs::path& path, const std::string& text) const {
    const fs::path fresh = folder / "fresh";
    std::ofstream(fresh) << text;
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(fresh, path);
  }
  void write(const Pem& pem) const {
    write(files.key, pem.key);
    write(files.certificate, pem.certificate);
  }
  std::unique_ptr<CertificateKeeper> make_keeper() {
    return std::make_unique<CertificateKeeper>(
        files, CertificateKeeper::Surroundings{io, workers, log,
                                               [this](const auto& context) { taken = context; },
                                               std::chrono::milliseconds(5)});
  }
  /// The worker must be done with the keeper before it goes.
  void end(CertificateKeeper& keeper) {
    keeper.stop();
    workers.join();
  }
  bool has_logged(std::string_view name) const {
    return std::find(events.begin(), events.end(), name) != events.end();
  }
  /// Turns the io thread's work until that is so, ten seconds at most.
  template <class Condition>
  bool wait_for(Condition condition) {
    const Steady until = steady_now() + std::chrono::seconds(10);
    while (!condition() && steady_now() < until) io.run_one_for(std::chrono::milliseconds(20));
    return condition();
  }

  fs::path folder;
  config::CertificateFiles files;
  std::vector<std::string> events;
  Log log{[this](const Event& event) { events.emplace_back(event.name); }};
  boost::asio::io_context io{1};
  boost::asio::thread_pool workers{1};
  std::shared_ptr<const http::TlsContext> taken;
};

TEST_CASE("a new pair is found without being told", "[kested][tls]") {
  World world;
  world.write(make_pem(90 * 86400));
  const auto keeper = world.make_keeper();
  REQUIRE(keeper->first() != nullptr);
  keeper->start();
  world.write(make_pem(90 * 86400));
  CHECK(world.wait_for([&] { return world.taken != nullptr; }));
  CHECK(world.taken == keeper->first());
  CHECK_FALSE(world.has_logged("certificate_expires"));
  CHECK(keeper->list_parts().at(0).state == "ok");
  world.end(*keeper);
}

TEST_CASE("a pair that does not fit is told once and the old one stays", "[kested][tls]") {
  World world;
  world.write(make_pem());
  const auto keeper = world.make_keeper();
  keeper->start();
  world.write(world.files.key, make_pem().key);
  CHECK(world.wait_for([&] { return world.has_logged("certificate_refused"); }));
  world.io.run_for(std::chrono::milliseconds(50));
  CHECK(std::count(world.events.begin(), world.events.end(), "certificate_refused") == 1);
  CHECK(world.taken == nullptr);
  // Asked, it says so again.
  keeper->look();
  CHECK(world.wait_for([&] {
    return std::count(world.events.begin(), world.events.end(), "certificate_refused") == 2;
  }));
  world.write(make_pem());
  CHECK(world.wait_for([&] { return world.taken != nullptr; }));
  world.end(*keeper);
}

TEST_CASE("a touched pair with the same text is nothing new", "[kested][tls]") {
  World world;
  const Pem pem = make_pem();
  world.write(pem);
  const auto keeper = world.make_keeper();
  keeper->start();
  world.write(pem);
  world.io.run_for(std::chrono::milliseconds(50));
  CHECK(world.taken == nullptr);
  CHECK_FALSE(world.has_logged("certificate_refused"));
  world.end(*keeper);
}

TEST_CASE("the end of a certificate is told in time", "[kested][tls]") {
  struct Case {
    long lasts;
    const char* state;
  };
  for (const Case& each : {Case{-3600, "expired"}, Case{3600, "expires within a day"},
                           Case{5 * 86400 + 60, "expires in 5 days"}, Case{15 * 86400, "ok"}}) {
    World world;
    world.write(make_pem(each.lasts));
    const auto keeper = world.make_keeper();
    keeper->start();
    CHECK(keeper->list_parts().at(0).state == each.state);
    CHECK(keeper->list_parts().at(0).ready);
    CHECK(world.has_logged("certificate_expires") == (std::string(each.state) != "ok"));
    world.end(*keeper);
  }
}

TEST_CASE("it starts with a pair that can be used or not at all", "[kested][tls]") {
  World world;
  CHECK_THROWS_AS(world.make_keeper(), Fault);
  world.write(make_pem());
  CHECK(world.make_keeper()->first() != nullptr);
  fs::permissions(world.files.key, fs::perms::others_read, fs::perm_options::add);
  CHECK_THROWS_AS(world.make_keeper(), Fault);
}

TEST_CASE("without files there is nothing to keep", "[kested][tls]") {
  World world;
  CertificateKeeper keeper({}, {world.io, world.workers, world.log, {}});
  CHECK(keeper.first() == nullptr);
  keeper.start();
  keeper.look();
  CHECK(keeper.list_parts().empty());
  CHECK(keeper.list_metrics().empty());
  CHECK(world.io.run_for(std::chrono::milliseconds(10)) == 0);
}

}  // namespace
}  // namespace keste::kested
