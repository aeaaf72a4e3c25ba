// The io thread's loop: it ends when it should, and misses nothing whether it sleeps or stays
// awake.
#include "kested/io_loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <thread>

namespace keste::kested {
namespace {

namespace asio = boost::asio;

TEST_CASE("the loop ends when there is nothing left to do", "[kested][io_loop]") {
  const std::size_t waiting = GENERATE(0, 100);
  asio::io_context io;
  int done = 0;
  asio::post(io, [&] {
    ++done;
    asio::post(io, [&done] { ++done; });
  });
  run_io(io, [waiting] { return waiting; });
  CHECK(done == 2);
}

TEST_CASE("the loop ends at once when it is stopped", "[kested][io_loop]") {
  const std::size_t waiting = GENERATE(0, 100);
  asio::io_context io;
  asio::steady_timer never(io, std::chrono::hours(1));
  never.async_wait([](boost::system::error_code) {});
  asio::post(io, [&io] { io.stop(); });
  run_io(io, [waiting] { return waiting; });
  CHECK(io.stopped());
}

TEST_CASE("what another thread posts is run, awake or asleep", "[kested][io_loop]") {
  // Always a few, always many, or many every other time.
  const int kind = GENERATE(0, 1, 2);
  asio::io_context io;
  auto work = asio::make_work_guard(io);
  constexpr int calls = 2'000;
  int done = 0;
  std::size_t asked = 0;
  std::thread other([&] {
    for (int i = 0; i < calls; ++i) asio::post(io, [&done] { ++done; });
    asio::post(io, [&work] { work.reset(); });
  });
  run_io(io, [&]() -> std::size_t {
    ++asked;
    return kind == 0 ? 1 : kind == 1 ? 64 : asked % 2 * 64;
  });
  other.join();
  CHECK(done == calls);
}

}  // namespace
}  // namespace keste::kested
