// The loop over Asio.
#include "dispatch/io_loop.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <string>

namespace keste::dispatch {
namespace {

TEST_CASE("posted work runs on a later turn and in order", "[dispatch][loop]") {
  boost::asio::io_context io;
  AsioLoop loop(io.get_executor());
  std::string seen;
  loop.post([&] { seen += "a"; });
  loop.post([&] { seen += "b"; });
  CHECK(seen.empty());
  io.run();
  CHECK(seen == "ab");
}

TEST_CASE("a new wish replaces the one before", "[dispatch][loop]") {
  boost::asio::io_context io;
  AsioLoop loop(io.get_executor());
  std::string seen;
  loop.wake_at(loop.now(), [&] { seen += "old"; });
  loop.wake_at(loop.now(), [&] { seen += "new"; });
  io.run();
  CHECK(seen == "new");
}

TEST_CASE("a cancelled wish and a loop that is gone run nothing", "[dispatch][loop]") {
  boost::asio::io_context io;
  bool ran = false;
  {
    AsioLoop loop(io.get_executor());
    loop.wake_at(loop.now(), [&] { ran = true; });
    loop.cancel();
    loop.post([&] { ran = true; });
    loop.wake_at(loop.now(), [&] { ran = true; });
  }
  io.run();
  CHECK_FALSE(ran);
}

}  // namespace
}  // namespace keste::dispatch
