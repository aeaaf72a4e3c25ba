// Due dates per second on one core, over start days spread across a season's calendar.
#include <cstdint>
#include <cstdio>
#include <vector>

#include "base/clock.hpp"
#include "calendar/due_date.hpp"
#include "support/calendars.hpp"

namespace keste {
namespace {

constexpr std::size_t day_count = 1024;  // A power of two: the loops wrap with a mask.
constexpr int rounds = 200'000;

/// Days in an order that no branch predictor learns, from the first 512 days of the calendar.
std::vector<Date> spread_days(Date first) {
  std::vector<Date> days;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < day_count; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    days.push_back(first + std::chrono::days((state >> 16U) % 512));
  }
  return days;
}

template <class Due>
void report(const char* name, Due due_of) {
  const Steady begun = steady_now();
  std::int64_t sum = 0;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < day_count; ++i) sum += due_of(i, round % 16);
  }
  const std::chrono::duration<double> took = steady_now() - begun;
  const double count = static_cast<double>(day_count) * rounds;
  std::printf("%-24s %8.1f million/s   (%.0f due dates in %.2f s, checksum %lld)\n", name,
              count / took.count() / 1e6, count, took.count(), static_cast<long long>(sum));
}

int run() {
  const calendar::WorkingCalendar calendar = test::kz_calendar();
  const auto zone = calendar::Zone::load("Asia/Almaty");
  if (!zone) {
    std::fprintf(stderr, "%s\n", zone.error().c_str());
    return 1;
  }
  const std::vector<Date> days = spread_days(calendar.plan().covers_from);
  report("nth_working_day_after", [&](std::size_t i, int n) {
    const auto due = calendar.nth_working_day_after(days[i], n);
    return due ? due.value().time_since_epoch().count() : 0;
  });
  report("due_at", [&](std::size_t i, int n) {
    const LocalTime ended = LocalTime(days[i]) + std::chrono::hours(12);
    const auto due = calendar::due_at(calendar, zone.value(), ended, calendar::DueRule{n});
    return due ? due.value().time_since_epoch().count() / 1'000'000 : 0;
  });
  return 0;
}

}  // namespace
}  // namespace keste

int main() { return keste::run(); }
