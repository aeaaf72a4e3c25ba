// Counts by halving, and the call list by city.
#include "engine/survey.hpp"

#include "store/addresses.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

/// The latest application up to `last` that was received by then; `known` was.
std::int64_t find_latest(store::Database& database, Instant by, std::int64_t known,
                         std::int64_t last) {
  while (known < last) {
    const std::int64_t middle = known + (last - known + 1) / 2;
    const auto received_at = store::find_received(database, store::ApplicationId{middle});
    if (received_at && *received_at <= by) {
      known = middle;
    } else {
      last = middle - 1;
    }
  }
  return known;
}

}  // namespace

Survey take_survey(store::Database& database, const std::vector<Instant>& marks) {
  Survey survey;
  survey.calls = store::count_calls(database);
  const std::int64_t last = store::find_last_application(database).value;
  std::int64_t known = 0;
  for (const Instant mark : marks) {
    known = find_latest(database, mark, known, last);
    survey.curve.push_back({mark, known});
  }
  return survey;
}

}  // namespace keste::engine
