// So many an hour to one number.
#include "dispatch/number_limiter.hpp"

#include "season_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant noon = instant("2023-09-20T12:00:00Z");

TEST_CASE("one more may go when the oldest is an hour old", "[dispatch][number_limiter]") {
  NumberLimiter limiter(2);
  CHECK_FALSE(limiter.find_wait("+77010000001", noon));
  limiter.take("+77010000001", noon);
  CHECK_FALSE(limiter.find_wait("+77010000001", noon + minutes(1)));
  limiter.take("+77010000001", noon + minutes(1));
  CHECK(limiter.find_wait("+77010000001", noon + minutes(2)) == noon + hours(1));
  CHECK(limiter.find_wait("+77010000001", noon + seconds(3599)) == noon + hours(1));
  CHECK_FALSE(limiter.find_wait("+77010000001", noon + hours(1)));
  limiter.take("+77010000001", noon + hours(1));
  CHECK(limiter.find_wait("+77010000001", noon + hours(1)) == noon + hours(1) + minutes(1));
}

TEST_CASE("numbers do not disturb each other", "[dispatch][number_limiter]") {
  NumberLimiter limiter(1);
  limiter.take("+77010000001", noon);
  CHECK(limiter.find_wait("+77010000001", noon));
  CHECK_FALSE(limiter.find_wait("+77010000002", noon));
}

TEST_CASE("what was not sent does not count", "[dispatch][number_limiter]") {
  NumberLimiter limiter(1);
  limiter.give_back("+77010000001");
  limiter.take("+77010000001", noon);
  limiter.give_back("+77010000001");
  CHECK_FALSE(limiter.find_wait("+77010000001", noon));
  CHECK(limiter.size() == 0);
}

TEST_CASE("without a limit nothing waits and nothing is kept", "[dispatch][number_limiter]") {
  NumberLimiter limiter(0);
  for (int i = 0; i < 100; ++i) limiter.take("+77010000001", noon);
  CHECK_FALSE(limiter.find_wait("+77010000001", noon));
  CHECK(limiter.size() == 0);
}

TEST_CASE("numbers are forgotten, and a clock set back locks nobody out",
          "[dispatch][number_limiter]") {
  NumberLimiter limiter(1);
  limiter.take("+77010000001", noon);
  limiter.take("+77010000002", noon + hours(2));
  CHECK(limiter.size() == 1);
  CHECK_FALSE(limiter.find_wait("+77010000002", noon - hours(1)));
}

}  // namespace
}  // namespace keste::dispatch
